import type { World } from '../../core/service.js';
import { accountArn, policyArn, SCP, unitArn } from './arns.js';
import type { AccountRecord, CreateAccountRequestRecord, OrganizationsState, PolicyRecord, UnitRecord } from './state.js';
import { entityPath } from './tree.js';

/** Timestamps of the JSON protocol: seconds since 1970. */
export const seconds = (milliseconds: number): number => milliseconds / 1000;

/** `State` as AWS answers it now, `Status` as it did before: a closed account is SUSPENDED there. */
export const accountShape = (world: World, state: OrganizationsState, account: AccountRecord): Record<string, unknown> => ({
  Id: account.id,
  Arn: accountArn(world, account.id),
  Email: account.email,
  Name: account.name,
  Status: account.state === 'CLOSED' ? 'SUSPENDED' : account.state,
  State: account.state,
  Paths: [entityPath(world.organizationId, state, account.parentId, account.id)],
  JoinedMethod: account.joinedMethod,
  JoinedTimestamp: seconds(account.joinedAt),
});

export const unitShape = (world: World, state: OrganizationsState, unit: UnitRecord): Record<string, unknown> => ({
  Id: unit.id,
  Arn: unitArn(world, unit.id),
  Name: unit.name,
  Path: entityPath(world.organizationId, state, unit.id),
});

/** No e-mail, as in AWS: who looks for an account by e-mail needs DescribeAccount. */
export const createAccountStatusShape = (request: CreateAccountRequestRecord): Record<string, unknown> => ({
  Id: request.id,
  AccountName: request.name,
  State: request.state,
  RequestedTimestamp: seconds(request.requestedAt),
  ...(request.completedAt === undefined ? {} : { CompletedTimestamp: seconds(request.completedAt) }),
  ...(request.accountId === undefined ? {} : { AccountId: request.accountId }),
  ...(request.state === 'FAILED' ? { FailureReason: request.failure } : {}),
});

export const policySummaryShape = (world: World, policy: PolicyRecord): Record<string, unknown> => ({
  Id: policy.id,
  Arn: policyArn(world, policy.id, policy.awsManaged),
  Name: policy.name,
  Description: policy.description,
  Type: SCP,
  AwsManaged: policy.awsManaged,
});
