import {
  AttachManagedPolicyToPermissionSetCommand,
  ConflictException,
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DeleteInlinePolicyFromPermissionSetCommand,
  DeletePermissionSetCommand,
  DescribeInstanceCommand,
  DescribePermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  DetachManagedPolicyFromPermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListInstancesCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListPermissionSetProvisioningStatusCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  ListTagsForResourceCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  ResourceNotFoundException,
  TagResourceCommand,
  ThrottlingException,
  UntagResourceCommand,
  UpdatePermissionSetCommand,
  ValidationException,
} from '@aws-sdk/client-sso-admin';
import type { CreatePermissionSetCommandInput, PermissionSet } from '@aws-sdk/client-sso-admin';
import type { IamState } from '../../apps/sandbox/src/services/iam/model.js';
import { anyDate, anyText, textLike } from './support/anything.js';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const INLINE = '{"Version":"2012-10-17","Statement":[]}';

describe('Identity Center: instance and permission sets', () => {
  let aws: IdentitySandbox;
  let InstanceArn: string;
  beforeEach(async () => {
    aws = await startIdentitySandbox();
    InstanceArn = (await aws.ssoAdmin.send(new ListInstancesCommand({}))).Instances![0]!.InstanceArn!;
  });
  afterEach(() => aws.close());

  const create = async (input: Partial<CreatePermissionSetCommandInput> = {}): Promise<PermissionSet> =>
    (await aws.ssoAdmin.send(new CreatePermissionSetCommand({ InstanceArn, Name: 'Developer', ...input }))).PermissionSet!;
  /** An account in which a group holds the permission set. */
  const seeded = async (permissionSet: string): Promise<{ accountId: string; arn: string }> => {
    const spec = { accounts: [{ name: 'a', email: 'a@example.com', groups: [{ name: 'devs', members: ['ann'], permissionSets: [permissionSet] }] }] };
    const made = await aws.control<{ accountIds: string[]; permissionSets: Record<string, string> }>('POST', '/seed', spec);
    return { accountId: made.accountIds[0]!, arn: made.permissionSets[permissionSet]! };
  };
  const rolesOf = async (accountId: string): Promise<unknown[]> =>
    Object.values((await aws.control<IamState>('GET', '/state?service=iam')).accounts[accountId]!.roles).map((role) => ({
      name: role.name,
      path: role.path,
      attached: role.attached,
      inline: role.inline,
    }));

  it('has one instance from the start, as the console enables it', async () => {
    const { Instances } = await aws.ssoAdmin.send(new ListInstancesCommand({}));
    expect(Instances).toEqual([
      {
        InstanceArn: textLike(/^arn:aws:sso:::instance\/ssoins-[0-9a-f]{16}$/),
        IdentityStoreId: textLike(/^d-[0-9a-f]{10}$/),
        IdentityStoreArn: `arn:aws:identitystore::${aws.sandbox.managementAccountId}:identitystore/${Instances![0]!.IdentityStoreId!}`,
        OwnerAccountId: aws.sandbox.managementAccountId,
        CreatedDate: anyDate,
        Status: 'ACTIVE',
        PrimaryRegion: 'eu-central-1',
      },
    ]);
    expect(await aws.ssoAdmin.send(new DescribeInstanceCommand({ InstanceArn }))).toMatchObject({ ...Instances![0], PermissionSetsEnabled: true });
    const other = `${InstanceArn.slice(0, -1)}${InstanceArn.endsWith('0') ? '1' : '0'}`;
    await refusalOf(aws.ssoAdmin.send(new DescribeInstanceCommand({ InstanceArn: other })), ResourceNotFoundException);
  });

  it('creates, describes, updates, lists and deletes permission sets', async () => {
    const made = await create({ Description: 'd', SessionDuration: 'PT4H', RelayState: 'https://x', Tags: [{ Key: 'a', Value: '1' }] });
    expect(made).toEqual({
      Name: 'Developer',
      PermissionSetArn: textLike(/^arn:aws:sso:::permissionSet\/ssoins-[0-9a-f]{16}\/ps-[0-9a-f]{16}$/),
      Description: 'd',
      CreatedDate: anyDate,
      SessionDuration: 'PT4H',
      RelayState: 'https://x',
    });
    const PermissionSetArn = made.PermissionSetArn!;
    await aws.ssoAdmin.send(new UpdatePermissionSetCommand({ InstanceArn, PermissionSetArn, Description: 'e', SessionDuration: 'PT1H' }));
    const described = await aws.ssoAdmin.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }));
    expect(described.PermissionSet).toEqual({ ...made, Description: 'e', SessionDuration: 'PT1H' });
    expect((await aws.ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn }))).PermissionSets).toEqual([PermissionSetArn]);
    await aws.ssoAdmin.send(new TagResourceCommand({ InstanceArn, ResourceArn: PermissionSetArn, Tags: [{ Key: 'b', Value: '2' }] }));
    await aws.ssoAdmin.send(new UntagResourceCommand({ InstanceArn, ResourceArn: PermissionSetArn, TagKeys: ['a'] }));
    expect((await aws.ssoAdmin.send(new ListTagsForResourceCommand({ InstanceArn, ResourceArn: PermissionSetArn }))).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
    await aws.ssoAdmin.send(new DeletePermissionSetCommand({ InstanceArn, PermissionSetArn }));
    await refusalOf(aws.ssoAdmin.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn })), ResourceNotFoundException);
  });

  it('names each refusal', async () => {
    await create();
    await refusalOf(create(), ConflictException);
    await refusalOf(create({ Name: 'x'.repeat(33) }), ValidationException);
    await refusalOf(create({ Name: 'y', SessionDuration: 'PT13H' }), ValidationException);
    expect((await refusalOf(create({ InstanceArn: 'arn:nothing' }), ValidationException)).message).toContain(
      "at 'InstanceArn' failed to satisfy constraint",
    );
    const { arn: PermissionSetArn } = await seeded('Held');
    await refusalOf(aws.ssoAdmin.send(new DeletePermissionSetCommand({ InstanceArn, PermissionSetArn })), ConflictException);
    const page = aws.ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn, NextToken: 'bm90aGluZw' }));
    await refusalOf(page, ValidationException);
  });

  it('carries managed and inline policies', async () => {
    const { PermissionSetArn } = await create();
    const attach = () =>
      aws.ssoAdmin.send(new AttachManagedPolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn, ManagedPolicyArn: READ_ONLY }));
    const detach = () =>
      aws.ssoAdmin.send(new DetachManagedPolicyFromPermissionSetCommand({ InstanceArn, PermissionSetArn, ManagedPolicyArn: READ_ONLY }));
    const inline = async () => (await aws.ssoAdmin.send(new GetInlinePolicyForPermissionSetCommand({ InstanceArn, PermissionSetArn }))).InlinePolicy;
    const put = (InlinePolicy: string) =>
      aws.ssoAdmin.send(new PutInlinePolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn, InlinePolicy }));
    await attach();
    await refusalOf(attach(), ConflictException);
    const listed = await aws.ssoAdmin.send(new ListManagedPoliciesInPermissionSetCommand({ InstanceArn, PermissionSetArn }));
    expect(listed.AttachedManagedPolicies).toEqual([{ Name: 'ReadOnlyAccess', Arn: READ_ONLY }]);
    await detach();
    await refusalOf(detach(), ResourceNotFoundException);
    expect(await inline()).toBe('');
    await refusalOf(put('no json'), ValidationException);
    await put(INLINE);
    expect(await inline()).toBe(INLINE);
    const remove = () => aws.ssoAdmin.send(new DeleteInlinePolicyFromPermissionSetCommand({ InstanceArn, PermissionSetArn }));
    await remove();
    await refusalOf(remove(), ResourceNotFoundException);
  });

  it('brings changes to the accounts only when it is provisioned, three at a time', async () => {
    const { accountId, arn: PermissionSetArn } = await seeded('Developer');
    const latest = async (ProvisioningStatus: 'LATEST_PERMISSION_SET_PROVISIONED' | 'LATEST_PERMISSION_SET_NOT_PROVISIONED') => [
      (await aws.ssoAdmin.send(new ListAccountsForProvisionedPermissionSetCommand({ InstanceArn, PermissionSetArn, ProvisioningStatus }))).AccountIds,
      (await aws.ssoAdmin.send(new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn, AccountId: accountId, ProvisioningStatus })))
        .PermissionSets,
    ];
    expect(await latest('LATEST_PERMISSION_SET_PROVISIONED')).toEqual([[accountId], [PermissionSetArn]]);
    await aws.ssoAdmin.send(new AttachManagedPolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn, ManagedPolicyArn: READ_ONLY }));
    await aws.ssoAdmin.send(new PutInlinePolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn, InlinePolicy: INLINE }));
    expect(await latest('LATEST_PERMISSION_SET_NOT_PROVISIONED')).toEqual([[accountId], [PermissionSetArn]]);
    expect(await rolesOf(accountId)).toContainEqual(
      expect.objectContaining({ attached: [], inline: {}, path: '/aws-reserved/sso.amazonaws.com/eu-central-1/' }),
    );
    const provision = (TargetId?: string) =>
      aws.ssoAdmin.send(
        new ProvisionPermissionSetCommand({ InstanceArn, PermissionSetArn, ...(TargetId === undefined ? { TargetType: 'ALL_PROVISIONED_ACCOUNTS' } : { TargetType: 'AWS_ACCOUNT', TargetId }) }), // prettier-ignore
      );
    const { PermissionSetProvisioningStatus: started } = await provision(accountId);
    expect(started).toEqual({
      Status: 'IN_PROGRESS',
      RequestId: anyText,
      AccountId: accountId,
      PermissionSetArn,
      CreatedDate: anyDate,
    });
    await refusalOf(provision(accountId), ConflictException);
    await refusalOf(provision(aws.sandbox.platformAccountId), ResourceNotFoundException);
    await provision();
    await provision();
    await refusalOf(provision(), ThrottlingException);
    await aws.advance(8);
    const { PermissionSetProvisioningStatus: ended } = await aws.ssoAdmin.send(
      new DescribePermissionSetProvisioningStatusCommand({ InstanceArn, ProvisionPermissionSetRequestId: started!.RequestId }),
    );
    expect(ended).toEqual({ ...started, Status: 'SUCCEEDED' });
    const done = await aws.ssoAdmin.send(new ListPermissionSetProvisioningStatusCommand({ InstanceArn, Filter: { Status: 'SUCCEEDED' } }));
    expect(done.PermissionSetsProvisioningStatus).toHaveLength(3);
    expect(await latest('LATEST_PERMISSION_SET_PROVISIONED')).toEqual([[accountId], [PermissionSetArn]]);
    expect(await rolesOf(accountId)).toContainEqual(expect.objectContaining({ attached: [READ_ONLY], inline: { AwsSSOInlinePolicy: INLINE } }));
  });

  it('pages permission sets by twenty', async () => {
    for (let n = 1; n <= 21; n += 1) await create({ Name: `set-${n}` });
    const first = await aws.ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn }));
    const second = await aws.ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn, NextToken: first.NextToken }));
    expect([first.PermissionSets!.length, second.PermissionSets!.length, second.NextToken]).toEqual([20, 1, undefined]);
    expect(new Set([...first.PermissionSets!, ...second.PermissionSets!]).size).toBe(21);
    const all = await aws.ssoAdmin.send(new ListPermissionSetsCommand({ InstanceArn, MaxResults: 100 }));
    expect([all.PermissionSets!.length, all.NextToken]).toEqual([21, undefined]);
  });

  it('refuses an assignment of a permission set that does not exist', async () => {
    const { accountId, arn } = await seeded('Developer');
    const PermissionSetArn = `${arn.slice(0, -16)}0000000000000000`;
    const input = { InstanceArn, TargetId: accountId, TargetType: 'AWS_ACCOUNT', PermissionSetArn, PrincipalType: 'GROUP', PrincipalId: '11111111-1111-4111-a111-111111111111' } as const; // prettier-ignore
    await refusalOf(aws.ssoAdmin.send(new CreateAccountAssignmentCommand(input)), ResourceNotFoundException);
  });
});
