import { removeKey } from '../records.js';
import type { AddId } from '../sorted-ids.js';
import { hasId, insertId, removeId } from '../sorted-ids.js';
import type { Assignment, PermissionSetRecord, SsoAdminState } from './state.js';

const place = (accountId: string, permissionSetArn: string): string => `${accountId}|${permissionSetArn}`;

const principal = (assignment: Pick<Assignment, 'principalType' | 'principalId'>): string => `${assignment.principalType}/${assignment.principalId}`;

export const holdersOf = (state: SsoAdminState, accountId: string, permissionSetArn: string): readonly string[] =>
  state.holders[place(accountId, permissionSetArn)] ?? [];

export const grantsOf = (state: SsoAdminState, of: Pick<Assignment, 'principalType' | 'principalId'>): readonly string[] =>
  state.grants[principal(of)] ?? [];

/** The parts of an entry of `grants`. */
export const grantedPlace = (entry: string): { readonly accountId: string; readonly permissionSetArn: string } => {
  const bar = entry.indexOf('|');
  return { accountId: entry.slice(0, bar), permissionSetArn: entry.slice(bar + 1) };
};

/** The parts of an entry of `holders`. */
export const holder = (entry: string): { readonly principalType: string; readonly principalId: string } => {
  const slash = entry.indexOf('/');
  return { principalType: entry.slice(0, slash), principalId: entry.slice(slash + 1) };
};

export const isAssigned = (state: SsoAdminState, assignment: Assignment): boolean =>
  hasId(holdersOf(state, assignment.accountId, assignment.permissionSetArn), principal(assignment));

export const addAssignment = (state: SsoAdminState, assignment: Assignment, add: AddId = insertId): void => {
  const at = place(assignment.accountId, assignment.permissionSetArn);
  add((state.holders[at] ??= []), principal(assignment));
  add((state.grants[principal(assignment)] ??= []), at);
};

/** Empty lists go with their last entry: 10,000 accounts come and go. */
export const removeAssignment = (state: SsoAdminState, assignment: Assignment): void => {
  const at = place(assignment.accountId, assignment.permissionSetArn);
  const by = principal(assignment);
  removeId(state.holders[at] ?? [], by);
  removeId(state.grants[by] ?? [], at);
  if (state.holders[at]?.length === 0) removeKey(state.holders, at);
  if (state.grants[by]?.length === 0) removeKey(state.grants, by);
};

export const provisionedVersion = (state: SsoAdminState, accountId: string, permissionSetArn: string): number | undefined =>
  state.provisioned[place(accountId, permissionSetArn)];

/** Adds the account to the permission set's unless it is there already. */
export const markProvisioned = (
  state: SsoAdminState,
  accountId: string,
  permissionSet: Pick<PermissionSetRecord, 'arn' | 'version'>,
  add: AddId = insertId,
): void => {
  const isNew = provisionedVersion(state, accountId, permissionSet.arn) === undefined;
  state.provisioned[place(accountId, permissionSet.arn)] = permissionSet.version;
  if (!isNew) return;
  add((state.setsOfAccount[accountId] ??= []), permissionSet.arn);
  add((state.accountsOfSet[permissionSet.arn] ??= []), accountId);
};

export const markUnprovisioned = (state: SsoAdminState, accountId: string, permissionSetArn: string): void => {
  removeKey(state.provisioned, place(accountId, permissionSetArn));
  removeId(state.setsOfAccount[accountId] ?? [], permissionSetArn);
  removeId(state.accountsOfSet[permissionSetArn] ?? [], accountId);
};
