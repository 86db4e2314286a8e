import type { LandingZoneSettings, RoleMappingOverride } from '../platform-settings.js';

interface LandingZoneKey {
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
}

interface LandingZoneContent {
  readonly displayName: string;
  readonly settings: LandingZoneSettings;
  readonly roleMappings: readonly RoleMappingOverride[];
}

export type LandingZoneEvent =
  | (LandingZoneKey & LandingZoneContent & { readonly type: 'LandingZoneDefined' })
  | (LandingZoneKey & LandingZoneContent & { readonly type: 'LandingZoneChanged' })
  | (LandingZoneKey & { readonly type: 'LandingZoneDisabled' })
  | (LandingZoneKey & { readonly type: 'LandingZoneEnabled' })
  | (LandingZoneKey & { readonly type: 'LandingZoneDeleted'; readonly reason: string });
