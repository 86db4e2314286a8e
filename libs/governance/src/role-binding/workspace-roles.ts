/** Roles that a person has in a workspace; all others are project roles. @source specs/governance.md "Who may do what" */
export const workspaceRoles: readonly string[] = ['owner', 'manager', 'member'];
