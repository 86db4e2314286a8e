import type { DomainCommand } from '@orgledger/kernel';
import type { BindingScope } from './role-binding.events.js';

interface BindingCommandKey extends DomainCommand {
  /** UUID made at the edge, the same when the command is repeated. */
  readonly bindingId: string;
}

/** Grants a role for an interval. `from` defaults to now; without `until` the grant has no end. ISO 8601 UTC. */
export interface GrantRole extends BindingCommandKey {
  readonly type: 'GrantRole';
  readonly subjectId: string;
  readonly roleIdentifier: string;
  readonly scope: BindingScope;
  readonly from?: string;
  readonly until?: string;
}

/** Sets, extends, shortens or (without `until`) removes the end of a live grant. */
export interface SetRoleBindingExpiry extends BindingCommandKey {
  readonly type: 'SetRoleBindingExpiry';
  readonly until?: string;
}

/** Ends this grant only; the person keeps what other grants give. */
export interface RevokeRoleBinding extends BindingCommandKey {
  readonly type: 'RevokeRoleBinding';
}

/** Records that the end has passed; sent by the worker for each of `dueExpiries(now)`. Refused before the end. */
export interface ExpireRoleBinding extends BindingCommandKey {
  readonly type: 'ExpireRoleBinding';
}

export type RoleBindingCommand = GrantRole | SetRoleBindingExpiry | RevokeRoleBinding | ExpireRoleBinding;
