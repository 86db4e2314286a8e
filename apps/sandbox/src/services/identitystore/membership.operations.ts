import type { Call, Operation } from '../../core/service.js';
import type { RequestMembers } from '../request-members.js';
import { newResourceId, putMembership, removeMembership } from './directory.js';
import { notFound, notUnique } from './errors.js';
import { findGroup } from './group.operations.js';
import {
  groupResource,
  identityStoreOperation,
  identityStorePage,
  membershipResource,
  nextToken,
  readPaging,
  RESOURCE_ID,
  userResource,
} from './identitystore-operation.js';
import { membershipShape } from './shapes.js';
import type { MembershipRecord } from './state.js';
import { identityStoreState, uniqueKey } from './state.js';
import { findUser } from './user.operations.js';

const readMember = (members: RequestMembers): string => members.structure('MemberId').text('UserId', RESOURCE_ID);

const membershipOf = (call: Call, groupId: string, userId: string): MembershipRecord | undefined => {
  const state = identityStoreState(call.world);
  return state.memberships[state.keys[uniqueKey.member(groupId, userId)] ?? ''];
};

const findMembership = (call: Call, id: string): MembershipRecord => {
  const membership = identityStoreState(call.world).memberships[id];
  if (!membership) throw notFound(call, 'GROUP_MEMBERSHIP', id);
  return membership;
};

/** Group, membership and user of a membership known by its id; all of a kind where it is not there. */
const membershipResources = (call: Call, id: string): readonly string[] => {
  const membership = identityStoreState(call.world).memberships[id];
  return [groupResource(call, membership?.groupId), membershipResource(call, id), userResource(call, membership?.userId)];
};

export const membershipOperations: readonly Operation[] = [
  identityStoreOperation('CreateGroupMembership', {
    mutates: true,
    parse: (members) => ({ groupId: members.text('GroupId', RESOURCE_ID), userId: readMember(members) }),
    resources: ({ groupId, userId }, call) => [groupResource(call, groupId), userResource(call, userId)],
    handle: ({ groupId, userId }, call) => {
      const state = identityStoreState(call.world);
      findGroup(call, groupId);
      findUser(call, userId);
      if (membershipOf(call, groupId, userId)) throw notUnique(call, 'Member and Group relationship already exists.');
      const membership: MembershipRecord = { id: newResourceId(call.world), groupId, userId, createdAt: call.now, createdBy: call.caller.arn };
      putMembership(state, membership);
      return { MembershipId: membership.id, IdentityStoreId: state.storeId };
    },
  }),

  identityStoreOperation('DeleteGroupMembership', {
    mutates: true,
    parse: (members) => ({ id: members.text('MembershipId', RESOURCE_ID) }),
    resources: ({ id }, call) => membershipResources(call, id),
    handle: ({ id }, call) => {
      removeMembership(identityStoreState(call.world), findMembership(call, id));
      return {};
    },
  }),

  identityStoreOperation('DescribeGroupMembership', {
    mutates: false,
    parse: (members) => ({ id: members.text('MembershipId', RESOURCE_ID) }),
    resources: ({ id }, call) => membershipResources(call, id),
    handle: ({ id }, call) => membershipShape(identityStoreState(call.world), findMembership(call, id)),
  }),

  identityStoreOperation('GetGroupMembershipId', {
    mutates: false,
    parse: (members) => ({ groupId: members.text('GroupId', RESOURCE_ID), userId: readMember(members) }),
    resources: ({ groupId, userId }, call) => [
      groupResource(call, groupId),
      membershipResource(call, membershipOf(call, groupId, userId)?.id),
      userResource(call, userId),
    ],
    handle: ({ groupId, userId }, call) => {
      findGroup(call, groupId);
      findUser(call, userId);
      const membership = membershipOf(call, groupId, userId);
      if (!membership) throw notFound(call, 'GROUP_MEMBERSHIP', `${groupId}/${userId}`);
      return { MembershipId: membership.id, IdentityStoreId: identityStoreState(call.world).storeId };
    },
  }),

  identityStoreOperation('ListGroupMemberships', {
    mutates: false,
    parse: (members) => ({ groupId: members.text('GroupId', RESOURCE_ID), ...readPaging(members) }),
    resources: ({ groupId }, call) => [membershipResource(call, undefined), groupResource(call, groupId)],
    handle: ({ groupId, ...paging }, call) => {
      const state = identityStoreState(call.world);
      findGroup(call, groupId);
      const page = identityStorePage(call, 'ListGroupMemberships', paging, state.membershipsOfGroup[groupId] ?? [], groupId);
      return { GroupMemberships: page.ids.map((id) => membershipShape(state, findMembership(call, id))), ...nextToken(page) };
    },
  }),

  identityStoreOperation('ListGroupMembershipsForMember', {
    mutates: false,
    parse: (members) => ({ userId: readMember(members), ...readPaging(members) }),
    resources: ({ userId }, call) => [membershipResource(call, undefined), userResource(call, userId)],
    handle: ({ userId, ...paging }, call) => {
      const state = identityStoreState(call.world);
      findUser(call, userId);
      const page = identityStorePage(call, 'ListGroupMembershipsForMember', paging, state.membershipsOfUser[userId] ?? [], userId);
      return { GroupMemberships: page.ids.map((id) => membershipShape(state, findMembership(call, id))), ...nextToken(page) };
    },
  }),

  identityStoreOperation('IsMemberInGroups', {
    mutates: false,
    parse: (members) => ({ userId: readMember(members), groupIds: members.texts('GroupIds', { minItems: 1, maxItems: 100, ...RESOURCE_ID }) }),
    resources: ({ userId, groupIds }, call) => [
      membershipResource(call, undefined),
      userResource(call, userId),
      ...groupIds.map((groupId) => groupResource(call, groupId)),
    ],
    handle: ({ userId, groupIds }, call) => {
      findUser(call, userId);
      return {
        Results: groupIds.map((groupId) => ({
          GroupId: findGroup(call, groupId).id,
          MemberId: { UserId: userId },
          MembershipExists: membershipOf(call, groupId, userId) !== undefined,
        })),
      };
    },
  }),
];
