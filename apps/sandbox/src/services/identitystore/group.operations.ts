import type { Call, Operation } from '../../core/service.js';
import { readAlternateIdentifier } from './alternate-identifier.js';
import type { AttributeOperation } from './attribute-operations.js';
import { readOperations } from './attribute-operations.js';
import { newResourceId, putGroup, removeGroup } from './directory.js';
import { notFound, notUnique, validation } from './errors.js';
import { readFilter } from './filters.js';
import { groupResource, identityStoreOperation, identityStorePage, nextToken, readPaging, RESOURCE_ID } from './identitystore-operation.js';
import { groupShape } from './shapes.js';
import type { GroupRecord } from './state.js';
import { identityStoreState, uniqueKey } from './state.js';

const DISPLAY_NAME = { min: 1, max: 1024 } as const;
const RESERVED = ['administrator', 'awsadministrators'];

export const findGroup = (call: Call, id: string): GroupRecord => {
  const group = identityStoreState(call.world).groups[id];
  if (!group) throw notFound(call, 'GROUP', id);
  return group;
};

const checkName = (call: Call, displayName: string, exceptId?: string): void => {
  if (RESERVED.includes(displayName.toLowerCase())) throw validation('The group display name is reserved.');
  const holder = identityStoreState(call.world).keys[uniqueKey.group(displayName)];
  if (holder !== undefined && holder !== exceptId) throw notUnique(call, 'Duplicate GroupDisplayName');
};

const changed = (group: GroupRecord, operation: AttributeOperation): GroupRecord => {
  const path = operation.path.join('.');
  const { value } = operation;
  if (path === 'DisplayName' && typeof value === 'string' && value !== '' && value.length <= DISPLAY_NAME.max)
    return { ...group, displayName: value };
  if (path === 'Description' && (value === undefined || value === null)) {
    const bare = { ...group };
    delete bare.description;
    return bare;
  }
  if (path === 'Description' && typeof value === 'string' && value.length <= 1024) return { ...group, description: value };
  throw validation(`The operation on attribute path ${path} is not valid.`);
};

export const groupOperations: readonly Operation[] = [
  identityStoreOperation('CreateGroup', {
    mutates: true,
    parse: (members) => ({
      displayName: members.text('DisplayName', DISPLAY_NAME),
      description: members.optionalText('Description', { min: 1, max: 1024 }),
    }),
    resources: () => [],
    handle: ({ displayName, description }, call) => {
      const state = identityStoreState(call.world);
      checkName(call, displayName);
      const by = call.caller.arn;
      const group: GroupRecord = {
        id: newResourceId(call.world),
        displayName,
        ...(description === undefined ? {} : { description }),
        externalIds: [],
        createdAt: call.now,
        createdBy: by,
        updatedAt: call.now,
        updatedBy: by,
      };
      putGroup(state, group);
      return { GroupId: group.id, IdentityStoreId: state.storeId };
    },
  }),

  identityStoreOperation('UpdateGroup', {
    mutates: true,
    parse: (members) => ({ id: members.text('GroupId', RESOURCE_ID), operations: readOperations(members) }),
    resources: ({ id }, call) => [groupResource(call, id)],
    handle: ({ id, operations }, call) => {
      const group = operations.reduce(changed, findGroup(call, id));
      checkName(call, group.displayName, id);
      putGroup(identityStoreState(call.world), { ...group, updatedAt: call.now, updatedBy: call.caller.arn });
      return {};
    },
  }),

  identityStoreOperation('DescribeGroup', {
    mutates: false,
    parse: (members) => ({ id: members.text('GroupId', RESOURCE_ID) }),
    resources: ({ id }, call) => [groupResource(call, id)],
    handle: ({ id }, call) => groupShape(identityStoreState(call.world), findGroup(call, id)),
  }),

  identityStoreOperation('DeleteGroup', {
    mutates: true,
    parse: (members) => ({ id: members.text('GroupId', RESOURCE_ID) }),
    resources: ({ id }, call) => [groupResource(call, id)],
    handle: ({ id }, call) => {
      removeGroup(identityStoreState(call.world), findGroup(call, id));
      return {};
    },
  }),

  identityStoreOperation('GetGroupId', {
    mutates: false,
    parse: (members) => {
      const identifier = readAlternateIdentifier(members, ['displayName']);
      return identifier.kind === 'external' ? uniqueKey.external('group', identifier.external) : uniqueKey.group(identifier.value);
    },
    resources: (key, call) => [groupResource(call, identityStoreState(call.world).keys[key])],
    handle: (key, call) => {
      const state = identityStoreState(call.world);
      const id = state.keys[key];
      if (id === undefined) throw notFound(call, 'GROUP', key.slice(key.indexOf('/') + 1));
      return { GroupId: id, IdentityStoreId: state.storeId };
    },
  }),

  identityStoreOperation('ListGroups', {
    mutates: false,
    parse: (members) => ({ displayName: readFilter(members, 'DisplayName'), ...readPaging(members) }),
    resources: (_, call) => [groupResource(call, undefined)],
    handle: ({ displayName, ...paging }, call) => {
      const state = identityStoreState(call.world);
      const found = displayName === undefined ? undefined : state.keys[uniqueKey.group(displayName)];
      const ids = displayName === undefined ? state.groupIds : found === undefined ? [] : [found];
      const page = identityStorePage(call, 'ListGroups', paging, ids, displayName);
      return { Groups: page.ids.map((id) => groupShape(state, findGroup(call, id))), ...nextToken(page) };
    },
  }),
];
