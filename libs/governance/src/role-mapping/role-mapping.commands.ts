import type { DomainCommand } from '@orgledger/kernel';

interface RoleMappingCommandKey extends DomainCommand {
  readonly platformIdentifier: string;
  readonly roleIdentifier: string;
}

/** Maps a project role on a platform, or replaces its mapping. */
export interface ChangeRoleMapping extends RoleMappingCommandKey {
  readonly type: 'ChangeRoleMapping';
  /** Letters, digits and `_`, 1–30 characters: `#{platformGroupAlias}` of the group template; unique on the platform. */
  readonly groupAlias: string;
  readonly permissionSetArns: readonly string[];
}

/** Unmaps the role: its groups and assignments disappear with the next replication. */
export interface RemoveRoleMapping extends RoleMappingCommandKey {
  readonly type: 'RemoveRoleMapping';
}

export type RoleMappingCommand = ChangeRoleMapping | RemoveRoleMapping;
