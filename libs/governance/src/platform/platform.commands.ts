import type { DomainCommand } from '@orgledger/kernel';
import type { PlatformAvailability, PlatformSettingsInput, VerificationCheck } from '../platform-settings.js';

interface PlatformCommandKey extends DomainCommand {
  /** Lowercase letters, digits and single inner hyphens, 1–32 characters; never changes. */
  readonly platformIdentifier: string;
}

export interface RegisterPlatform extends PlatformCommandKey {
  readonly type: 'RegisterPlatform';
  readonly displayName: string;
  readonly settings: PlatformSettingsInput;
  /** Default: public. */
  readonly availability?: PlatformAvailability;
  /** 32 random bytes as 43 characters base64url, made by the edge for every call; never a client's input. */
  readonly generatedExternalId: string;
}

export interface RenamePlatform extends PlatformCommandKey {
  readonly type: 'RenamePlatform';
  readonly displayName: string;
}

/** Replaces the settings. What concerns the connection needs a new verification. ExternalIds are kept. */
export interface ChangePlatformConnection extends PlatformCommandKey {
  readonly type: 'ChangePlatformConnection';
  readonly settings: PlatformSettingsInput;
}

export interface ChangePlatformAvailability extends PlatformCommandKey {
  readonly type: 'ChangePlatformAvailability';
  readonly availability: PlatformAvailability;
}

/** Asks the replicator to prove the connection. The verification's id is this command's id. */
export interface RequestVerification extends PlatformCommandKey {
  readonly type: 'RequestVerification';
}

/** A first answer while a verification goes on, so that a user sees within seconds what AWS said. Refused with VERIFICATION_STALE like the answer itself. */
export interface RecordVerificationProgress extends PlatformCommandKey {
  readonly type: 'RecordVerificationProgress';
  readonly verificationId: string;
  readonly checks: readonly VerificationCheck[];
}

/** The replicator's answer. An answer to anything but the newest request is refused with VERIFICATION_STALE. */
export interface RecordVerification extends PlatformCommandKey {
  readonly type: 'RecordVerification';
  readonly verificationId: string;
  readonly ok: boolean;
  readonly checks: readonly VerificationCheck[];
}

export interface PublishPlatform extends PlatformCommandKey {
  readonly type: 'PublishPlatform';
}

export interface DeprecatePlatform extends PlatformCommandKey {
  readonly type: 'DeprecatePlatform';
  readonly reason?: string;
}

export interface ReactivatePlatform extends PlatformCommandKey {
  readonly type: 'ReactivatePlatform';
}

/** Forgets the platform; nothing in AWS is touched. */
export interface RemovePlatform extends PlatformCommandKey {
  readonly type: 'RemovePlatform';
  readonly reason: string;
}

export interface RotateExternalId extends PlatformCommandKey {
  readonly type: 'RotateExternalId';
  /** As in RegisterPlatform. */
  readonly generatedExternalId: string;
}

/** Drops the previous ExternalId: only after every trust policy names the new one. */
export interface CompleteExternalIdRotation extends PlatformCommandKey {
  readonly type: 'CompleteExternalIdRotation';
}

export type PlatformCommand =
  | RegisterPlatform
  | RenamePlatform
  | ChangePlatformConnection
  | ChangePlatformAvailability
  | RequestVerification
  | RecordVerificationProgress
  | RecordVerification
  | PublishPlatform
  | DeprecatePlatform
  | ReactivatePlatform
  | RemovePlatform
  | RotateExternalId
  | CompleteExternalIdRotation;
