import { seconds } from './ssoadmin-operation.js';
import type { AssignmentOperationRecord, PermissionSetRecord, ProvisioningRecord } from './state.js';

type Shape = Record<string, unknown>;

const failure = (operation: { readonly failureReason?: string }): Shape =>
  operation.failureReason === undefined ? {} : { FailureReason: operation.failureReason };

export const assignmentStatusShape = (operation: AssignmentOperationRecord): Shape => ({
  Status: operation.status,
  RequestId: operation.requestId,
  ...failure(operation),
  TargetId: operation.assignment.accountId,
  TargetType: 'AWS_ACCOUNT',
  PermissionSetArn: operation.assignment.permissionSetArn,
  PrincipalType: operation.assignment.principalType,
  PrincipalId: operation.assignment.principalId,
  CreatedDate: seconds(operation.createdAt),
});

export const provisioningStatusShape = (operation: ProvisioningRecord): Shape => ({
  Status: operation.status,
  RequestId: operation.requestId,
  ...(operation.accountId === undefined ? {} : { AccountId: operation.accountId }),
  PermissionSetArn: operation.permissionSetArn,
  ...failure(operation),
  CreatedDate: seconds(operation.createdAt),
});

/** What the lists of operations show: neither the assignment nor a failure's reason. */
export const statusMetadataShape = (operation: AssignmentOperationRecord | ProvisioningRecord): Shape => ({
  Status: operation.status,
  RequestId: operation.requestId,
  CreatedDate: seconds(operation.createdAt),
});

export const permissionSetShape = (permissionSet: PermissionSetRecord): Shape => ({
  Name: permissionSet.name,
  PermissionSetArn: permissionSet.arn,
  ...(permissionSet.description === undefined ? {} : { Description: permissionSet.description }),
  CreatedDate: seconds(permissionSet.createdAt),
  SessionDuration: permissionSet.sessionDuration,
  ...(permissionSet.relayState === undefined ? {} : { RelayState: permissionSet.relayState }),
});
