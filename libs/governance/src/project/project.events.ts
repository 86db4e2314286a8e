import type { Tags } from '../shared-types.js';

interface ProjectKey {
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
}

export type ProjectEvent =
  | (ProjectKey & { readonly type: 'ProjectCreated'; readonly displayName: string; readonly tags: Tags })
  | (ProjectKey & { readonly type: 'ProjectRenamed'; readonly displayName: string })
  | (ProjectKey & { readonly type: 'ProjectTagsChanged'; readonly tags: Tags })
  | (ProjectKey & { readonly type: 'ProjectMarkedForDeletion'; readonly reason: string })
  | (ProjectKey & { readonly type: 'ProjectDeleted' });
