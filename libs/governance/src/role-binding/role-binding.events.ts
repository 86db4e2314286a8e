/** A project role on one project, or on all projects of a workspace. */
export type BindingScope =
  | { readonly kind: 'workspace'; readonly workspaceIdentifier: string }
  | { readonly kind: 'project'; readonly workspaceIdentifier: string; readonly projectIdentifier: string };

interface BindingKey {
  readonly bindingId: string;
}

/** Times: ISO 8601 UTC. A grant covers `from` (inclusive) to `until` (exclusive); no `until`: without end. */
export type RoleBindingEvent =
  | (BindingKey & {
      readonly type: 'RoleBindingGranted';
      readonly subjectId: string;
      readonly roleIdentifier: string;
      readonly scope: BindingScope;
      readonly from: string;
      readonly until?: string;
    })
  | (BindingKey & { readonly type: 'RoleBindingExpirySet'; readonly until?: string })
  | (BindingKey & { readonly type: 'RoleBindingRevoked' })
  | (BindingKey & { readonly type: 'RoleBindingExpired'; readonly until: string });
