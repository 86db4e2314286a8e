import type { Operation } from '../../core/service.js';
import { arns, requestTagContext } from '../../core/targets.js';
import { erase, write } from './entities.js';
import { alreadyExists, deleteConflict, invalidInput } from './errors.js';
import { defineIamOperation } from './iam-operation.js';
import { demandWithin, policySize } from './limits.js';
import type { ListRequest } from './listing.js';
import { listPage, readListRequest } from './listing.js';
import { countOf, policy, policyTarget, usesOf } from './managed-policies.js';
import type { ManagedPolicy, Tag } from './model.js';
import * as rules from './names.js';
import { checkPolicyDocument } from './policy-documents.js';
import { policyShape } from './shapes.js';
import { ensureAccountIam } from './state.js';
import { readTags } from './tags.js';
import { uniqueId } from './unique-ids.js';

interface CreatePolicy {
  readonly name: string;
  readonly path: string;
  readonly document: string;
  readonly description: string | undefined;
  readonly tags: readonly Tag[];
}

const createPolicy = defineIamOperation<CreatePolicy>('CreatePolicy', {
  mutates: true,
  parse: (members) => ({
    name: members.text('PolicyName', rules.policyName),
    path: members.optionalText('Path', rules.path) ?? '/',
    document: members.text('PolicyDocument', rules.document),
    description: members.optionalText('Description', { max: 1000 }),
    tags: readTags(members),
  }),
  authorize: ({ name, path, tags }, call) => [
    policyTarget(call, 'CreatePolicy', arns.policy(call.world, call.accountId, path, name), requestTagContext(tags)),
  ],
  handle: ({ name, path, document, description, tags }, call) => {
    const { world, accountId, now } = call;
    const iam = ensureAccountIam(world, accountId);
    if (Object.values(iam.policies).some((other) => other.name.toLowerCase() === name.toLowerCase()))
      throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    checkPolicyDocument(document, 'identity');
    demandWithin(world, 'PolicySize', policySize(document));
    demandWithin(world, 'PoliciesPerAccount', Object.keys(iam.policies).length + 1);
    const created = write<ManagedPolicy>(world, iam, {
      kind: 'policy',
      path,
      name,
      id: uniqueId(world, 'ANPA'),
      arn: arns.policy(world, accountId, path, name),
      createdAt: now,
      updatedAt: now,
      versions: [{ versionId: 'v1', document, createdAt: now }],
      defaultVersionId: 'v1',
      lastVersion: 1,
      tags,
      ...(description === undefined ? {} : { description }),
    });
    return { Policy: policyShape(created, 0, 0) };
  },
});

const getPolicy = defineIamOperation<string>('GetPolicy', {
  mutates: false,
  parse: (members) => members.text('PolicyArn', rules.policyArn),
  authorize: (arn, call) => [policyTarget(call, 'GetPolicy', arn)],
  handle: (arn, call) => ({
    Policy: policyShape(policy(call, arn), countOf(usesOf(call, arn, 'attached')), countOf(usesOf(call, arn, 'boundary'))),
  }),
});

const scopes = ['All', 'AWS', 'Local'] as const;

/** AWS's own policies are listed by no one here: the sandbox knows a few, not all. */
const listPolicies = defineIamOperation<ListRequest & { readonly scope: string; readonly onlyAttached: boolean; readonly prefix: string }>(
  'ListPolicies',
  {
    mutates: false,
    parse: (members) => ({
      ...readListRequest(members),
      scope: members.optionalOneOf('Scope', scopes) ?? 'All',
      onlyAttached: members.boolean('OnlyAttached') ?? false,
      prefix: members.optionalText('PathPrefix', rules.pathPrefix) ?? '/',
    }),
    handle: (request, call) => {
      if (request.scope === 'AWS') throw invalidInput('The sandbox does not list the policies that AWS owns: ask for Scope Local.');
      const { policies } = ensureAccountIam(call.world, call.accountId);
      const chosen = Object.entries(policies).filter(
        ([arn, one]) => one.path.startsWith(request.prefix) && (!request.onlyAttached || countOf(usesOf(call, arn, 'attached')) > 0),
      );
      const { items, rest } = listPage(Object.fromEntries(chosen), request, 'ListPolicies');
      const shapes = items.map((one) =>
        policyShape({ ...one, tags: [] }, countOf(usesOf(call, one.arn, 'attached')), countOf(usesOf(call, one.arn, 'boundary'))),
      );
      return { Policies: shapes, ...rest };
    },
  },
);

const deletePolicy = defineIamOperation<string>('DeletePolicy', {
  mutates: true,
  parse: (members) => members.text('PolicyArn', rules.policyArn),
  authorize: (arn, call) => [policyTarget(call, 'DeletePolicy', arn)],
  handle: (arn, call) => {
    const found = policy(call, arn);
    if (countOf(usesOf(call, arn, 'attached')) + countOf(usesOf(call, arn, 'boundary')) > 0)
      throw deleteConflict('Cannot delete a policy attached to entities.');
    if (found.versions.length > 1)
      throw deleteConflict(
        'This policy has more than one version. Before you delete a policy, you must delete the policy’s versions. The default version is deleted with the policy.',
      );
    erase(call.world, ensureAccountIam(call.world, call.accountId), found);
  },
});

const listEntitiesForPolicy = defineIamOperation<ListRequest & { readonly arn: string }>('ListEntitiesForPolicy', {
  mutates: false,
  parse: (members) => ({ ...readListRequest(members), arn: members.text('PolicyArn', rules.policyArn) }),
  authorize: ({ arn }, call) => [policyTarget(call, 'ListEntitiesForPolicy', arn)],
  handle: ({ arn }, call) => {
    policy(call, arn);
    const { users, roles } = usesOf(call, arn, 'attached');
    return {
      PolicyGroups: [],
      PolicyUsers: users.map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: roles.map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      IsTruncated: false,
    };
  },
});

export const policyOperations: readonly Operation[] = [createPolicy, getPolicy, listPolicies, deletePolicy, listEntitiesForPolicy];
