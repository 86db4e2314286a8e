export interface ProjectRoleView {
  readonly roleIdentifier: string;
  readonly displayName: string;
}
