import type { Service, World } from '../../core/service.js';
import { drawnHex } from '../drawn-ids.js';
import { assignmentOperations } from './assignment.operations.js';
import { instanceOperations } from './instance.operations.js';
import { ssoAdminNotBuilt } from './not-built.js';
import { operationStatusOperations } from './operation-status.operations.js';
import { permissionSetPolicyOperations } from './permission-set-policy.operations.js';
import { permissionSetOperations } from './permission-set.operations.js';
import { provisioningOperations } from './provisioning.operations.js';
import { settleOperations } from './settle.js';
import type { SsoAdminState } from './state.js';
import { SSO_ADMIN, ssoAdminState } from './state.js';
import { tagOperations } from './tags.js';

const HOME_REGION = 'eu-central-1';

/** The organisation instance as the console enables it: CreateInstance makes none in a management account. */
const initialInstance = (world: World): SsoAdminState => {
  const instanceId = `ssoins-${drawnHex(world, 16, 'ssoadmin.instance')}`;
  return {
    instanceId,
    instanceArn: `arn:${world.partition}:sso:::instance/${instanceId}`,
    createdAt: world.now(),
    region: HOME_REGION,
    permissionSets: {},
    permissionSetArns: [],
    permissionSetNames: {},
    holders: {},
    grants: {},
    provisioned: {},
    setsOfAccount: {},
    accountsOfSet: {},
    creations: { byId: {}, order: [] },
    deletions: { byId: {}, order: [] },
    provisionings: { byId: {}, order: [] },
    openCreations: [],
    openDeletions: [],
    openProvisionings: [],
    tags: {},
  };
};

/** IAM Identity Center's administration: permission sets and assignments. */
export const ssoAdminService: Service = {
  id: SSO_ADMIN,
  signingName: 'sso',
  protocol: { kind: 'awsJson1.1', targetPrefix: 'SWBExternalService' },
  operations: [
    ...instanceOperations,
    ...permissionSetOperations,
    ...permissionSetPolicyOperations,
    ...provisioningOperations,
    ...assignmentOperations,
    ...operationStatusOperations,
    ...tagOperations,
  ],
  notBuilt: ssoAdminNotBuilt,
  initialState: initialInstance,
  settle: (world, now) => settleOperations(world, ssoAdminState(world), now),
};
