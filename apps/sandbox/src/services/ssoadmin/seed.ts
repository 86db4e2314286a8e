import type { World } from '../../core/service.js';
import { drawnHex } from '../drawn-ids.js';
import { newResourceId, putGroup, putMembership, putUser } from '../identitystore/directory.js';
import { identityStoreState, uniqueKey } from '../identitystore/state.js';
import { BulkInsertion, insertId } from '../sorted-ids.js';
import { addAssignment, provisionedVersion } from './assignments.js';
import { provision } from './reserved-role.js';
import type { PermissionSetRecord } from './state.js';
import { ssoAdminState } from './state.js';

interface AccountAccess {
  readonly accountId: string;
  readonly groups: readonly { readonly name: string; readonly members?: readonly string[]; readonly permissionSets?: readonly string[] }[];
}

interface SeededAccess {
  readonly groups: Readonly<Record<string, string>>;
  readonly users: Readonly<Record<string, string>>;
  readonly permissionSets: Readonly<Record<string, string>>;
}

const AUTHOR = 'sandbox seed';

const ensureUser = (world: World, userName: string): string => {
  const state = identityStoreState(world);
  const found = state.keys[uniqueKey.userName(userName)];
  if (found !== undefined) return found;
  const [given = userName, family = userName] = userName.split(/[@.]/);
  const id = newResourceId(world);
  const now = world.now();
  const attributes = { UserName: userName, DisplayName: userName, Name: { GivenName: given, FamilyName: family } };
  putUser(state, { id, attributes, externalIds: [], createdAt: now, createdBy: AUTHOR, updatedAt: now, updatedBy: AUTHOR });
  return id;
};

const ensureGroup = (world: World, displayName: string, bulk: BulkInsertion): string => {
  const state = identityStoreState(world);
  const found = state.keys[uniqueKey.group(displayName)];
  if (found !== undefined) return found;
  const id = newResourceId(world);
  const now = world.now();
  putGroup(state, { id, displayName, externalIds: [], createdAt: now, createdBy: AUTHOR, updatedAt: now, updatedBy: AUTHOR }, bulk.add);
  return id;
};

const ensureMembership = (world: World, groupId: string, userId: string, bulk: BulkInsertion): void => {
  const state = identityStoreState(world);
  if (state.keys[uniqueKey.member(groupId, userId)] !== undefined) return;
  putMembership(state, { id: newResourceId(world), groupId, userId, createdAt: world.now(), createdBy: AUTHOR }, bulk.add);
};

const ensurePermissionSet = (world: World, name: string): PermissionSetRecord => {
  const state = ssoAdminState(world);
  const found = state.permissionSets[state.permissionSetNames[name] ?? ''];
  if (found) return found;
  const id = drawnHex(world, 16, 'ssoadmin.permissionSet', world.next('ssoadmin.permissionSet'));
  const arn = `arn:${world.partition}:sso:::permissionSet/${state.instanceId}/ps-${id}`;
  const made: PermissionSetRecord = { arn, name, createdAt: world.now(), sessionDuration: 'PT1H', managedPolicies: [], version: 1 };
  state.permissionSets[arn] = made;
  state.permissionSetNames[name] = arn;
  insertId(state.permissionSetArns, arn);
  return made;
};

/** Groups, members, permission sets and finished assignments of many accounts. */
export const seedAccess = (world: World, accounts: readonly AccountAccess[]): SeededAccess => {
  const state = ssoAdminState(world);
  const bulk = new BulkInsertion();
  const groups: Record<string, string> = {};
  const users: Record<string, string> = {};
  const permissionSets: Record<string, string> = {};
  for (const { accountId, groups: planned } of accounts)
    for (const group of planned) {
      const groupId = (groups[group.name] ??= ensureGroup(world, group.name, bulk));
      for (const userName of group.members ?? []) ensureMembership(world, groupId, (users[userName] ??= ensureUser(world, userName)), bulk);
      for (const name of group.permissionSets ?? []) {
        const permissionSet = ensurePermissionSet(world, name);
        permissionSets[name] = permissionSet.arn;
        addAssignment(state, { accountId, permissionSetArn: permissionSet.arn, principalType: 'GROUP', principalId: groupId }, bulk.add);
        if (provisionedVersion(state, accountId, permissionSet.arn) === undefined) provision(world, state, permissionSet, accountId, bulk);
      }
    }
  bulk.finish();
  return { groups, users, permissionSets };
};
