import type { PlatformAvailability, PlatformSettings, VerificationCheck } from '../platform-settings.js';

interface PlatformKey {
  readonly platformIdentifier: string;
}

export type PlatformEvent =
  | (PlatformKey & {
      readonly type: 'PlatformRegistered';
      readonly displayName: string;
      readonly settings: PlatformSettings;
      readonly availability: PlatformAvailability;
    })
  | (PlatformKey & { readonly type: 'PlatformRenamed'; readonly displayName: string })
  | (PlatformKey & { readonly type: 'PlatformConnectionChanged'; readonly settings: PlatformSettings })
  | (PlatformKey & { readonly type: 'PlatformAvailabilityChanged'; readonly availability: PlatformAvailability })
  | (PlatformKey & { readonly type: 'PlatformVerificationRequested'; readonly verificationId: string })
  | (PlatformKey & {
      readonly type: 'PlatformVerificationProgressed';
      readonly verificationId: string;
      readonly checks: readonly VerificationCheck[];
    })
  | (PlatformKey & { readonly type: 'PlatformVerified'; readonly verificationId: string; readonly checks: readonly VerificationCheck[] })
  | (PlatformKey & { readonly type: 'PlatformVerificationFailed'; readonly verificationId: string; readonly checks: readonly VerificationCheck[] })
  | (PlatformKey & { readonly type: 'PlatformPublished' })
  | (PlatformKey & { readonly type: 'PlatformDeprecated'; readonly reason?: string })
  | (PlatformKey & { readonly type: 'PlatformReactivated' })
  /** From now on both values are valid; `externalId` is the one to send. */
  | (PlatformKey & { readonly type: 'PlatformExternalIdRotationStarted'; readonly externalId: string; readonly previousExternalId: string })
  | (PlatformKey & { readonly type: 'PlatformExternalIdRotationCompleted' })
  | (PlatformKey & { readonly type: 'PlatformRemoved'; readonly reason: string });
