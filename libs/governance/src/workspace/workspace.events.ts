import type { Contact, Tags } from '../shared-types.js';

export type WorkspaceEvent =
  | {
      readonly type: 'WorkspaceCreated';
      readonly workspaceIdentifier: string;
      readonly displayName: string;
      readonly tags: Tags;
      readonly contacts: readonly Contact[];
    }
  | { readonly type: 'WorkspaceRenamed'; readonly workspaceIdentifier: string; readonly displayName: string }
  | { readonly type: 'WorkspaceTagsChanged'; readonly workspaceIdentifier: string; readonly tags: Tags }
  | { readonly type: 'WorkspaceContactsChanged'; readonly workspaceIdentifier: string; readonly contacts: readonly Contact[] }
  | { readonly type: 'WorkspaceDeleted'; readonly workspaceIdentifier: string; readonly reason: string };
