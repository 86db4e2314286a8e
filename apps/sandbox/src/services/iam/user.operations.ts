import type { Call, Operation } from '../../core/service.js';
import { arns, requestTagContext } from '../../core/targets.js';
import { erase, latest, write } from './entities.js';
import { alreadyExists, deleteConflict, invalidInput } from './errors.js';
import { holder, holderTarget } from './holders.js';
import { defineIamOperation } from './iam-operation.js';
import { demandWithin } from './limits.js';
import type { ListRequest } from './listing.js';
import { listPage, readListRequest } from './listing.js';
import { demandPolicy } from './managed-policies.js';
import type { Tag, User } from './model.js';
import * as rules from './names.js';
import { userListShape, userShape } from './shapes.js';
import { ensureAccountIam } from './state.js';
import { readTags } from './tags.js';
import { uniqueId } from './unique-ids.js';

interface CreateUser {
  readonly name: string;
  readonly path: string;
  readonly boundary: string | undefined;
  readonly tags: readonly Tag[];
}

const createUser = defineIamOperation<CreateUser>('CreateUser', {
  mutates: true,
  parse: (members) => ({
    name: members.text('UserName', rules.userName),
    path: members.optionalText('Path', rules.path) ?? '/',
    boundary: members.optionalText('PermissionsBoundary', rules.policyArn),
    tags: readTags(members),
  }),
  authorize: ({ name, path, boundary, tags }, call) => [
    holderTarget(
      call,
      'CreateUser',
      'user',
      name,
      { ...requestTagContext(tags), ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }) },
      path,
    ),
  ],
  handle: ({ name, path, boundary, tags }, call) => {
    const { world, accountId } = call;
    const iam = ensureAccountIam(world, accountId);
    if (latest(iam, 'user', name)) throw alreadyExists(`User with name ${name} already exists.`);
    demandWithin(world, 'UsersPerAccount', Object.keys(iam.users).length + 1);
    if (boundary !== undefined) demandPolicy(call, boundary);
    const user = write<User>(world, iam, {
      kind: 'user',
      path,
      name,
      id: uniqueId(world, 'AIDA'),
      arn: arns.user(world, accountId, path, name),
      createdAt: call.now,
      inline: {},
      attached: [],
      tags,
      accessKeys: [],
      ...(boundary === undefined ? {} : { boundary }),
    });
    return { User: userShape(user) };
  },
});

/** Operations on users without a name mean the calling user. */
export const userOrCaller = (call: Call, name: string | undefined): string => {
  if (name !== undefined) return name;
  if (call.caller.kind !== 'user') throw invalidInput('Must specify userName when calling with non-User credentials');
  return call.caller.arn.slice(call.caller.arn.lastIndexOf('/') + 1);
};

const getUser = defineIamOperation<string | undefined>('GetUser', {
  mutates: false,
  parse: (members) => members.optionalText('UserName', rules.userName),
  authorize: (name, call) => [holderTarget(call, 'GetUser', 'user', userOrCaller(call, name))],
  handle: (name, call) => ({ User: userShape(holder(call, 'user', userOrCaller(call, name))) }),
});

const listUsers = defineIamOperation<ListRequest & { readonly prefix: string }>('ListUsers', {
  mutates: false,
  parse: (members) => ({ ...readListRequest(members), prefix: members.optionalText('PathPrefix', rules.pathPrefix) ?? '/' }),
  handle: (request, call) => {
    const { users } = ensureAccountIam(call.world, call.accountId);
    const chosen = Object.fromEntries(Object.entries(users).filter(([, user]) => user.path.startsWith(request.prefix)));
    const { items, rest } = listPage(chosen, request, 'ListUsers');
    return { Users: items.map(userListShape), ...rest };
  },
});

const deleteUser = defineIamOperation<string>('DeleteUser', {
  mutates: true,
  parse: (members) => members.text('UserName', rules.userName),
  authorize: (name, call) => [holderTarget(call, 'DeleteUser', 'user', name)],
  handle: (name, call) => {
    const user = holder(call, 'user', name);
    if (user.accessKeys.length > 0) throw deleteConflict('Cannot delete entity, must delete access keys first.');
    if (user.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (Object.keys(user.inline).length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    erase(call.world, ensureAccountIam(call.world, call.accountId), user);
  },
});

export const userOperations: readonly Operation[] = [createUser, getUser, listUsers, deleteUser];
