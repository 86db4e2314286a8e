import type { DomainCommand } from '@orgledger/kernel';

interface ProjectRoleCommandKey extends DomainCommand {
  /** Lowercase letters, digits and single inner hyphens, 1–32 characters; never changes. */
  readonly roleIdentifier: string;
}

export interface DefineProjectRole extends ProjectRoleCommandKey {
  readonly type: 'DefineProjectRole';
  readonly displayName: string;
}

export interface RenameProjectRole extends ProjectRoleCommandKey {
  readonly type: 'RenameProjectRole';
  readonly displayName: string;
}

/** Ends the access of everybody who holds the role. */
export interface RemoveProjectRole extends ProjectRoleCommandKey {
  readonly type: 'RemoveProjectRole';
}

export type ProjectRoleCommand = DefineProjectRole | RenameProjectRole | RemoveProjectRole;
