import type { AuthorizationTarget, Call, Operation } from '../../core/service.js';
import { requestTagContext } from '../../core/targets.js';
import type { QueryMembers } from '../query-members.js';
import { write } from './entities.js';
import { holder, holderTarget } from './holders.js';
import { defineIamOperation } from './iam-operation.js';
import type { ListRequest } from './listing.js';
import { listPage, readListRequest } from './listing.js';
import { policy, policyTarget } from './managed-policies.js';
import type { Entity, ManagedPolicy, Role, Tag, User } from './model.js';
import * as rules from './names.js';
import { ensureAccountIam } from './state.js';
import { mergeTags, readTags } from './tags.js';

interface Taggable {
  readonly noun: 'User' | 'Role' | 'Policy';
  readonly read: (members: QueryMembers) => string;
  readonly find: (call: Call, name: string) => Entity;
  readonly target: (call: Call, action: string, name: string, context?: NonNullable<AuthorizationTarget['context']>) => AuthorizationTarget;
}

const taggables: readonly Taggable[] = [
  {
    noun: 'User',
    read: (members) => members.text('UserName', rules.userName),
    find: (call, name) => holder(call, 'user', name),
    target: (call, action, name, context) => holderTarget(call, action, 'user', name, context),
  },
  {
    noun: 'Role',
    read: (members) => members.text('RoleName', rules.roleName),
    find: (call, name) => holder(call, 'role', name),
    target: (call, action, name, context) => holderTarget(call, action, 'role', name, context),
  },
  { noun: 'Policy', read: (members) => members.text('PolicyArn', rules.policyArn), find: policy, target: policyTarget },
];

const retag = (call: Call, entity: Entity, tags: readonly Tag[]): void => {
  write<User | Role | ManagedPolicy>(call.world, ensureAccountIam(call.world, call.accountId), { ...entity, tags });
};

const operationsFor = ({ noun, read, find, target }: Taggable): readonly Operation[] => [
  defineIamOperation<{ readonly name: string; readonly tags: readonly Tag[] }>(`Tag${noun}`, {
    mutates: true,
    parse: (members) => ({ name: read(members), tags: readTags(members) }),
    authorize: ({ name, tags }, call) => [target(call, `Tag${noun}`, name, requestTagContext(tags))],
    handle: ({ name, tags }, call) => {
      const entity = find(call, name);
      retag(call, entity, mergeTags(entity.tags, tags));
    },
  }),
  defineIamOperation<{ readonly name: string; readonly keys: readonly string[] }>(`Untag${noun}`, {
    mutates: true,
    parse: (members) => ({ name: read(members), keys: members.texts('TagKeys', { min: 1, max: 128, maxItems: 50 }) }),
    authorize: ({ name, keys }, call) => [target(call, `Untag${noun}`, name, { 'aws:TagKeys': keys })],
    handle: ({ name, keys }, call) => {
      const entity = find(call, name);
      const gone = new Set(keys.map((key) => key.toLowerCase()));
      retag(
        call,
        entity,
        entity.tags.filter((tag) => !gone.has(tag.Key.toLowerCase())),
      );
    },
  }),
  defineIamOperation<ListRequest & { readonly name: string }>(`List${noun}Tags`, {
    mutates: false,
    parse: (members) => ({ ...readListRequest(members), name: read(members) }),
    authorize: ({ name }, call) => [target(call, `List${noun}Tags`, name)],
    handle: (request, call) => {
      const entity = find(call, request.name);
      const { items, rest } = listPage(Object.fromEntries(entity.tags.map((tag) => [tag.Key, tag])), request, `List${noun}Tags ${entity.id}`);
      return { Tags: items, ...rest };
    },
  }),
];

export const tagOperations: readonly Operation[] = taggables.flatMap(operationsFor);
