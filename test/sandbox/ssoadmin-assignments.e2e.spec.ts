import { CreateGroupCommand, DeleteGroupCommand } from '@aws-sdk/client-identitystore';
import { CloseAccountCommand } from '@aws-sdk/client-organizations';
import {
  ConflictException,
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  ListAccountAssignmentCreationStatusCommand,
  ListAccountAssignmentDeletionStatusCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListInstancesCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-sso-admin';
import type { AccountAssignmentOperationStatus, CreateAccountAssignmentCommandInput } from '@aws-sdk/client-sso-admin';
import type { IamState } from '../../apps/sandbox/src/services/iam/model.js';
import { anyDate, textLike } from './support/anything.js';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox, withoutRates } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

describe('Identity Center: account assignments', () => {
  let aws: IdentitySandbox;
  let InstanceArn: string;
  let IdentityStoreId: string;
  let accounts: readonly string[];
  let group: string;
  let developer: string;
  beforeEach(async () => {
    aws = await startIdentitySandbox();
    const instance = (await aws.ssoAdmin.send(new ListInstancesCommand({}))).Instances![0]!;
    InstanceArn = instance.InstanceArn!;
    IdentityStoreId = instance.IdentityStoreId!;
    accounts = (await aws.control<{ accountIds: string[] }>('POST', '/seed', { accounts: 20 })).accountIds;
    group = await newGroup('devs');
    developer = await newSet('Developer');
  });
  afterEach(() => aws.close());

  const newGroup = async (DisplayName: string): Promise<string> =>
    (await aws.identityStore.send(new CreateGroupCommand({ IdentityStoreId, DisplayName }))).GroupId!;
  const newSet = async (Name: string): Promise<string> =>
    (await aws.ssoAdmin.send(new CreatePermissionSetCommand({ InstanceArn, Name }))).PermissionSet!.PermissionSetArn!;
  const assignment = (account: number, more: Partial<CreateAccountAssignmentCommandInput> = {}): CreateAccountAssignmentCommandInput => ({
    InstanceArn,
    TargetId: accounts[account],
    TargetType: 'AWS_ACCOUNT',
    PermissionSetArn: developer,
    PrincipalType: 'GROUP',
    PrincipalId: group,
    ...more,
  });
  const create = async (account: number, more: Partial<CreateAccountAssignmentCommandInput> = {}): Promise<AccountAssignmentOperationStatus> =>
    (await aws.ssoAdmin.send(new CreateAccountAssignmentCommand(assignment(account, more)))).AccountAssignmentCreationStatus!;
  const remove = async (account: number, more: Partial<CreateAccountAssignmentCommandInput> = {}): Promise<AccountAssignmentOperationStatus> =>
    (await aws.ssoAdmin.send(new DeleteAccountAssignmentCommand(assignment(account, more)))).AccountAssignmentDeletionStatus!;
  const created = async (AccountAssignmentCreationRequestId: string | undefined): Promise<AccountAssignmentOperationStatus> =>
    (await aws.ssoAdmin.send(new DescribeAccountAssignmentCreationStatusCommand({ InstanceArn, AccountAssignmentCreationRequestId })))
      .AccountAssignmentCreationStatus!;
  const removed = async (AccountAssignmentDeletionRequestId: string | undefined): Promise<AccountAssignmentOperationStatus> =>
    (await aws.ssoAdmin.send(new DescribeAccountAssignmentDeletionStatusCommand({ InstanceArn, AccountAssignmentDeletionRequestId })))
      .AccountAssignmentDeletionStatus!;
  const holders = async (account: number): Promise<unknown[]> => {
    const input = { InstanceArn, AccountId: accounts[account], PermissionSetArn: developer };
    return (await aws.ssoAdmin.send(new ListAccountAssignmentsCommand(input))).AccountAssignments!;
  };
  const reservedRoles = async (account: number): Promise<string[]> => {
    const roles = (await aws.control<IamState>('GET', '/state?service=iam')).accounts[accounts[account]!]!.roles;
    return Object.values(roles).map((role) => role.arn).filter((arn) => arn.includes('AWSReservedSSO')); // prettier-ignore
  };

  it('takes four to eight seconds, then shows the assignment and the role in the account', async () => {
    const started = await create(0);
    expect(started).toEqual({
      Status: 'IN_PROGRESS',
      RequestId: textLike(/^[0-9a-f-]{36}$/),
      TargetId: accounts[0],
      TargetType: 'AWS_ACCOUNT',
      PermissionSetArn: developer,
      PrincipalType: 'GROUP',
      PrincipalId: group,
      CreatedDate: anyDate,
    });
    await aws.advance(3.9);
    expect([(await created(started.RequestId)).Status, await holders(0)]).toEqual(['IN_PROGRESS', []]);
    await aws.advance(4.1);
    expect(await created(started.RequestId)).toEqual({ ...started, Status: 'SUCCEEDED' });
    expect(await holders(0)).toEqual([{ AccountId: accounts[0], PermissionSetArn: developer, PrincipalType: 'GROUP', PrincipalId: group }]);
    const provisioned = await aws.ssoAdmin.send(new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId: accounts[0] }));
    expect(provisioned.PermissionSets).toEqual([developer]);
    expect(await reservedRoles(0)).toEqual([
      textLike(new RegExp(`^arn:aws:iam::${accounts[0]!}:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Developer_[0-9a-f]{16}$`)),
    ]);
  });

  it('is idempotent: assigning once more succeeds and changes nothing', async () => {
    for (let n = 0; n < 2; n += 1) {
      const { RequestId } = await create(0);
      await aws.advance(8);
      expect((await created(RequestId)).Status).toBe('SUCCEEDED');
    }
    expect(await holders(0)).toHaveLength(1);
  });

  it('takes the role away with the last assignment of the permission set', async () => {
    const other = await newGroup('ops');
    await create(0);
    await aws.advance(8);
    await create(0, { PrincipalId: other });
    await aws.advance(8);
    await remove(0);
    await aws.advance(8);
    expect([(await holders(0)).length, (await reservedRoles(0)).length]).toEqual([1, 1]);
    const { RequestId, Status } = await remove(0, { PrincipalId: other });
    expect(Status).toBe('IN_PROGRESS');
    await aws.advance(8);
    expect((await removed(RequestId)).Status).toBe('SUCCEEDED');
    const provisioned = await aws.ssoAdmin.send(new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId: accounts[0] }));
    expect([await holders(0), await reservedRoles(0), provisioned.PermissionSets]).toEqual([[], [], []]);
  });

  it('fails a deletion of what is not assigned, a creation for a principal that is missing, one in an account that was closed', async () => {
    const none = await remove(0);
    const nobody = await create(1, { PrincipalId: '11111111-1111-4111-a111-111111111111' });
    await aws.organizations.send(new CloseAccountCommand({ AccountId: accounts[2] }));
    const closed = await create(2);
    await aws.advance(8);
    expect(await removed(none.RequestId)).toMatchObject({ Status: 'FAILED', FailureReason: 'Received a 404 status error: Assignment not found.' });
    expect(await created(nobody.RequestId)).toMatchObject({
      Status: 'FAILED',
      FailureReason: `Received a 404 status error: the GROUP assignee 11111111-1111-4111-a111-111111111111 was not found in directory ${IdentityStoreId}`,
    });
    expect((await created(closed.RequestId)).Status).toBe('FAILED');
  });

  it('refuses a second operation on one account, and takes it when the first has ended', async () => {
    await create(0);
    expect(await refusalOf(create(0, { PermissionSetArn: await newSet('Other') }), ConflictException)).toMatchObject({ status: 400 });
    await refusalOf(remove(0), ConflictException);
    await aws.advance(8);
    await remove(0);
  });

  it('lets fifteen operations run at a time, creations and deletions together', async () => {
    await create(15);
    await aws.advance(8);
    for (let account = 0; account < 14; account += 1) await create(account);
    await remove(15);
    expect(await refusalOf(create(16), ThrottlingException)).toMatchObject({ status: 400 });
    await refusalOf(remove(16), ThrottlingException);
    await aws.advance(8);
    await create(16);
  });

  it('lists operations newest first, by status and page by page', async () => {
    const ids: (string | undefined)[] = [];
    for (let account = 0; account < 3; account += 1) ids.unshift((await create(account)).RequestId);
    await aws.advance(8);
    const open = await create(3);
    const list = (input: object) => aws.ssoAdmin.send(new ListAccountAssignmentCreationStatusCommand({ InstanceArn, ...input }));
    expect((await list({ Filter: { Status: 'IN_PROGRESS' } })).AccountAssignmentsCreationStatus).toEqual([
      { Status: 'IN_PROGRESS', RequestId: open.RequestId, CreatedDate: open.CreatedDate },
    ]);
    const first = await list({ MaxResults: 2 });
    const second = await list({ MaxResults: 2, NextToken: first.NextToken });
    const both = [...first.AccountAssignmentsCreationStatus!, ...second.AccountAssignmentsCreationStatus!];
    expect(both.map((operation) => operation.RequestId)).toEqual([open.RequestId, ...ids]);
    await remove(4);
    await aws.advance(8);
    const failed = { InstanceArn, Filter: { Status: 'FAILED' } } as const;
    const deletions = await aws.ssoAdmin.send(new ListAccountAssignmentDeletionStatusCommand(failed));
    expect(deletions.AccountAssignmentsDeletionStatus).toHaveLength(1);
  });

  it('lists what a principal holds, also after the group is gone, and takes it away still', async () => {
    const other = await newSet('Other');
    await create(0);
    await create(1);
    await aws.advance(8);
    await create(0, { PermissionSetArn: other });
    await aws.advance(8);
    const held = async (Filter?: { AccountId: string | undefined }) => {
      const input = { InstanceArn, PrincipalType: 'GROUP', PrincipalId: group, ...(Filter ? { Filter } : {}) } as const;
      return (await aws.ssoAdmin.send(new ListAccountAssignmentsForPrincipalCommand(input))).AccountAssignments!;
    };
    expect((await held()).map(({ AccountId, PermissionSetArn }) => [AccountId, PermissionSetArn]).sort()).toEqual(
      [[accounts[0], developer], [accounts[0], other], [accounts[1], developer]].sort(), // prettier-ignore
    );
    expect(await held({ AccountId: accounts[1] })).toEqual([
      { AccountId: accounts[1], PermissionSetArn: developer, PrincipalId: group, PrincipalType: 'GROUP' },
    ]);
    await aws.identityStore.send(new DeleteGroupCommand({ IdentityStoreId, GroupId: group }));
    expect(await held()).toHaveLength(3);
    await remove(1);
    await aws.advance(8);
    expect(await held()).toHaveLength(2);
  });

  it('names each refusal', async () => {
    await refusalOf(create(0, { TargetId: '000000000000' }), ResourceNotFoundException);
    await refusalOf(create(0, { PermissionSetArn: `${developer.slice(0, -16)}0000000000000000` }), ResourceNotFoundException);
    await refusalOf(create(0, { PrincipalId: 'somebody' }), ValidationException);
    await refusalOf(create(0, { PrincipalType: 'ROBOT' as never }), ValidationException);
    await refusalOf(create(0, { TargetId: '12' }), ValidationException);
    await refusalOf(created('11111111-1111-4111-a111-111111111111'), ResourceNotFoundException);
  });

  it('loses no operation and repeats no id in a snapshot', async () => {
    const { RequestId } = await create(0);
    const snapshot = await aws.control('GET', '/snapshot');
    await aws.control('POST', '/snapshot', JSON.parse(JSON.stringify(snapshot)));
    await aws.advance(8);
    expect([(await created(RequestId)).Status, (await holders(0)).length]).toEqual(['SUCCEEDED', 1]);
    expect((await create(1)).RequestId).not.toBe(RequestId);
  });
});

describe('Identity Center: request rate', () => {
  it('answers twenty calls a second of all operations together', async () => {
    const aws = await startIdentitySandbox({ ...withoutRates(), ssoadmin: { allOperations: { rate: 20, burst: 20 } } });
    const answered = async (calls: number): Promise<number> => {
      const outcomes = await Promise.allSettled(Array.from({ length: calls }, () => aws.ssoAdmin.send(new ListInstancesCommand({}))));
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ThrottlingException);
      return outcomes.filter((outcome) => outcome.status === 'fulfilled').length;
    };
    expect(await answered(30)).toBe(20);
    await aws.advance(0.5);
    expect(await answered(30)).toBe(10);
    await aws.close();
  });
});
