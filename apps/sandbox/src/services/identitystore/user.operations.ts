import type { Call, Operation } from '../../core/service.js';
import type { Json } from '../request-members.js';
import { readAlternateIdentifier } from './alternate-identifier.js';
import { applyOperation, readOperations } from './attribute-operations.js';
import { newResourceId, putUser, removeUser, takenKey, userNameOf } from './directory.js';
import { notFound, notUnique, validation } from './errors.js';
import { readFilter } from './filters.js';
import { identityStoreOperation, identityStorePage, nextToken, readPaging, RESOURCE_ID, userResource } from './identitystore-operation.js';
import { userShape } from './shapes.js';
import type { UserRecord } from './state.js';
import { identityStoreState, uniqueKey } from './state.js';

const ATTRIBUTES = [
  'UserName',
  'Name',
  'DisplayName',
  'NickName',
  'ProfileUrl',
  'Emails',
  'Addresses',
  'PhoneNumbers',
  'UserType',
  'Title',
  'PreferredLanguage',
  'Locale',
  'Timezone',
  'Photos',
  'Website',
  'Birthdate',
  'Roles',
  'Extensions',
];

const RESERVED = ['administrator', 'awsadministrators'];

export const findUser = (call: Call, id: string): UserRecord => {
  const user = identityStoreState(call.world).users[id];
  if (!user) throw notFound(call, 'USER', id);
  return user;
};

/** The four attributes that every user of Identity Center has. */
const checkUser = (attributes: Json): void => {
  const name = (attributes.Name ?? {}) as Json;
  const wanted = {
    UserName: attributes.UserName,
    DisplayName: attributes.DisplayName,
    'Name.GivenName': name.GivenName,
    'Name.FamilyName': name.FamilyName,
  };
  for (const [attribute, value] of Object.entries(wanted))
    if (typeof value !== 'string' || value === '') throw validation(`${attribute} is a required attribute.`);
  if (RESERVED.includes(userNameOf(attributes).toLowerCase())) throw validation('The user name is reserved.');
};

const storeUser = (call: Call, user: UserRecord): void => {
  const state = identityStoreState(call.world);
  checkUser(user.attributes);
  const taken = takenKey(state, user, user.id);
  if (taken !== undefined) throw notUnique(call, `Duplicate ${taken.startsWith('email/') ? 'Email' : 'UserName'}`);
  putUser(state, user);
};

export const userOperations: readonly Operation[] = [
  identityStoreOperation('CreateUser', {
    mutates: true,
    parse: (members) => ({
      attributes: Object.fromEntries(ATTRIBUTES.filter((name) => members.has(name)).map((name) => [name, members.raw(name)])),
      userName: members.optionalText('UserName', { min: 1, max: 128 }),
    }),
    resources: () => [],
    handle: ({ attributes }, call) => {
      const by = call.caller.arn;
      const id = newResourceId(call.world);
      storeUser(call, { id, attributes, externalIds: [], createdAt: call.now, createdBy: by, updatedAt: call.now, updatedBy: by });
      return { UserId: id, IdentityStoreId: identityStoreState(call.world).storeId };
    },
  }),

  identityStoreOperation('UpdateUser', {
    mutates: true,
    parse: (members) => ({ id: members.text('UserId', RESOURCE_ID), operations: readOperations(members) }),
    resources: ({ id }, call) => [userResource(call, id)],
    handle: ({ id, operations }, call) => {
      const user = findUser(call, id);
      const attributes = operations.reduce<Json>(applyOperation, user.attributes);
      storeUser(call, { ...user, attributes, updatedAt: call.now, updatedBy: call.caller.arn });
      return {};
    },
  }),

  identityStoreOperation('DescribeUser', {
    mutates: false,
    parse: (members) => ({ id: members.text('UserId', RESOURCE_ID) }),
    resources: ({ id }, call) => [userResource(call, id)],
    handle: ({ id }, call) => userShape(identityStoreState(call.world), findUser(call, id)),
  }),

  identityStoreOperation('DeleteUser', {
    mutates: true,
    parse: (members) => ({ id: members.text('UserId', RESOURCE_ID) }),
    resources: ({ id }, call) => [userResource(call, id)],
    handle: ({ id }, call) => {
      removeUser(identityStoreState(call.world), findUser(call, id));
      return {};
    },
  }),

  identityStoreOperation('GetUserId', {
    mutates: false,
    parse: (members) => {
      const identifier = readAlternateIdentifier(members, ['userName', 'emails.value']);
      if (identifier.kind === 'external') return uniqueKey.external('user', identifier.external);
      return identifier.path === 'userName' ? uniqueKey.userName(identifier.value) : uniqueKey.email(identifier.value);
    },
    resources: (key, call) => [userResource(call, identityStoreState(call.world).keys[key])],
    handle: (key, call) => {
      const state = identityStoreState(call.world);
      const id = state.keys[key];
      if (id === undefined) throw notFound(call, 'USER', key.slice(key.indexOf('/') + 1));
      return { UserId: id, IdentityStoreId: state.storeId };
    },
  }),

  identityStoreOperation('ListUsers', {
    mutates: false,
    parse: (members) => ({ userName: readFilter(members, 'UserName'), ...readPaging(members) }),
    resources: (_, call) => [userResource(call, undefined)],
    handle: ({ userName, ...paging }, call) => {
      const state = identityStoreState(call.world);
      const found = userName === undefined ? undefined : state.keys[uniqueKey.userName(userName)];
      const ids = userName === undefined ? state.userIds : found === undefined ? [] : [found];
      const page = identityStorePage(call, 'ListUsers', paging, ids, userName);
      return { Users: page.ids.map((id) => userShape(state, findUser(call, id))), ...nextToken(page) };
    },
  }),
];
