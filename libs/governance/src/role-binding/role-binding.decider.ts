import { DomainError, checkIdentifier, checkOneOf, checkRecord, checkUuid, refuse, checkInstant } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { GrantRole, RoleBindingCommand, SetRoleBindingExpiry } from './role-binding.commands.js';
import type { BindingScope, RoleBindingEvent } from './role-binding.events.js';
import { workspaceRoles } from './workspace-roles.js';

export type RoleBinding =
  | { readonly status: 'none' }
  | { readonly status: 'granted'; readonly from: string; readonly until?: string }
  | { readonly status: 'revoked' }
  | { readonly status: 'expired' };

/** Whether what a grant names is there, as of the command. */
export interface RoleBindingFacts {
  readonly user: 'none' | 'active' | 'disabled' | 'deleted';
  readonly roleExists: boolean;
  readonly scopeExists: boolean;
}

export const checkScope = (value: unknown): BindingScope => {
  const scope = checkRecord('scope', value);
  const kind = checkOneOf('scope.kind', scope.kind, ['workspace', 'project']);
  const workspaceIdentifier = checkIdentifier('scope.workspaceIdentifier', scope.workspaceIdentifier, 16);
  if (kind === 'workspace') return { kind, workspaceIdentifier };
  return { kind, workspaceIdentifier, projectIdentifier: checkIdentifier('scope.projectIdentifier', scope.projectIdentifier, 30) };
};

const checkEnd = (value: unknown, from: string, now: string): string => {
  const until = checkInstant('until', value);
  if (until <= from) refuse('BINDING_ENDS_BEFORE_START', 'until', `until must be after the start, ${from}: choose a later end.`);
  if (until <= now) refuse('BINDING_ENDS_IN_PAST', 'until', 'until has passed already: choose a later end, or revoke the grant.');
  return until;
};

const grant = (command: GrantRole, state: RoleBinding, facts: RoleBindingFacts): RoleBindingEvent[] => {
  const bindingId = checkUuid('bindingId', command.bindingId);
  const subjectId = checkUuid('subjectId', command.subjectId);
  const roleIdentifier = checkIdentifier('roleIdentifier', command.roleIdentifier, 32);
  const scope = checkScope(command.scope);
  const from = command.from === undefined ? command.meta.now : checkInstant('from', command.from);
  const until = command.until === undefined ? {} : { until: checkEnd(command.until, from, command.meta.now) };
  if (state.status !== 'none') refuse('BINDING_EXISTS', 'bindingId', `There is a grant ${bindingId} already: choose another id.`);
  if (facts.user === 'none' || facts.user === 'deleted')
    refuse('USER_NOT_FOUND', 'subjectId', `The user ${subjectId} is not registered, or was deleted: register the user first.`);
  if (workspaceRoles.includes(roleIdentifier)) {
    if (scope.kind === 'project')
      refuse(
        'ROLE_NOT_FOR_PROJECTS',
        'roleIdentifier',
        `${roleIdentifier} is a role of workspaces: grant it on the workspace, or choose a project role.`,
      );
  } else if (!facts.roleExists) {
    refuse('PROJECT_ROLE_NOT_FOUND', 'roleIdentifier', `There is no project role ${roleIdentifier}: define it first, or choose another one.`);
  }
  if (!facts.scopeExists) {
    const { kind } = scope;
    refuse(
      `${kind === 'workspace' ? 'WORKSPACE' : 'PROJECT'}_NOT_FOUND`,
      `scope.${kind}Identifier`,
      `There is no such ${kind}: choose one that exists.`,
    );
  }
  return [{ type: 'RoleBindingGranted', bindingId, subjectId, roleIdentifier, scope, from, ...until }];
};

const setExpiry = (command: SetRoleBindingExpiry, state: RoleBinding): RoleBindingEvent[] => {
  const { bindingId, meta } = command;
  const { from, until: before } = live(state, bindingId, meta.now);
  const until = command.until === undefined ? undefined : checkEnd(command.until, from, meta.now);
  return until === before ? [] : [{ type: 'RoleBindingExpirySet', bindingId, ...(until === undefined ? {} : { until }) }];
};

type Granted = Extract<RoleBinding, { status: 'granted' }>;

const found = (state: RoleBinding, bindingId: string): Exclude<RoleBinding, { status: 'none' }> => {
  if (state.status !== 'none') return state;
  throw new DomainError('BINDING_NOT_FOUND', `There is no grant ${bindingId}: choose one of the list.`, { field: 'bindingId' });
};

const live = (state: RoleBinding, bindingId: string, now: string): Granted => {
  const binding = found(state, bindingId);
  if (binding.status === 'granted' && (binding.until === undefined || binding.until > now)) return binding;
  throw new DomainError('BINDING_ENDED', `The grant ${bindingId} has ended: grant the role anew.`, { field: 'bindingId' });
};

const decide = (command: RoleBindingCommand, state: RoleBinding, facts: RoleBindingFacts): RoleBindingEvent[] => {
  const bindingId = checkUuid('bindingId', command.bindingId);
  switch (command.type) {
    case 'GrantRole':
      return grant(command, state, facts);
    case 'SetRoleBindingExpiry':
      return setExpiry(command, state);
    case 'RevokeRoleBinding':
      return found(state, bindingId).status === 'granted' ? [{ type: 'RoleBindingRevoked', bindingId }] : [];
    case 'ExpireRoleBinding': {
      const binding = found(state, bindingId);
      if (binding.status !== 'granted') return [];
      if (binding.until === undefined || binding.until > command.meta.now)
        throw new DomainError('BINDING_NOT_DUE', `The grant ${bindingId} has not ended yet: revoke it to end it now.`, { field: 'bindingId' });
      return [{ type: 'RoleBindingExpired', bindingId, until: binding.until }];
    }
  }
};

const evolve = (state: RoleBinding, event: RoleBindingEvent): RoleBinding => {
  switch (event.type) {
    case 'RoleBindingGranted':
      return { status: 'granted', from: event.from, ...(event.until === undefined ? {} : { until: event.until }) };
    case 'RoleBindingExpirySet':
      return state.status === 'granted'
        ? { status: 'granted', from: state.from, ...(event.until === undefined ? {} : { until: event.until }) }
        : state;
    case 'RoleBindingRevoked':
      return { status: 'revoked' };
    case 'RoleBindingExpired':
      return { status: 'expired' };
    default:
      return state;
  }
};

export const roleBindingDecider = (facts: RoleBindingFacts): Decider<RoleBindingCommand, RoleBinding, RoleBindingEvent> => ({
  initial: { status: 'none' },
  decide: (command, state) => decide(command, state, facts),
  evolve,
});
