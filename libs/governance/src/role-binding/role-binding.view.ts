import type { BindingScope } from './role-binding.events.js';

export interface RoleBindingView {
  readonly bindingId: string;
  readonly subjectId: string;
  readonly roleIdentifier: string;
  readonly scope: BindingScope;
  readonly from: string;
  readonly until?: string;
  /** `granted` also before `from`, and after `until` until the expiry was recorded: what counts is the interval. */
  readonly status: 'granted' | 'expired' | 'revoked';
}

export interface RoleBindingFilter {
  readonly subjectId?: string;
  readonly workspaceIdentifier?: string;
  readonly projectIdentifier?: string;
  readonly roleIdentifier?: string;
  readonly status?: RoleBindingView['status'];
}

/** One right of one person on one tenant, as of an instant. */
export interface AccessEntry {
  readonly tenantId: string;
  readonly subjectId: string;
  readonly roleIdentifier: string;
  readonly bindingId: string;
  readonly from: string;
  readonly until?: string;
}
