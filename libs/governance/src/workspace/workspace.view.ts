import type { Contact, Tags } from '../shared-types.js';

export interface WorkspaceView {
  readonly workspaceIdentifier: string;
  readonly displayName: string;
  readonly tags: Tags;
  readonly contacts: readonly Contact[];
  readonly status: 'active' | 'deleted';
  /** ISO 8601 UTC, as all times here. */
  readonly createdAt: string;
  readonly deletedAt?: string;
}

export interface WorkspaceFilter {
  /** Part of the identifier or display name. */
  readonly search?: string;
  readonly status?: WorkspaceView['status'];
}
