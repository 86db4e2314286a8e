import type { LandingZoneSettings, PlatformSettings } from './platform-settings.js';

/** One person who may be granted access, with the name that Identity Center knows them by. `active` is false for disabled and deleted users. */
export interface SnapshotUser {
  readonly subjectId: string;
  /** Rendered from the platform's userName template; undefined when the person has no euid. */
  readonly userName: string | undefined;
  readonly active: boolean;
}

/** A live or future right of one person. The assignment exists exactly while at least one grant covers now. Times: ISO 8601 UTC, `until` exclusive. */
export interface SnapshotGrant {
  readonly bindingId: string;
  readonly subjectId: string;
  readonly roleIdentifier: string;
  readonly from: string;
  readonly until?: string;
}

/** An effective role mapping (landing-zone override already applied), its group name rendered with the owned prefix. */
export interface SnapshotRole {
  readonly roleIdentifier: string;
  readonly groupName: string;
  readonly permissionSetArns: readonly string[];
}

/**
 * Everything that says what one tenant should look like in AWS: the only thing replication takes from governance.
 * All names are rendered, tags inherited and mapped; replication computes desired state from this, purely.
 */
export interface TenantSnapshot {
  readonly tenantId: string;
  readonly tenantNumber: number;
  readonly status: 'provisioning' | 'active';
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  /** Set once TenantAccountAssigned was recorded. */
  readonly accountId?: string;
  readonly accountName: string;
  readonly accountEmail: string;
  readonly accountAlias: string;
  /** Under the platform's tag prefix, illegal characters replaced, at most 50. */
  readonly accountTags: Readonly<Record<string, string>>;
  readonly roles: readonly SnapshotRole[];
  readonly grants: readonly SnapshotGrant[];
  readonly users: readonly SnapshotUser[];
  readonly platform: PlatformSettings;
  readonly landingZone: LandingZoneSettings;
  /** Problems that keep the tenant from being replicated (template overflow, more than 50 tags…); empty when there are none. */
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}
