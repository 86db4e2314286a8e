import type { DomainCommand } from '@orgledger/kernel';
import type { LandingZoneSettings, RoleMappingOverride } from '../platform-settings.js';

interface LandingZoneCommandKey extends DomainCommand {
  readonly platformIdentifier: string;
  /** Lowercase letters, digits and single inner hyphens, 1–32 characters; never changes. */
  readonly landingZoneIdentifier: string;
}

interface LandingZoneInput {
  readonly displayName: string;
  readonly settings: LandingZoneSettings;
  /** Default: none, the platform's mappings hold. */
  readonly roleMappings?: readonly RoleMappingOverride[];
  readonly asOperator?: boolean;
}

export interface DefineLandingZone extends LandingZoneCommandKey, LandingZoneInput {
  readonly type: 'DefineLandingZone';
}

/** Replaces everything but the identifier; its tenants are replicated again. */
export interface ChangeLandingZone extends LandingZoneCommandKey, LandingZoneInput {
  readonly type: 'ChangeLandingZone';
}

/** No new tenants; those that are there are still replicated. */
export interface DisableLandingZone extends LandingZoneCommandKey {
  readonly type: 'DisableLandingZone';
}

export interface EnableLandingZone extends LandingZoneCommandKey {
  readonly type: 'EnableLandingZone';
}

/** Only a disabled landing zone without tenants. */
export interface DeleteLandingZone extends LandingZoneCommandKey {
  readonly type: 'DeleteLandingZone';
  readonly reason: string;
}

export type LandingZoneCommand = DefineLandingZone | ChangeLandingZone | DisableLandingZone | EnableLandingZone | DeleteLandingZone;
