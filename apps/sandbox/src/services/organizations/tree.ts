import { removeKey } from '../records.js';
import { hasId, insertId, removeId } from '../sorted-ids.js';
import type { AccountRecord, Children, OrganizationsState, UnitRecord } from './state.js';

export const parentExists = (state: OrganizationsState, id: string): boolean => id === state.rootId || state.units[id] !== undefined;

export const childrenOf = (state: OrganizationsState, parentId: string): Children => (state.children[parentId] ??= { accounts: [], units: [] });

/** OU ids from the root's child down to `parentId`; empty for the root. */
export const unitChain = (state: OrganizationsState, parentId: string): readonly string[] => {
  const chain: string[] = [];
  for (let unit = state.units[parentId]; unit; unit = state.units[unit.parentId]) chain.push(unit.id);
  return chain.reverse();
};

export const entityPath = (organizationId: string, state: OrganizationsState, parentId: string, accountId?: string): string =>
  [organizationId, state.rootId, ...unitChain(state, parentId), ...(accountId === undefined ? [] : [accountId]), ''].join('/');

export const addAccount = (state: OrganizationsState, account: AccountRecord): void => {
  state.accounts[account.id] = account;
  state.emails[account.email.toLowerCase()] = account.id;
  insertId(state.accountIds, account.id);
  insertId(childrenOf(state, account.parentId).accounts, account.id);
};

export const moveAccountTo = (state: OrganizationsState, account: AccountRecord, parentId: string): void => {
  removeId(childrenOf(state, account.parentId).accounts, account.id);
  account.parentId = parentId;
  insertId(childrenOf(state, parentId).accounts, account.id);
};

const nameKey = (parentId: string, name: string): string => `${parentId}/${name}`;

export const unitByName = (state: OrganizationsState, parentId: string, name: string): UnitRecord | undefined =>
  state.units[state.unitNames[nameKey(parentId, name)] ?? ''];

export const addUnit = (state: OrganizationsState, unit: UnitRecord): void => {
  state.units[unit.id] = unit;
  state.unitNames[nameKey(unit.parentId, unit.name)] = unit.id;
  insertId(childrenOf(state, unit.parentId).units, unit.id);
};

export const renameUnit = (state: OrganizationsState, unit: UnitRecord, name: string): void => {
  removeKey(state.unitNames, nameKey(unit.parentId, unit.name));
  unit.name = name;
  state.unitNames[nameKey(unit.parentId, name)] = unit.id;
};

export const removeUnit = (state: OrganizationsState, unit: UnitRecord): void => {
  for (const policyId of [...(state.attachments[unit.id] ?? [])]) detach(state, policyId, unit.id);
  removeKey(state.unitNames, nameKey(unit.parentId, unit.name));
  removeId(childrenOf(state, unit.parentId).units, unit.id);
  for (const record of [state.units, state.children, state.tags, state.attachments]) removeKey(record, unit.id);
};

export const attach = (state: OrganizationsState, policyId: string, targetId: string): void => {
  insertId((state.attachments[targetId] ??= []), policyId);
  insertId((state.targets[policyId] ??= []), targetId);
};

export const detach = (state: OrganizationsState, policyId: string, targetId: string): void => {
  removeId(state.attachments[targetId] ?? [], policyId);
  removeId(state.targets[policyId] ?? [], targetId);
};

export const isAttached = (state: OrganizationsState, policyId: string, targetId: string): boolean =>
  hasId(state.attachments[targetId] ?? [], policyId);
