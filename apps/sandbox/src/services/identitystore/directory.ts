import type { World } from '../../core/service.js';
import { drawnUuid } from '../drawn-ids.js';
import { removeKey } from '../records.js';
import type { AddId } from '../sorted-ids.js';
import { insertId, removeId } from '../sorted-ids.js';
import type { GroupRecord, IdentityStoreState, MembershipRecord, UserRecord } from './state.js';
import { uniqueKey } from './state.js';

export const newResourceId = (world: World): string => drawnUuid(world, 'identitystore.id', world.next('identitystore.id'));

const emailsOf = (attributes: UserRecord['attributes']): readonly string[] => {
  const emails = attributes.Emails;
  return Array.isArray(emails) ? emails.flatMap((email: { readonly Value?: unknown }) => (typeof email.Value === 'string' ? [email.Value] : [])) : [];
};

export const userNameOf = (attributes: UserRecord['attributes']): string => (typeof attributes.UserName === 'string' ? attributes.UserName : '');

const userKeys = (user: Pick<UserRecord, 'attributes' | 'externalIds'>): readonly string[] => [
  uniqueKey.userName(userNameOf(user.attributes)),
  ...emailsOf(user.attributes).map(uniqueKey.email),
  ...user.externalIds.map((external) => uniqueKey.external('user', external)),
];

/** A key that another user holds already, if any. */
export const takenKey = (state: IdentityStoreState, user: Pick<UserRecord, 'attributes' | 'externalIds'>, exceptId?: string): string | undefined =>
  userKeys(user).find((key) => state.keys[key] !== undefined && state.keys[key] !== exceptId);

export const putUser = (state: IdentityStoreState, user: UserRecord): void => {
  const before = state.users[user.id];
  if (before) for (const key of userKeys(before)) removeKey(state.keys, key);
  state.users[user.id] = user;
  insertId(state.userIds, user.id);
  for (const key of userKeys(user)) state.keys[key] = user.id;
};

export const putGroup = (state: IdentityStoreState, group: GroupRecord, add: AddId = insertId): void => {
  const before = state.groups[group.id];
  if (before) removeKey(state.keys, uniqueKey.group(before.displayName));
  state.groups[group.id] = group;
  if (before === undefined) add(state.groupIds, group.id);
  state.keys[uniqueKey.group(group.displayName)] = group.id;
  for (const external of group.externalIds) state.keys[uniqueKey.external('group', external)] = group.id;
};

export const putMembership = (state: IdentityStoreState, membership: MembershipRecord, add: AddId = insertId): void => {
  state.memberships[membership.id] = membership;
  state.keys[uniqueKey.member(membership.groupId, membership.userId)] = membership.id;
  add((state.membershipsOfGroup[membership.groupId] ??= []), membership.id);
  add((state.membershipsOfUser[membership.userId] ??= []), membership.id);
};

export const removeMembership = (state: IdentityStoreState, membership: MembershipRecord): void => {
  removeKey(state.memberships, membership.id);
  removeKey(state.keys, uniqueKey.member(membership.groupId, membership.userId));
  removeId(state.membershipsOfGroup[membership.groupId] ?? [], membership.id);
  removeId(state.membershipsOfUser[membership.userId] ?? [], membership.id);
};

const endMemberships = (state: IdentityStoreState, ids: readonly string[]): void => {
  for (const id of [...ids]) {
    const membership = state.memberships[id];
    if (membership) removeMembership(state, membership);
  }
};

/** Ends the group's memberships too. Assignments to accounts stay: they are Identity Center's, not the store's. */
export const removeGroup = (state: IdentityStoreState, group: GroupRecord): void => {
  endMemberships(state, state.membershipsOfGroup[group.id] ?? []);
  removeKey(state.membershipsOfGroup, group.id);
  removeKey(state.groups, group.id);
  removeId(state.groupIds, group.id);
  removeKey(state.keys, uniqueKey.group(group.displayName));
  for (const external of group.externalIds) removeKey(state.keys, uniqueKey.external('group', external));
};

export const removeUser = (state: IdentityStoreState, user: UserRecord): void => {
  endMemberships(state, state.membershipsOfUser[user.id] ?? []);
  removeKey(state.membershipsOfUser, user.id);
  removeKey(state.users, user.id);
  removeId(state.userIds, user.id);
  for (const key of userKeys(user)) removeKey(state.keys, key);
};
