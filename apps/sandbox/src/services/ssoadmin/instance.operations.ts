import type { Call, Operation, World } from '../../core/service.js';
import { anyResource, arns } from '../../core/targets.js';
import { defineOperation } from '../define-operation.js';
import { identityStoreState } from '../identitystore/state.js';
import { RequestMembers } from '../request-members.js';
import { refuse } from './errors.js';
import { nextToken, readPaging, seconds, ssoAdminOperation, ssoAdminPage } from './ssoadmin-operation.js';
import { ssoAdminState } from './state.js';

const instanceShape = (world: World): Record<string, unknown> => {
  const state = ssoAdminState(world);
  const { storeId } = identityStoreState(world);
  return {
    InstanceArn: state.instanceArn,
    IdentityStoreId: storeId,
    IdentityStoreArn: arns.identityStore(world, storeId),
    OwnerAccountId: world.managementAccountId,
    CreatedDate: seconds(state.createdAt),
    Status: 'ACTIVE',
    PrimaryRegion: state.region,
  };
};

export const instanceOperations: readonly Operation[] = [
  defineOperation('ListInstances', {
    mutates: false,
    parse: (input) => readPaging(new RequestMembers(input, refuse)),
    authorize: (_, call: Call) => [anyResource('sso:ListInstances', call.accountId)],
    handle: (paging, call) => {
      const page = ssoAdminPage(call, 'ListInstances', paging, [ssoAdminState(call.world).instanceArn]);
      return { Instances: page.ids.map(() => instanceShape(call.world)), ...nextToken(page) };
    },
  }),

  ssoAdminOperation('DescribeInstance', {
    mutates: false,
    parse: () => ({}),
    resources: () => [],
    handle: (_, { world }) => ({ ...instanceShape(world), PermissionSetsEnabled: true }),
  }),
];
