import type { Operation, World } from '../../core/service.js';
import { AwsError } from '../../core/service.js';
import { accountArn, organizationArn, rootArn, SCP } from './arns.js';
import { onEntity, onOrganization } from './authorization.js';
import { attachFullAccessToAll, detachEverything, scpsEnabled } from './full-access.js';
import { organizationsOperation, organizationsPage, nextToken, readPaging } from './organizations-operation.js';
import { ROOT_ID } from './patterns.js';
import type { OrganizationsState } from './state.js';
import { organizationsState } from './state.js';

const POLICY_TYPES = [
  SCP,
  'RESOURCE_CONTROL_POLICY',
  'TAG_POLICY',
  'BACKUP_POLICY',
  'AISERVICES_OPT_OUT_POLICY',
  'CHATBOT_POLICY',
  'DECLARATIVE_POLICY_EC2',
  'SECURITYHUB_POLICY',
] as const;

export type PolicyType = (typeof POLICY_TYPES)[number];

export const policyTypes: readonly PolicyType[] = POLICY_TYPES;

const rootShape = (world: World, state: OrganizationsState): Record<string, unknown> => ({
  Id: state.rootId,
  Arn: rootArn(world, state.rootId),
  Name: 'Root',
  PolicyTypes: state.enabledPolicyTypes.map((Type) => ({ Type, Status: 'ENABLED' })),
});

/** Only service control policies are modelled: any other type is not available in this organisation. */
export const requireScp = (type: PolicyType): void => {
  if (type !== SCP)
    throw new AwsError(
      'PolicyTypeNotAvailableForOrganizationException',
      `You can't use the specified policy type ${type} with the feature set currently enabled for this organization.`,
    );
};

const policyTypeOperation = (name: 'EnablePolicyType' | 'DisablePolicyType', change: (state: OrganizationsState) => void): Operation =>
  organizationsOperation(name, {
    mutates: true,
    parse: (members) => ({ rootId: members.text('RootId', ROOT_ID), type: members.oneOf('PolicyType', POLICY_TYPES) }),
    authorize: ({ rootId, type }, call) => [onEntity(call, name, rootId, { 'organizations:PolicyType': type })],
    handle: ({ rootId, type }, call) => {
      const state = organizationsState(call.world);
      if (rootId !== state.rootId) throw new AwsError('RootNotFoundException', "You specified a root that doesn't exist.");
      requireScp(type);
      change(state);
      return { Root: rootShape(call.world, state) };
    },
  });

export const organizationOperations: readonly Operation[] = [
  organizationsOperation('DescribeOrganization', {
    mutates: false,
    fromAnyAccount: true,
    parse: () => ({}),
    authorize: (_, call) => [{ ...onOrganization(call, 'DescribeOrganization'), resourceAccountId: call.accountId }],
    handle: (_, { world }) => ({
      Organization: {
        Id: world.organizationId,
        Arn: organizationArn(world),
        FeatureSet: 'ALL',
        MasterAccountArn: accountArn(world, world.managementAccountId),
        MasterAccountId: world.managementAccountId,
        MasterAccountEmail: organizationsState(world).accounts[world.managementAccountId]?.email,
        AvailablePolicyTypes: [{ Type: SCP, Status: 'ENABLED' }],
      },
    }),
  }),

  organizationsOperation('ListRoots', {
    mutates: false,
    parse: readPaging,
    authorize: (_, call) => [onOrganization(call, 'ListRoots')],
    handle: (paging, call) => {
      const state = organizationsState(call.world);
      const page = organizationsPage(call, 'ListRoots', paging, [state.rootId]);
      return { Roots: page.ids.map(() => rootShape(call.world, state)), ...nextToken(page) };
    },
  }),

  policyTypeOperation('EnablePolicyType', (state) => {
    if (scpsEnabled(state))
      throw new AwsError('PolicyTypeAlreadyEnabledException', 'The specified policy type is already enabled in the specified root.');
    state.enabledPolicyTypes.push(SCP);
    attachFullAccessToAll(state, [state.rootId, ...Object.keys(state.units), ...state.accountIds]);
  }),

  policyTypeOperation('DisablePolicyType', (state) => {
    if (!scpsEnabled(state)) throw new AwsError('PolicyTypeNotEnabledException', "The specified policy type isn't currently enabled in this root.");
    state.enabledPolicyTypes = state.enabledPolicyTypes.filter((type) => type !== SCP);
    detachEverything(state);
  }),
];
