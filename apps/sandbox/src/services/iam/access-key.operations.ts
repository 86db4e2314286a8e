import type { Call, Operation } from '../../core/service.js';
import { noSuchEntity } from './errors.js';
import { holder, holderTarget, update } from './holders.js';
import { defineIamOperation } from './iam-operation.js';
import { demandWithin } from './limits.js';
import type { ListRequest } from './listing.js';
import { listPage, readListRequest } from './listing.js';
import type { AccessKey, IamState, User } from './model.js';
import * as rules from './names.js';
import { accessKeyShape } from './shapes.js';
import { drawnSecret, uniqueId } from './unique-ids.js';
import { userOrCaller } from './user.operations.js';

const keyId = { min: 16, max: 128, pattern: /^\w+$/ };

interface KeyRequest {
  readonly user: string | undefined;
  readonly key: string;
}

const keyOf = (user: User, accessKeyId: string): AccessKey => {
  const key = user.accessKeys.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (!key) throw noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
  return key;
};

const createAccessKey = defineIamOperation<string | undefined>('CreateAccessKey', {
  mutates: true,
  parse: (members) => members.optionalText('UserName', rules.userName),
  authorize: (name, call) => [holderTarget(call, 'CreateAccessKey', 'user', userOrCaller(call, name))],
  handle: (name, call) => {
    const user = holder(call, 'user', userOrCaller(call, name));
    demandWithin(call.world, 'AccessKeysPerUser', user.accessKeys.length + 1);
    const accessKeyId = uniqueId(call.world, 'AKIA');
    const key: AccessKey = { accessKeyId, secretAccessKey: drawnSecret(call.world, accessKeyId), active: true, createdAt: call.now };
    call.world.state<IamState>('iam').accessKeys[accessKeyId] = { accountId: call.accountId, user: user.name };
    update<'user'>(call, user, { accessKeys: [...user.accessKeys, key] });
    return { AccessKey: { ...accessKeyShape(user, key), SecretAccessKey: key.secretAccessKey } };
  },
});

const listAccessKeys = defineIamOperation<ListRequest & { readonly user: string | undefined }>('ListAccessKeys', {
  mutates: false,
  parse: (members) => ({ ...readListRequest(members), user: members.optionalText('UserName', rules.userName) }),
  authorize: ({ user }, call) => [holderTarget(call, 'ListAccessKeys', 'user', userOrCaller(call, user))],
  handle: (request, call) => {
    const user = holder(call, 'user', userOrCaller(call, request.user));
    const keys = Object.fromEntries(user.accessKeys.map((key) => [key.accessKeyId, key]));
    const { items, rest } = listPage(keys, request, `ListAccessKeys ${user.id}`);
    return { AccessKeyMetadata: items.map((key) => accessKeyShape(user, key)), ...rest };
  },
});

const updateAccessKey = defineIamOperation<KeyRequest & { readonly active: boolean }>('UpdateAccessKey', {
  mutates: true,
  parse: (members) => ({
    user: members.optionalText('UserName', rules.userName),
    key: members.text('AccessKeyId', keyId),
    active: members.oneOf('Status', ['Active', 'Inactive']) === 'Active',
  }),
  authorize: ({ user }, call) => [holderTarget(call, 'UpdateAccessKey', 'user', userOrCaller(call, user))],
  handle: (request, call) => {
    const user = holder(call, 'user', userOrCaller(call, request.user));
    const key = keyOf(user, request.key);
    update<'user'>(call, user, { accessKeys: user.accessKeys.map((one) => (one === key ? { ...key, active: request.active } : one)) });
  },
});

const deleteAccessKey = defineIamOperation<KeyRequest>('DeleteAccessKey', {
  mutates: true,
  parse: (members) => ({ user: members.optionalText('UserName', rules.userName), key: members.text('AccessKeyId', keyId) }),
  authorize: ({ user }, call) => [holderTarget(call, 'DeleteAccessKey', 'user', userOrCaller(call, user))],
  handle: (request, call) => {
    const user = holder(call, 'user', userOrCaller(call, request.user));
    const key = keyOf(user, request.key);
    update<'user'>(call, user, { accessKeys: user.accessKeys.filter((one) => one !== key) });
  },
});

const ownerName = (call: Call, accessKeyId: string): string => {
  const owner = call.world.state<IamState>('iam').accessKeys[accessKeyId];
  if (owner?.accountId !== call.accountId) throw noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
  return owner.user;
};

/** The sandbox keeps no last use: it answers as AWS does for a key that was never used. */
const getAccessKeyLastUsed = defineIamOperation<string>('GetAccessKeyLastUsed', {
  mutates: false,
  parse: (members) => members.text('AccessKeyId', keyId),
  authorize: (key, call) => [holderTarget(call, 'GetAccessKeyLastUsed', 'user', ownerName(call, key))],
  handle: (key, call) => ({ UserName: ownerName(call, key), AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } }),
});

export const accessKeyOperations: readonly Operation[] = [createAccessKey, listAccessKeys, updateAccessKey, deleteAccessKey, getAccessKeyLastUsed];
