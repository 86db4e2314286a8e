import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateGroupCommand, ListGroupsCommand } from '@aws-sdk/client-identitystore';
import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-organizations';
import { CreateAccountAssignmentCommand, ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { SeededOrganization } from '../../apps/sandbox/src/services/organizations/seed.js';
import type { Clients, IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

interface Statement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

describe('Organizations and Identity Center under narrow policies', () => {
  let aws: IdentitySandbox;
  let made: SeededOrganization;
  let root: string;
  beforeEach(async () => {
    aws = await startIdentitySandbox();
    root = (await aws.organizations.send(new ListRootsCommand({}))).Roots![0]!.Id!;
    const group = { name: 'devs', members: ['ann'], permissionSets: ['Developer'] };
    made = await aws.control('POST', '/seed', {
      accounts: [
        { name: 'one', email: 'one@example.com', unit: 'A', tags: { team: 'blue' }, groups: [group] },
        { name: 'two', email: 'two@example.com', unit: 'B', tags: { team: 'red' } },
      ],
    });
  });
  afterEach(() => aws.close());

  const userWith = async (...statements: readonly Statement[]): Promise<Clients> => {
    const document = { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) };
    await aws.iam.send(new CreateUserCommand({ UserName: 'narrow' }));
    await aws.iam.send(new PutUserPolicyCommand({ UserName: 'narrow', PolicyName: 'narrow', PolicyDocument: JSON.stringify(document) }));
    const { AccessKey: key } = await aws.iam.send(new CreateAccessKeyCommand({ UserName: 'narrow' }));
    await aws.advance(120);
    return aws.as({ accessKeyId: key!.AccessKeyId!, secretAccessKey: key!.SecretAccessKey! });
  };
  const denied = async (call: Promise<unknown>): Promise<string> => {
    const { name, status, message } = await refusalOf(call);
    expect([name, status]).toEqual(['AccessDeniedException', 400]);
    return message;
  };
  const organization = (kind: string, id: string): string =>
    `arn:aws:organizations::${aws.sandbox.managementAccountId}:${kind}/${aws.sandbox.organizationId}/${id}`;

  it('CreateAccount with tags needs TagResource besides, and its tags are conditions', async () => {
    const { organizations } = await userWith(
      { Action: 'organizations:CreateAccount', Resource: '*' },
      { Action: 'organizations:TagResource', Resource: organization('account', '*'), Condition: { StringLike: { 'aws:RequestTag/intent': 'i-*' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['intent'] } } }, // prettier-ignore
    );
    const create = (...tags: [string, string][]) =>
      organizations.send(new CreateAccountCommand({ AccountName: 'n', Email: `n${tags.length}@example.com`, Tags: tags.map(([Key, Value]) => ({ Key, Value })) })); // prettier-ignore
    await create();
    await create(['intent', 'i-1']);
    expect(await denied(create(['intent', 'other']))).toContain('organizations:TagResource');
    await denied(create(['intent', 'i-1'], ['more', '']));
  });

  it('TagResource and UntagResource see the tags asked for and the tags that are there', async () => {
    const { organizations } = await userWith(
      { Action: ['organizations:TagResource', 'organizations:UntagResource'], Resource: organization('account', '*'), Condition: { 'ForAllValues:StringLike': { 'aws:TagKeys': ['own:*'] }, StringEquals: { 'aws:ResourceTag/team': 'blue' } } }, // prettier-ignore
    );
    const [one, two] = made.accountIds;
    const tag = (ResourceId: string | undefined, Key: string) => organizations.send(new TagResourceCommand({ ResourceId, Tags: [{ Key, Value: 'x' }] })); // prettier-ignore
    await tag(one, 'own:a');
    await denied(tag(one, 'foreign'));
    await denied(tag(two, 'own:a'));
    await organizations.send(new UntagResourceCommand({ ResourceId: one, TagKeys: ['own:a'] }));
    await denied(organizations.send(new UntagResourceCommand({ ResourceId: one, TagKeys: ['team'] })));
  });

  it('CloseAccount can be granted by tag', async () => {
    const { organizations } = await userWith({ Action: 'organizations:CloseAccount', Resource: organization('account', '*'), Condition: { StringEquals: { 'aws:ResourceTag/team': 'red' } } }); // prettier-ignore
    await denied(organizations.send(new CloseAccountCommand({ AccountId: made.accountIds[0] })));
    await organizations.send(new CloseAccountCommand({ AccountId: made.accountIds[1] }));
  });

  it('MoveAccount needs the account, where it is and where it goes', async () => {
    const { A = '', B = '' } = made.units;
    const { organizations } = await userWith({ Action: 'organizations:MoveAccount', Resource: [organization('account', '*'), organization('ou', A)] }); // prettier-ignore
    const move = { AccountId: made.accountIds[0], SourceParentId: A };
    expect(await denied(organizations.send(new MoveAccountCommand({ ...move, DestinationParentId: B })))).toContain(organization('ou', B));
    expect(await denied(organizations.send(new MoveAccountCommand({ ...move, DestinationParentId: root })))).toContain(organization('root', root));
  });

  it('CreateOrganizationalUnit is judged by its parent', async () => {
    const { organizations } = await userWith({ Action: 'organizations:CreateOrganizationalUnit', Resource: organization('ou', made.units.A!) });
    await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: made.units.A, Name: 'in' }));
    await denied(organizations.send(new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'out' })));
  });

  it('CreateAccountAssignment needs instance, permission set and account; the management account needs IAM permissions besides', async () => {
    const instance = (await aws.ssoAdmin.send(new ListInstancesCommand({}))).Instances![0]!.InstanceArn!;
    const set = made.permissionSets.Developer!;
    const { ssoAdmin } = await userWith({ Action: 'sso:CreateAccountAssignment', Resource: [instance, set, `arn:aws:sso:::account/${made.accountIds[1]!}`, `arn:aws:sso:::account/${aws.sandbox.managementAccountId}`] }); // prettier-ignore
    const assign = (clients: Pick<Clients, 'ssoAdmin'>, TargetId: string | undefined) =>
      clients.ssoAdmin.send(new CreateAccountAssignmentCommand({ InstanceArn: instance, PermissionSetArn: set, TargetId, TargetType: 'AWS_ACCOUNT', PrincipalType: 'GROUP', PrincipalId: made.groups.devs })); // prettier-ignore
    await assign({ ssoAdmin }, made.accountIds[1]);
    await denied(assign({ ssoAdmin }, made.accountIds[0]));
    expect(await denied(assign({ ssoAdmin }, aws.sandbox.managementAccountId))).toContain('iam:');
    await assign(aws, aws.sandbox.managementAccountId);
  });

  it('ListGroups needs all groups and the store, CreateGroup the store', async () => {
    const { IdentityStoreId, IdentityStoreArn } = (await aws.ssoAdmin.send(new ListInstancesCommand({}))).Instances![0]!;
    const { identityStore } = await userWith(
      { Action: 'identitystore:CreateGroup', Resource: IdentityStoreArn! },
      { Action: 'identitystore:ListGroups', Resource: [IdentityStoreArn!, `arn:aws:identitystore:::group/${made.groups.devs!}`] },
    );
    await identityStore.send(new CreateGroupCommand({ IdentityStoreId, DisplayName: 'ops' }));
    expect(await denied(identityStore.send(new ListGroupsCommand({ IdentityStoreId })))).toContain('arn:aws:identitystore:::group/*');
  });

  it('answers member accounts nothing but the organization’s description', async () => {
    const role = `arn:aws:iam::${made.accountIds[0]!}:role/OrganizationAccountAccessRole`;
    const { Credentials: session } = await aws.sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'member' }));
    const member = aws.as({ accessKeyId: session!.AccessKeyId!, secretAccessKey: session!.SecretAccessKey!, sessionToken: session!.SessionToken! }); // prettier-ignore
    const { Organization } = await member.organizations.send(new DescribeOrganizationCommand({}));
    expect(Organization!.Id).toBe(aws.sandbox.organizationId);
    await denied(member.organizations.send(new ListAccountsCommand({})));
    const { IdentityStoreId } = (await member.ssoAdmin.send(new ListInstancesCommand({}))).Instances![0]!;
    await denied(member.identityStore.send(new ListGroupsCommand({ IdentityStoreId })));
  });
});
