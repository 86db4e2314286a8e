import type { Tags } from '../shared-types.js';

export interface ProjectView {
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly displayName: string;
  readonly tags: Tags;
  readonly status: 'active' | 'markedForDeletion' | 'deleted';
  readonly createdAt: string;
}

export interface ProjectFilter {
  readonly workspaceIdentifier?: string;
  readonly search?: string;
  readonly status?: ProjectView['status'];
}
