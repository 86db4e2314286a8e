import {
  ConflictException,
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupMembershipCommand,
  DeleteUserCommand,
  DescribeGroupCommand,
  DescribeGroupMembershipCommand,
  DescribeUserCommand,
  GetGroupIdCommand,
  GetGroupMembershipIdCommand,
  GetUserIdCommand,
  IsMemberInGroupsCommand,
  ListGroupMembershipsCommand,
  ListGroupMembershipsForMemberCommand,
  ListGroupsCommand,
  ListUsersCommand,
  ResourceNotFoundException,
  UpdateGroupCommand,
  UpdateUserCommand,
  ValidationException,
} from '@aws-sdk/client-identitystore';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { anyDate, anyText, textWith } from './support/anything.js';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

describe('Identity store', () => {
  let aws: IdentitySandbox;
  let IdentityStoreId: string;
  beforeEach(async () => {
    aws = await startIdentitySandbox();
    IdentityStoreId = (await aws.ssoAdmin.send(new ListInstancesCommand({}))).Instances![0]!.IdentityStoreId!;
  });
  afterEach(() => aws.close());

  const createUser = async (UserName: string, more: object = {}): Promise<string> => {
    const input = { IdentityStoreId, UserName, DisplayName: UserName, Name: { GivenName: 'Ann', FamilyName: 'Lee' }, ...more };
    return (await aws.identityStore.send(new CreateUserCommand(input))).UserId!;
  };
  const createGroup = async (DisplayName: string, Description?: string): Promise<string> =>
    (await aws.identityStore.send(new CreateGroupCommand({ IdentityStoreId, DisplayName, ...(Description === undefined ? {} : { Description }) })))
      .GroupId!;
  const join = async (GroupId: string, UserId: string): Promise<string> =>
    (await aws.identityStore.send(new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } }))).MembershipId!;
  const userIdBy = async (AttributePath: string, AttributeValue: string): Promise<string> =>
    (
      await aws.identityStore.send(
        new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } } }),
      )
    ).UserId!;
  const groupIdBy = async (AttributeValue: string, AttributePath = 'displayName'): Promise<string> =>
    (
      await aws.identityStore.send(
        new GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } } }),
      )
    ).GroupId!;
  /** Deprecated by AWS, still answered. */
  const filter = (AttributePath: string, AttributeValue: string) => ({ Filters: [{ AttributePath, AttributeValue }] });
  const nobody = '11111111-1111-4111-a111-111111111111';

  it('creates, finds, changes and deletes users', async () => {
    const UserId = await createUser('ann@example.com', { Emails: [{ Value: 'ann@example.com', Type: 'work', Primary: true }], Title: 'Engineer' });
    const described = await aws.identityStore.send(new DescribeUserCommand({ IdentityStoreId, UserId }));
    expect(described).toMatchObject({
      IdentityStoreId,
      UserId,
      UserName: 'ann@example.com',
      DisplayName: 'ann@example.com',
      Name: { GivenName: 'Ann', FamilyName: 'Lee' },
      Emails: [{ Value: 'ann@example.com', Type: 'work', Primary: true }],
      Title: 'Engineer',
      UserStatus: 'ENABLED',
      CreatedAt: anyDate,
      UpdatedAt: anyDate,
    });
    expect([await userIdBy('userName', 'ANN@example.com'), await userIdBy('emails.value', 'ann@example.com')]).toEqual([UserId, UserId]);
    await aws.identityStore.send(
      new UpdateUserCommand({
        IdentityStoreId,
        UserId,
        Operations: [
          { AttributePath: 'userName', AttributeValue: 'ann.lee@example.com' },
          { AttributePath: 'name.familyName', AttributeValue: 'Lee-Roy' },
          { AttributePath: 'emails', AttributeValue: [{ value: 'lee@example.com', primary: true }] },
          { AttributePath: 'title' },
        ],
      }),
    );
    const changed = await aws.identityStore.send(new DescribeUserCommand({ IdentityStoreId, UserId }));
    expect(changed).toMatchObject({
      UserName: 'ann.lee@example.com',
      Name: { GivenName: 'Ann', FamilyName: 'Lee-Roy' },
      Emails: [{ Value: 'lee@example.com', Primary: true }],
    });
    expect(changed).not.toHaveProperty('Title');
    await refusalOf(userIdBy('userName', 'ann@example.com'), ResourceNotFoundException);
    expect(await userIdBy('emails.value', 'lee@example.com')).toBe(UserId);
    await aws.identityStore.send(new DeleteUserCommand({ IdentityStoreId, UserId }));
    await refusalOf(aws.identityStore.send(new DescribeUserCommand({ IdentityStoreId, UserId })), ResourceNotFoundException);
    expect(await createUser('ann.lee@example.com')).not.toBe(UserId);
  });

  it('creates, finds, renames and deletes groups', async () => {
    const GroupId = await createGroup('devs', 'Developers');
    const group = await aws.identityStore.send(new DescribeGroupCommand({ IdentityStoreId, GroupId }));
    expect(group).toEqual({
      $metadata: expect.anything() as unknown,
      IdentityStoreId,
      GroupId,
      DisplayName: 'devs',
      Description: 'Developers',
      CreatedAt: anyDate,
      CreatedBy: textWith('administrator'),
      UpdatedAt: anyDate,
      UpdatedBy: textWith('administrator'),
    });
    expect(await groupIdBy('devs')).toBe(GroupId);
    const update = (AttributePath: string, AttributeValue?: string) =>
      aws.identityStore.send(new UpdateGroupCommand({ IdentityStoreId, GroupId, Operations: [{ AttributePath, ...(AttributeValue === undefined ? {} : { AttributeValue }) }] })); // prettier-ignore
    await update('displayName', 'developers');
    await update('description');
    const renamed = await aws.identityStore.send(new DescribeGroupCommand({ IdentityStoreId, GroupId }));
    expect([renamed.DisplayName, renamed.Description, await groupIdBy('developers')]).toEqual(['developers', undefined, GroupId]);
    await refusalOf(groupIdBy('devs'), ResourceNotFoundException);
    await createGroup('ops');
    expect(await refusalOf(update('displayName', 'ops'), ConflictException)).toMatchObject({ reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
    await refusalOf(update('members', 'x'), ValidationException);
    await aws.identityStore.send(new DeleteGroupCommand({ IdentityStoreId, GroupId }));
    await refusalOf(aws.identityStore.send(new DeleteGroupCommand({ IdentityStoreId, GroupId })), ResourceNotFoundException);
    expect(await createGroup('developers')).not.toBe(GroupId);
  });

  it('keeps user names, e-mails and group names unique, without case', async () => {
    await createUser('ann', { Emails: [{ Value: 'ann@example.com' }] });
    await createGroup('devs');
    expect(await refusalOf(createUser('Ann'), ConflictException)).toMatchObject({ reason: 'UNIQUENESS_CONSTRAINT_VIOLATION', status: 400 });
    await refusalOf(createUser('bob', { Emails: [{ Value: 'ANN@example.com' }] }), ConflictException);
    expect(await refusalOf(createGroup('Devs'), ConflictException)).toMatchObject({ reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
  });

  it('adds, finds, lists and ends memberships', async () => {
    const [ann, bob, devs, ops] = [await createUser('ann'), await createUser('bob'), await createGroup('devs'), await createGroup('ops')];
    const MembershipId = await join(devs, ann);
    await join(devs, bob);
    await join(ops, ann);
    expect(await refusalOf(join(devs, ann), ConflictException)).toMatchObject({ reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
    const find = () => aws.identityStore.send(new GetGroupMembershipIdCommand({ IdentityStoreId, GroupId: devs, MemberId: { UserId: ann } }));
    expect((await find()).MembershipId).toBe(MembershipId);
    const membership = await aws.identityStore.send(new DescribeGroupMembershipCommand({ IdentityStoreId, MembershipId }));
    expect(membership).toMatchObject({ IdentityStoreId, MembershipId, GroupId: devs, MemberId: { UserId: ann } });
    const members = async (GroupId: string): Promise<(string | undefined)[]> =>
      (await aws.identityStore.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId })))
        .GroupMemberships!.map(({ MemberId }) => MemberId?.UserId)
        .sort();
    const groups = async (UserId: string): Promise<(string | undefined)[]> =>
      (await aws.identityStore.send(new ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId: { UserId } })))
        .GroupMemberships!.map(({ GroupId }) => GroupId)
        .sort();
    expect([await members(devs), await groups(ann)]).toEqual([[ann, bob].sort(), [devs, ops].sort()]);
    const { Results } = await aws.identityStore.send(
      new IsMemberInGroupsCommand({ IdentityStoreId, MemberId: { UserId: bob }, GroupIds: [devs, ops] }),
    );
    expect(Results!.map(({ GroupId, MembershipExists }) => [GroupId, MembershipExists])).toEqual([[devs, true], [ops, false]]); // prettier-ignore
    const leave = () => aws.identityStore.send(new DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId }));
    await leave();
    await refusalOf(leave(), ResourceNotFoundException);
    await refusalOf(find(), ResourceNotFoundException);
    expect(await members(devs)).toEqual([bob]);
    await aws.identityStore.send(new DeleteGroupCommand({ IdentityStoreId, GroupId: ops }));
    expect(await groups(ann)).toEqual([]);
    await aws.identityStore.send(new DeleteUserCommand({ IdentityStoreId, UserId: bob }));
    expect(await members(devs)).toEqual([]);
  });

  it('names each refusal', async () => {
    const devs = await createGroup('devs');
    const missing = await aws.identityStore.send(new DescribeGroupCommand({ IdentityStoreId, GroupId: nobody })).catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(ResourceNotFoundException);
    expect(missing).toMatchObject({ ResourceType: 'GROUP', ResourceId: nobody, RequestId: anyText });
    await refusalOf(join(devs, nobody), ResourceNotFoundException);
    await refusalOf(aws.identityStore.send(new DescribeGroupCommand({ IdentityStoreId: 'd-0000000000', GroupId: devs })), ResourceNotFoundException);
    await refusalOf(aws.identityStore.send(new DescribeGroupCommand({ IdentityStoreId, GroupId: 'devs' })), ValidationException);
    await refusalOf(createGroup('AWSAdministrators'), ValidationException);
    await refusalOf(createUser('eve', { DisplayName: undefined }), ValidationException);
    await refusalOf(groupIdBy('devs', 'description'), ValidationException);
    await refusalOf(aws.identityStore.send(new ListGroupsCommand({ IdentityStoreId, ...filter('Description', 'x') })), ValidationException);
    await refusalOf(aws.identityStore.send(new ListGroupsCommand({ IdentityStoreId, NextToken: 'nothing' })), ValidationException);
  });

  it('pages and filters groups and users', async () => {
    for (let n = 1; n <= 21; n += 1) await createGroup(`g${n}`);
    const first = await aws.identityStore.send(new ListGroupsCommand({ IdentityStoreId }));
    const second = await aws.identityStore.send(new ListGroupsCommand({ IdentityStoreId, NextToken: first.NextToken }));
    expect([first.Groups!.length, second.Groups!.length, second.NextToken]).toEqual([20, 1, undefined]);
    expect(new Set([...first.Groups!, ...second.Groups!].map((group) => group.DisplayName)).size).toBe(21);
    const filtered = await aws.identityStore.send(new ListGroupsCommand({ IdentityStoreId, ...filter('DisplayName', 'g7') }));
    expect(filtered.Groups!.map((group) => group.DisplayName)).toEqual(['g7']);
    await createUser('ann');
    await createUser('bob');
    const users = await aws.identityStore.send(new ListUsersCommand({ IdentityStoreId, MaxResults: 1 }));
    const rest = await aws.identityStore.send(new ListUsersCommand({ IdentityStoreId, MaxResults: 1, NextToken: users.NextToken }));
    expect([...users.Users!, ...rest.Users!].map((user) => user.UserName).sort()).toEqual(['ann', 'bob']);
    const none = await aws.identityStore.send(new ListUsersCommand({ IdentityStoreId, ...filter('UserName', 'eve') }));
    expect(none.Users).toEqual([]);
  });
});
