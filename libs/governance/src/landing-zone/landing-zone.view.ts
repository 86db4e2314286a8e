import type { LandingZoneSettings, RoleMappingOverride } from '../platform-settings.js';

export interface LandingZoneView {
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  readonly displayName: string;
  readonly settings: LandingZoneSettings;
  readonly roleMappings: readonly RoleMappingOverride[];
  readonly status: 'active' | 'disabled' | 'deleted';
}

export interface LandingZoneFilter {
  readonly platformIdentifier?: string;
  readonly status?: LandingZoneView['status'];
}
