import type { DomainCommand } from '@orgledger/kernel';
import type { Tags } from '../shared-types.js';

interface ProjectCommandKey extends DomainCommand {
  readonly workspaceIdentifier: string;
  /** Lowercase letters, digits and single inner hyphens, 1–30 characters; unique in its workspace, never changes. */
  readonly projectIdentifier: string;
}

export interface CreateProject extends ProjectCommandKey {
  readonly type: 'CreateProject';
  readonly displayName: string;
  readonly tags?: Tags;
  readonly asOperator?: boolean;
}

export interface RenameProject extends ProjectCommandKey {
  readonly type: 'RenameProject';
  readonly displayName: string;
}

/** Replaces all tags. */
export interface ChangeProjectTags extends ProjectCommandKey {
  readonly type: 'ChangeProjectTags';
  readonly tags: Tags;
  readonly asOperator?: boolean;
}

/** Refused while the project has live tenants. A project without tenants is deleted at once. */
export interface MarkProjectForDeletion extends ProjectCommandKey {
  readonly type: 'MarkProjectForDeletion';
  readonly reason: string;
}

export type ProjectCommand = CreateProject | RenameProject | ChangeProjectTags | MarkProjectForDeletion;
