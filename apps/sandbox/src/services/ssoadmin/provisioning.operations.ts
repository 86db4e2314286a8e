import type { Operation } from '../../core/service.js';
import { drawnUuid } from '../drawn-ids.js';
import type { RequestMembers } from '../request-members.js';
import { provisionedVersion } from './assignments.js';
import { resourceNotFound, validation } from './errors.js';
import { managementAccountTargets } from './management-account.js';
import { record } from './operation-log.js';
import { refuseBusyAccount, refuseTooManyProvisionings } from './outstanding.js';
import { parseArn } from './permission-set.operations.js';
import { provisioningStatusShape } from './shapes.js';
import { ACCOUNT_ID, accountResource, findPermissionSet, nextToken, readPaging, ssoAdminOperation, ssoAdminPage } from './ssoadmin-operation.js';
import type { ProvisioningRecord, SsoAdminState } from './state.js';
import { ssoAdminState } from './state.js';

const PROVISIONING = ['LATEST_PERMISSION_SET_PROVISIONED', 'LATEST_PERMISSION_SET_NOT_PROVISIONED'] as const;

const readStatus = (members: RequestMembers): (typeof PROVISIONING)[number] | undefined => members.optionalOneOf('ProvisioningStatus', PROVISIONING);

const isLatest = (state: SsoAdminState, accountId: string, arn: string): boolean =>
  provisionedVersion(state, accountId, arn) === state.permissionSets[arn]?.version;

const matches = (state: SsoAdminState, status: (typeof PROVISIONING)[number] | undefined, accountId: string, arn: string): boolean =>
  status === undefined || isLatest(state, accountId, arn) === (status === 'LATEST_PERMISSION_SET_PROVISIONED');

const readTarget = (members: RequestMembers): string | undefined => {
  const type = members.oneOf('TargetType', ['AWS_ACCOUNT', 'ALL_PROVISIONED_ACCOUNTS']);
  if (type === 'AWS_ACCOUNT') return members.text('TargetId', ACCOUNT_ID);
  if (members.has('TargetId')) throw validation('TargetId is not allowed with ALL_PROVISIONED_ACCOUNTS.');
  return undefined;
};

export const provisioningOperations: readonly Operation[] = [
  ssoAdminOperation('ProvisionPermissionSet', {
    mutates: true,
    parse: (members) => ({ ...parseArn(members), accountId: readTarget(members) }),
    resources: ({ arn, accountId }, call) => [arn, accountResource(call, accountId ?? '*')],
    furtherTargets: ({ arn, accountId }, call) => (accountId === undefined ? [] : managementAccountTargets(call, accountId, arn)),
    handle: ({ arn, accountId }, call) => {
      const { world, now } = call;
      const state = ssoAdminState(world);
      findPermissionSet(call, arn);
      if (accountId !== undefined) {
        if (provisionedVersion(state, accountId, arn) === undefined)
          throw resourceNotFound(`The permission set is not provisioned to account ${accountId}.`);
        refuseBusyAccount(call, state, accountId);
      }
      refuseTooManyProvisionings(call, state);
      const serial = world.next('ssoadmin.provisioning');
      const operation: ProvisioningRecord = {
        requestId: drawnUuid(world, 'ssoadmin.provisioning', serial),
        createdAt: now,
        dueAt: now + world.duration('ssoadmin.provision', serial),
        status: 'IN_PROGRESS',
        permissionSetArn: arn,
        ...(accountId === undefined ? {} : { accountId }),
      };
      record(state.provisionings, state.openProvisionings, serial, operation);
      return { PermissionSetProvisioningStatus: provisioningStatusShape(operation) };
    },
  }),

  ssoAdminOperation('ListPermissionSetsProvisionedToAccount', {
    mutates: false,
    parse: (members) => ({ accountId: members.text('AccountId', ACCOUNT_ID), status: readStatus(members), ...readPaging(members) }),
    resources: ({ accountId }, call) => [accountResource(call, accountId)],
    handle: ({ accountId, status, ...paging }, call) => {
      const state = ssoAdminState(call.world);
      const page = ssoAdminPage(call, 'ListPermissionSetsProvisionedToAccount', paging, state.setsOfAccount[accountId] ?? [], {
        scope: `${accountId}|${status ?? ''}`,
        keep: (arn) => matches(state, status, accountId, arn),
      });
      return { PermissionSets: page.ids, ...nextToken(page) };
    },
  }),

  ssoAdminOperation('ListAccountsForProvisionedPermissionSet', {
    mutates: false,
    parse: (members) => ({ ...parseArn(members), status: readStatus(members), ...readPaging(members) }),
    resources: ({ arn }) => [arn],
    handle: ({ arn, status, ...paging }, call) => {
      const state = ssoAdminState(call.world);
      findPermissionSet(call, arn);
      const page = ssoAdminPage(call, 'ListAccountsForProvisionedPermissionSet', paging, state.accountsOfSet[arn] ?? [], {
        scope: `${arn}|${status ?? ''}`,
        keep: (accountId) => matches(state, status, accountId, arn),
      });
      return { AccountIds: page.ids, ...nextToken(page) };
    },
  }),
];
