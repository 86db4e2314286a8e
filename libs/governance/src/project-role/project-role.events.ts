export type ProjectRoleEvent =
  | { readonly type: 'ProjectRoleDefined'; readonly roleIdentifier: string; readonly displayName: string }
  | { readonly type: 'ProjectRoleRenamed'; readonly roleIdentifier: string; readonly displayName: string }
  | { readonly type: 'ProjectRoleRemoved'; readonly roleIdentifier: string };
