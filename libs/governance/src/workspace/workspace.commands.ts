import type { DomainCommand } from '@orgledger/kernel';
import type { Contact, Tags } from '../shared-types.js';

export interface CreateWorkspace extends DomainCommand {
  readonly type: 'CreateWorkspace';
  /** Lowercase letters, digits and single inner hyphens, 1–16 characters; never changes. */
  readonly workspaceIdentifier: string;
  readonly displayName: string;
  readonly tags?: Tags;
  readonly contacts?: readonly Contact[];
  /** True when the actor is a platform operator: only then restricted tags may be set. */
  readonly asOperator?: boolean;
}

export interface RenameWorkspace extends DomainCommand {
  readonly type: 'RenameWorkspace';
  readonly workspaceIdentifier: string;
  readonly displayName: string;
}

/** Replaces all tags. */
export interface ChangeWorkspaceTags extends DomainCommand {
  readonly type: 'ChangeWorkspaceTags';
  readonly workspaceIdentifier: string;
  readonly tags: Tags;
  readonly asOperator?: boolean;
}

/** Replaces all contacts. */
export interface ChangeWorkspaceContacts extends DomainCommand {
  readonly type: 'ChangeWorkspaceContacts';
  readonly workspaceIdentifier: string;
  readonly contacts: readonly Contact[];
}

/** Only an empty workspace can be deleted; the reason is recorded. */
export interface DeleteWorkspace extends DomainCommand {
  readonly type: 'DeleteWorkspace';
  readonly workspaceIdentifier: string;
  readonly reason: string;
}

export type WorkspaceCommand = CreateWorkspace | RenameWorkspace | ChangeWorkspaceTags | ChangeWorkspaceContacts | DeleteWorkspace;
