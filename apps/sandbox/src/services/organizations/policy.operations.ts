import type { Operation, World } from '../../core/service.js';
import { AwsError } from '../../core/service.js';
import { drawnText } from '../drawn-ids.js';
import { removeKey } from '../records.js';
import { insertId, removeId } from '../sorted-ids.js';
import { requestTagContext } from '../tag-context.js';
import { policyResource, SCP } from './arns.js';
import { onEntity, onOrganization, onTagging } from './authorization.js';
import { policyTypes, requireScp } from './organization.operations.js';
import { nextToken, organizationsOperation, organizationsPage, readPaging } from './organizations-operation.js';
import { POLICY_DESCRIPTION, POLICY_ID, POLICY_NAME } from './patterns.js';
import { changeablePolicy, checkContent, checkPolicyCount, findPolicy, refuseDuplicateName } from './policy-rules.js';
import { policySummaryShape } from './shapes.js';
import type { PolicyRecord } from './state.js';
import { organizationsState } from './state.js';
import { readTags } from './tags.js';

const ofScps = { 'organizations:PolicyType': SCP };

const policyShape = (world: World, policy: PolicyRecord): Record<string, unknown> => ({
  PolicySummary: policySummaryShape(world, policy),
  Content: policy.content,
});

const parseId = (members: { text(member: string, rules: typeof POLICY_ID): string }): { readonly id: string } => ({
  id: members.text('PolicyId', POLICY_ID),
});

export const policyOperations: readonly Operation[] = [
  organizationsOperation('CreatePolicy', {
    mutates: true,
    parse: (members) => ({
      content: members.text('Content', { min: 1 }),
      description: members.text('Description', POLICY_DESCRIPTION),
      name: members.text('Name', POLICY_NAME),
      type: members.oneOf('Type', policyTypes),
      tags: readTags(members),
    }),
    authorize: ({ type, tags }, call) => [
      onEntity(call, 'CreatePolicy', 'p-*', { ...requestTagContext(tags), 'organizations:PolicyType': type }),
      ...onTagging(call, policyResource(call.world, 'p-*'), tags),
    ],
    handle: ({ content, description, name, type, tags }, { world }) => {
      const state = organizationsState(world);
      requireScp(type);
      checkContent(content);
      checkPolicyCount(state);
      refuseDuplicateName(state, name);
      const id = `p-${drawnText(world, 8, 'organizations.policy', world.next('organizations.policy'))}`;
      const policy: PolicyRecord = { id, awsManaged: false, name, description, content };
      state.policies[id] = policy;
      insertId(state.policyIds, id);
      if (Object.keys(tags).length > 0) state.tags[id] = { ...tags };
      return { Policy: policyShape(world, policy) };
    },
  }),

  organizationsOperation('UpdatePolicy', {
    mutates: true,
    parse: (members) => ({
      ...parseId(members),
      name: members.optionalText('Name', POLICY_NAME),
      description: members.optionalText('Description', POLICY_DESCRIPTION),
      content: members.optionalText('Content', { min: 1 }),
    }),
    authorize: ({ id }, call) => [onEntity(call, 'UpdatePolicy', id, ofScps)],
    handle: ({ id, name, description, content }, { world }) => {
      const state = organizationsState(world);
      const policy = changeablePolicy(state, id);
      if (content !== undefined) checkContent(content);
      if (name !== undefined) refuseDuplicateName(state, name, id);
      policy.name = name ?? policy.name;
      policy.description = description ?? policy.description;
      policy.content = content ?? policy.content;
      return { Policy: policyShape(world, policy) };
    },
  }),

  organizationsOperation('DescribePolicy', {
    mutates: false,
    parse: parseId,
    authorize: ({ id }, call) => [onEntity(call, 'DescribePolicy', id, ofScps)],
    handle: ({ id }, { world }) => ({ Policy: policyShape(world, findPolicy(organizationsState(world), id)) }),
  }),

  organizationsOperation('DeletePolicy', {
    mutates: true,
    parse: parseId,
    authorize: ({ id }, call) => [onEntity(call, 'DeletePolicy', id, ofScps)],
    handle: ({ id }, { world }) => {
      const state = organizationsState(world);
      changeablePolicy(state, id);
      if ((state.targets[id] ?? []).length > 0)
        throw new AwsError(
          'PolicyInUseException',
          'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.',
        );
      for (const record of [state.policies, state.targets, state.tags]) removeKey(record, id);
      removeId(state.policyIds, id);
      return {};
    },
  }),

  organizationsOperation('ListPolicies', {
    mutates: false,
    parse: (members) => ({ type: members.oneOf('Filter', policyTypes), ...readPaging(members) }),
    authorize: ({ type }, call) => [onOrganization(call, 'ListPolicies', { 'organizations:PolicyType': type })],
    handle: ({ type, ...paging }, call) => {
      const state = organizationsState(call.world);
      const ids = type === SCP ? state.policyIds : [];
      const page = organizationsPage(call, 'ListPolicies', paging, ids, { scope: type });
      return { Policies: page.ids.map((id) => policySummaryShape(call.world, findPolicy(state, id))), ...nextToken(page) };
    },
  }),
];
