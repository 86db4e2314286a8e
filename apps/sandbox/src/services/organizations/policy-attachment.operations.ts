import type { Operation, World } from '../../core/service.js';
import { AwsError } from '../../core/service.js';
import { accountArn, entityExists, entityKind, rootArn, SCP, unitArn } from './arns.js';
import { onEntity } from './authorization.js';
import { constraintViolation, targetNotFound } from './errors.js';
import { scpsEnabled } from './full-access.js';
import { policyTypes } from './organization.operations.js';
import { nextToken, organizationsOperation, organizationsPage, readPaging } from './organizations-operation.js';
import { POLICY_ID, TARGET_ID } from './patterns.js';
import { findPolicy, SCPS_PER_TARGET } from './policy-rules.js';
import { policySummaryShape } from './shapes.js';
import type { OrganizationsState } from './state.js';
import { organizationsState } from './state.js';
import { attach, detach, isAttached } from './tree.js';

const ofScps = { 'organizations:PolicyType': SCP };

const requireTarget = (state: OrganizationsState, id: string): void => {
  if (!entityExists(state, id)) throw targetNotFound();
};

const targetShape = (world: World, state: OrganizationsState, id: string): Record<string, unknown> => {
  switch (entityKind(id)) {
    case 'root':
      return { TargetId: id, Arn: rootArn(world, id), Name: 'Root', Type: 'ROOT' };
    case 'unit':
      return { TargetId: id, Arn: unitArn(world, id), Name: state.units[id]?.name, Type: 'ORGANIZATIONAL_UNIT' };
    default:
      return { TargetId: id, Arn: accountArn(world, id), Name: state.accounts[id]?.name, Type: 'ACCOUNT' };
  }
};

const attachmentOperation = (
  name: 'AttachPolicy' | 'DetachPolicy',
  change: (state: OrganizationsState, policyId: string, targetId: string) => void,
): Operation =>
  organizationsOperation(name, {
    mutates: true,
    parse: (members) => ({ policyId: members.text('PolicyId', POLICY_ID), targetId: members.text('TargetId', TARGET_ID) }),
    authorize: ({ policyId, targetId }, call) => [onEntity(call, name, policyId, ofScps), onEntity(call, name, targetId, ofScps)],
    handle: ({ policyId, targetId }, { world }) => {
      const state = organizationsState(world);
      findPolicy(state, policyId);
      requireTarget(state, targetId);
      change(state, policyId, targetId);
      return {};
    },
  });

export const policyAttachmentOperations: readonly Operation[] = [
  attachmentOperation('AttachPolicy', (state, policyId, targetId) => {
    if (!scpsEnabled(state)) throw new AwsError('PolicyTypeNotEnabledException', "The specified policy type isn't currently enabled in this root.");
    if (isAttached(state, policyId, targetId))
      throw new AwsError('DuplicatePolicyAttachmentException', 'The selected policy is already attached to the specified target.');
    if ((state.attachments[targetId] ?? []).length >= SCPS_PER_TARGET)
      throw constraintViolation(
        'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
        'You attempted to exceed the number of policies of a certain type that can be attached to an entity at one time.',
      );
    attach(state, policyId, targetId);
  }),

  attachmentOperation('DetachPolicy', (state, policyId, targetId) => {
    if (!isAttached(state, policyId, targetId))
      throw new AwsError('PolicyNotAttachedException', "The policy isn't attached to the specified target in the specified root.");
    if ((state.attachments[targetId] ?? []).length === 1)
      throw constraintViolation(
        'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
        'You attempted to detach a policy from an entity that would cause the entity to have fewer than the minimum number of policies of a certain type required.',
      );
    detach(state, policyId, targetId);
  }),

  organizationsOperation('ListPoliciesForTarget', {
    mutates: false,
    parse: (members) => ({ targetId: members.text('TargetId', TARGET_ID), type: members.oneOf('Filter', policyTypes), ...readPaging(members) }),
    authorize: ({ targetId, type }, call) => [onEntity(call, 'ListPoliciesForTarget', targetId, { 'organizations:PolicyType': type })],
    handle: ({ targetId, type, ...paging }, call) => {
      const state = organizationsState(call.world);
      requireTarget(state, targetId);
      const ids = type === SCP ? (state.attachments[targetId] ?? []) : [];
      const page = organizationsPage(call, 'ListPoliciesForTarget', paging, ids, { scope: `${targetId}:${type}` });
      return { Policies: page.ids.map((id) => policySummaryShape(call.world, findPolicy(state, id))), ...nextToken(page) };
    },
  }),

  organizationsOperation('ListTargetsForPolicy', {
    mutates: false,
    parse: (members) => ({ policyId: members.text('PolicyId', POLICY_ID), ...readPaging(members) }),
    authorize: ({ policyId }, call) => [onEntity(call, 'ListTargetsForPolicy', policyId, ofScps)],
    handle: ({ policyId, ...paging }, call) => {
      const state = organizationsState(call.world);
      findPolicy(state, policyId);
      const page = organizationsPage(call, 'ListTargetsForPolicy', paging, state.targets[policyId] ?? [], { scope: policyId });
      return { Targets: page.ids.map((id) => targetShape(call.world, state, id)), ...nextToken(page) };
    },
  }),
];
