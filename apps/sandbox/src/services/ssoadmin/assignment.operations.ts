import type { Call, Operation } from '../../core/service.js';
import { drawnUuid } from '../drawn-ids.js';
import { organizationsState } from '../organizations/state.js';
import type { RequestMembers } from '../request-members.js';
import { grantedPlace, grantsOf, holder, holdersOf } from './assignments.js';
import { resourceNotFound } from './errors.js';
import { managementAccountTargets } from './management-account.js';
import { record } from './operation-log.js';
import { refuseBusyAccount, refuseTooManyAssignments } from './outstanding.js';
import { assignmentStatusShape } from './shapes.js';
import type { Paging } from './ssoadmin-operation.js';
import {
  ACCOUNT_ID,
  accountResource,
  findPermissionSet,
  nextToken,
  PERMISSION_SET_ARN,
  PRINCIPAL_ID,
  readPaging,
  ssoAdminOperation,
  ssoAdminPage,
} from './ssoadmin-operation.js';
import type { Assignment, AssignmentOperationRecord } from './state.js';
import { ssoAdminState } from './state.js';

const PRINCIPAL_TYPES = ['USER', 'GROUP'] as const;

const readAssignment = (members: RequestMembers): Assignment => {
  members.oneOf('TargetType', ['AWS_ACCOUNT']);
  return {
    accountId: members.text('TargetId', ACCOUNT_ID),
    permissionSetArn: members.text('PermissionSetArn', PERMISSION_SET_ARN),
    principalType: members.oneOf('PrincipalType', PRINCIPAL_TYPES),
    principalId: members.text('PrincipalId', PRINCIPAL_ID),
  };
};

const requireAccount = (call: Call, accountId: string): void => {
  if (!organizationsState(call.world).accounts[accountId]) throw resourceNotFound(`Account ${accountId} was not found in the organization.`);
};

const start = (call: Call, direction: AssignmentOperationRecord['direction'], assignment: Assignment): AssignmentOperationRecord => {
  const { world, now } = call;
  const state = ssoAdminState(world);
  requireAccount(call, assignment.accountId);
  findPermissionSet(call, assignment.permissionSetArn);
  refuseBusyAccount(call, state, assignment.accountId);
  refuseTooManyAssignments(call, state);
  const serial = world.next('ssoadmin.operation');
  const operation: AssignmentOperationRecord = {
    requestId: drawnUuid(world, 'ssoadmin.operation', serial),
    createdAt: now,
    dueAt: now + world.duration('ssoadmin.assignment', serial),
    status: 'IN_PROGRESS',
    direction,
    assignment,
  };
  if (direction === 'creation') record(state.creations, state.openCreations, serial, operation);
  else record(state.deletions, state.openDeletions, serial, operation);
  return operation;
};

const changeOperation = (
  name: string,
  direction: AssignmentOperationRecord['direction'],
  member: 'AccountAssignmentCreationStatus' | 'AccountAssignmentDeletionStatus',
): Operation =>
  ssoAdminOperation(name, {
    mutates: true,
    parse: readAssignment,
    resources: ({ accountId, permissionSetArn }, call) => [accountResource(call, accountId), permissionSetArn],
    furtherTargets: ({ accountId, permissionSetArn }, call) => managementAccountTargets(call, accountId, permissionSetArn),
    handle: (assignment, call) => ({ [member]: assignmentStatusShape(start(call, direction, assignment)) }),
  });

interface PlaceRequest extends Paging {
  readonly accountId: string;
  readonly permissionSetArn: string;
}

export const assignmentOperations: readonly Operation[] = [
  changeOperation('CreateAccountAssignment', 'creation', 'AccountAssignmentCreationStatus'),
  changeOperation('DeleteAccountAssignment', 'deletion', 'AccountAssignmentDeletionStatus'),

  ssoAdminOperation<PlaceRequest>('ListAccountAssignments', {
    mutates: false,
    parse: (members) => ({
      accountId: members.text('AccountId', ACCOUNT_ID),
      permissionSetArn: members.text('PermissionSetArn', PERMISSION_SET_ARN),
      ...readPaging(members),
    }),
    resources: ({ accountId, permissionSetArn }, call) => [accountResource(call, accountId), permissionSetArn],
    handle: ({ accountId, permissionSetArn, ...paging }, call) => {
      findPermissionSet(call, permissionSetArn);
      requireAccount(call, accountId);
      const ids = holdersOf(ssoAdminState(call.world), accountId, permissionSetArn);
      const page = ssoAdminPage(call, 'ListAccountAssignments', paging, ids, { scope: `${accountId}|${permissionSetArn}` });
      return {
        AccountAssignments: page.ids.map((entry) => {
          const { principalType, principalId } = holder(entry);
          return { AccountId: accountId, PermissionSetArn: permissionSetArn, PrincipalType: principalType, PrincipalId: principalId };
        }),
        ...nextToken(page),
      };
    },
  }),

  ssoAdminOperation('ListAccountAssignmentsForPrincipal', {
    mutates: false,
    parse: (members) => ({
      principalType: members.oneOf('PrincipalType', PRINCIPAL_TYPES),
      principalId: members.text('PrincipalId', PRINCIPAL_ID),
      accountId: members.optionalStructure('Filter')?.optionalText('AccountId', ACCOUNT_ID),
      ...readPaging(members),
    }),
    resources: () => [],
    handle: ({ principalType, principalId, accountId, ...paging }, call) => {
      const ids = grantsOf(ssoAdminState(call.world), { principalType, principalId });
      const page = ssoAdminPage(call, 'ListAccountAssignmentsForPrincipal', paging, ids, {
        scope: `${principalType}/${principalId}/${accountId ?? ''}`,
        keep: (entry) => accountId === undefined || entry.startsWith(`${accountId}|`),
      });
      return {
        AccountAssignments: page.ids.map((entry) => {
          const place = grantedPlace(entry);
          return { AccountId: place.accountId, PermissionSetArn: place.permissionSetArn, PrincipalType: principalType, PrincipalId: principalId };
        }),
        ...nextToken(page),
      };
    },
  }),
];
