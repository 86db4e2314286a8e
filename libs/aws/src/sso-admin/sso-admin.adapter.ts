import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  DescribePermissionSetCommand,
  ListAccountAssignmentCreationStatusCommand,
  ListAccountAssignmentDeletionStatusCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
} from '@aws-sdk/client-sso-admin';
import type {
  AccountAssignment,
  AccountAssignmentOperationStatus,
  AccountAssignmentOperationStatusMetadata,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { allPages, present } from '../connection/pages.js';
import type { ServiceCaller } from '../connection/service-caller.js';
import { AwsCallError } from '../errors/aws-call-error.js';
import { expecting } from '../errors/expecting.js';
import type {
  Assignment,
  AssignmentDirection,
  AssignmentOperation,
  AssignmentOutcome,
  AssignmentPrincipal,
  IdentityCenterInstance,
  PermissionSet,
  SsoAdminAdapter,
} from './sso-admin.js';

const readOperation = (status: AccountAssignmentOperationStatus & AccountAssignmentOperationStatusMetadata): AssignmentOperation => ({
  requestId: present(status.RequestId, 'a request id'),
  state: present(status.Status, 'a status'),
  failureReason: status.FailureReason,
  createdAt: status.CreatedDate?.toISOString(),
});

const readAssignment = (assignment: AccountAssignment): Assignment => ({
  accountId: present(assignment.AccountId, 'an account id'),
  permissionSetArn: present(assignment.PermissionSetArn, 'a permission set'),
  principalType: present(assignment.PrincipalType, 'a principal type'),
  principalId: present(assignment.PrincipalId, 'a principal id'),
});

/** The operations whose outstanding ones AWS limits. */
const operationOf = { creation: 'CreateAccountAssignment', deletion: 'DeleteAccountAssignment' } as const;

/** The largest page that AWS gives: fewer calls of a quota that all share. */
const widest = { MaxResults: 100 };

export class AwsSsoAdmin implements SsoAdminAdapter {
  constructor(
    private readonly aws: ServiceCaller<SSOAdminClient>,
    private readonly instanceArn: string,
  ) {}

  async listInstances(): Promise<readonly IdentityCenterInstance[]> {
    const instances = await allPages(async (NextToken) => {
      const answer = await this.aws.read('ListInstances', (client, options) => client.send(new ListInstancesCommand({ NextToken }), options));
      return { items: answer.Instances, next: answer.NextToken };
    });
    return instances.map((instance) => ({
      instanceArn: present(instance.InstanceArn, 'an instance ARN'),
      identityStoreId: present(instance.IdentityStoreId, 'an identity store'),
      ownerAccountId: instance.OwnerAccountId,
    }));
  }

  listPermissionSetArns(): Promise<readonly string[]> {
    return allPages(async (NextToken) => {
      const command = new ListPermissionSetsCommand({ ...this.instance, ...widest, NextToken });
      const answer = await this.aws.read('ListPermissionSets', (client, options) => client.send(command, options));
      return { items: answer.PermissionSets, next: answer.NextToken };
    });
  }

  async describePermissionSet(permissionSetArn: string): Promise<PermissionSet | undefined> {
    const command = new DescribePermissionSetCommand({ ...this.instance, PermissionSetArn: permissionSetArn });
    const answer = await expecting(
      this.aws.read('DescribePermissionSet', (client, options) => client.send(command, options)),
      { ResourceNotFound: undefined },
    );
    return answer?.PermissionSet && { permissionSetArn, name: answer.PermissionSet.Name ?? '', description: answer.PermissionSet.Description };
  }

  listPermissionSetsProvisionedTo(accountId: string): Promise<readonly string[]> {
    return allPages(async (NextToken) => {
      const command = new ListPermissionSetsProvisionedToAccountCommand({ ...this.instance, AccountId: accountId, ...widest, NextToken });
      const answer = await this.aws.read('ListPermissionSetsProvisionedToAccount', (client, options) => client.send(command, options));
      return { items: answer.PermissionSets, next: answer.NextToken };
    });
  }

  async listAssignments(accountId: string, permissionSetArn: string): Promise<readonly Assignment[]> {
    const assignments = allPages(async (NextToken) => {
      const command = new ListAccountAssignmentsCommand({
        ...this.instance,
        AccountId: accountId,
        PermissionSetArn: permissionSetArn,
        ...widest,
        NextToken,
      });
      const answer = await this.aws.read('ListAccountAssignments', (client, options) => client.send(command, options));
      return { items: answer.AccountAssignments, next: answer.NextToken };
    });
    return (await expecting(assignments, { ResourceNotFound: [] })).map(readAssignment);
  }

  async listAssignmentsFor({ principalId, principalType }: AssignmentPrincipal): Promise<readonly Assignment[]> {
    const assignments = allPages(async (NextToken) => {
      const command = new ListAccountAssignmentsForPrincipalCommand({
        ...this.instance,
        PrincipalId: principalId,
        PrincipalType: principalType,
        ...widest,
        NextToken,
      });
      const answer = await this.aws.read('ListAccountAssignmentsForPrincipal', (client, options) => client.send(command, options));
      return { items: answer.AccountAssignments, next: answer.NextToken };
    });
    const direct = (await expecting(assignments, { ResourceNotFound: [] })).map(readAssignment);
    // For a user AWS also lists what comes through groups.
    return direct.filter((assignment) => assignment.principalId === principalId);
  }

  createAssignment(assignment: Assignment, slotHolder: string): Promise<AssignmentOutcome> {
    const command = new CreateAccountAssignmentCommand(this.target(assignment));
    return this.change('creation', assignment, slotHolder, () =>
      this.aws
        .change('CreateAccountAssignment', (client, options) => client.send(command, options), this.slot(assignment, slotHolder))
        .then((answer) => answer.AccountAssignmentCreationStatus),
    );
  }

  deleteAssignment(assignment: Assignment, slotHolder: string): Promise<AssignmentOutcome> {
    const command = new DeleteAccountAssignmentCommand(this.target(assignment));
    return this.change('deletion', assignment, slotHolder, () =>
      this.aws
        .change('DeleteAccountAssignment', (client, options) => client.send(command, options), this.slot(assignment, slotHolder))
        .then((answer) => answer.AccountAssignmentDeletionStatus),
    );
  }

  async describeAssignmentOperation(direction: AssignmentDirection, requestId: string): Promise<AssignmentOperation | undefined> {
    const status = await expecting(direction === 'creation' ? this.describeCreation(requestId) : this.describeDeletion(requestId), {
      ResourceNotFound: undefined,
    });
    return status && this.seen(direction, readOperation(status));
  }

  async listAssignmentOperations(direction: AssignmentDirection, state?: AssignmentOperation['state']): Promise<readonly AssignmentOperation[]> {
    const filter = { ...this.instance, ...widest, ...(state === undefined ? {} : { Filter: { Status: state } }) };
    const statuses = await allPages((NextToken) =>
      direction === 'creation' ? this.creationPage({ ...filter, NextToken }) : this.deletionPage({ ...filter, NextToken }),
    );
    const operations = statuses.map(readOperation);
    for (const operation of operations) if (state === 'IN_PROGRESS') await this.seen(direction, operation);
    return operations;
  }

  async lastSucceeded(direction: AssignmentDirection, among: readonly string[]): Promise<readonly string[]> {
    const filter = { ...this.instance, ...widest, Filter: { Status: 'SUCCEEDED' as const } };
    const { items = [] } = direction === 'creation' ? await this.creationPage(filter) : await this.deletionPage(filter);
    const succeeded = items.map(readOperation).filter(({ requestId }) => among.includes(requestId));
    for (const operation of succeeded) await this.seen(direction, operation);
    return succeeded.map(({ requestId }) => requestId);
  }

  private async change(
    direction: AssignmentDirection,
    { accountId }: Assignment,
    slotHolder: string,
    send: () => Promise<AccountAssignmentOperationStatus | undefined>,
  ): Promise<AssignmentOutcome> {
    try {
      const operation = readOperation(present(await send(), `the status of an assignment’s ${direction} in ${accountId}`));
      await this.aws.slots.rename(operationOf[direction], slotHolder, operation.requestId);
      return { outcome: 'requested', operation: await this.seen(direction, operation) };
    } catch (error) {
      if (!(error instanceof AwsCallError) || error.awsCode !== 'ResourceNotFoundException') throw error;
      return { outcome: 'targetMissing', reason: error.message };
    }
  }

  private async describeCreation(requestId: string): Promise<AccountAssignmentOperationStatus | undefined> {
    const command = new DescribeAccountAssignmentCreationStatusCommand({ ...this.instance, AccountAssignmentCreationRequestId: requestId });
    const answer = await this.aws.read('DescribeAccountAssignmentCreationStatus', (client, options) => client.send(command, options));
    return answer.AccountAssignmentCreationStatus;
  }

  private async describeDeletion(requestId: string): Promise<AccountAssignmentOperationStatus | undefined> {
    const command = new DescribeAccountAssignmentDeletionStatusCommand({ ...this.instance, AccountAssignmentDeletionRequestId: requestId });
    const answer = await this.aws.read('DescribeAccountAssignmentDeletionStatus', (client, options) => client.send(command, options));
    return answer.AccountAssignmentDeletionStatus;
  }

  private async creationPage(input: ConstructorParameters<typeof ListAccountAssignmentCreationStatusCommand>[0]) {
    const command = new ListAccountAssignmentCreationStatusCommand(input);
    const answer = await this.aws.read('ListAccountAssignmentCreationStatus', (client, options) => client.send(command, options));
    return { items: answer.AccountAssignmentsCreationStatus, next: answer.NextToken };
  }

  private async deletionPage(input: ConstructorParameters<typeof ListAccountAssignmentDeletionStatusCommand>[0]) {
    const command = new ListAccountAssignmentDeletionStatusCommand(input);
    const answer = await this.aws.read('ListAccountAssignmentDeletionStatus', (client, options) => client.send(command, options));
    return { items: answer.AccountAssignmentsDeletionStatus, next: answer.NextToken };
  }

  private async seen(direction: AssignmentDirection, operation: AssignmentOperation): Promise<AssignmentOperation> {
    await this.aws.slots.seen(operationOf[direction], operation.requestId, operation.state === 'IN_PROGRESS');
    return operation;
  }

  private slot({ accountId }: Assignment, holder: string) {
    return { slot: { holder, target: accountId } };
  }

  private target(assignment: Assignment) {
    return {
      ...this.instance,
      TargetId: assignment.accountId,
      TargetType: 'AWS_ACCOUNT' as const,
      PermissionSetArn: assignment.permissionSetArn,
      PrincipalType: assignment.principalType,
      PrincipalId: assignment.principalId,
    };
  }

  private get instance(): { readonly InstanceArn: string } {
    return { InstanceArn: this.instanceArn };
  }
}
