import type { PlatformAvailability, PlatformSettings, VerificationCheck } from '../platform-settings.js';

export interface PlatformView {
  readonly platformIdentifier: string;
  readonly displayName: string;
  readonly settings: PlatformSettings;
  readonly availability: PlatformAvailability;
  readonly status: 'registered' | 'published' | 'deprecated' | 'removed';
  /** Of the settings as they are now. */
  readonly connection: 'unverified' | 'verifying' | 'verified' | 'failed';
  readonly verification?: {
    readonly verificationId: string;
    readonly requestedAt: string;
    readonly finishedAt?: string;
    readonly checks: readonly VerificationCheck[];
  };
  readonly createdAt: string;
}

export interface PlatformFilter {
  readonly status?: PlatformView['status'];
}
