import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserPolicyCommand,
  GetRoleCommand,
  ListRolesCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreatePolicyCommand as CreateScpCommand,
  EnablePolicyTypeCommand,
  ListAccountsCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { LoggedCall } from '../../apps/sandbox/src/core/call-log.js';
import type { Clients, IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

const policy = (...statements: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const allow = (Action: unknown, Resource: unknown = '*', Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});

describe('enforcement', () => {
  let world: IdentitySandbox;
  let number = 0;

  const lastCall = async (): Promise<LoggedCall> => (await world.control<{ calls: LoggedCall[] }>('GET', '/calls')).calls.at(-1)!;

  const into = async (clients: Clients, RoleArn: string, Policy?: string): Promise<Clients> => {
    const { Credentials } = await clients.sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', ...(Policy === undefined ? {} : { Policy }) }),
    );
    return world.as({
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    });
  };

  const userWith = async (document: string): Promise<{ readonly name: string; readonly clients: Clients }> => {
    const name = `user-${(number += 1)}`;
    await world.iam.send(new CreateUserCommand({ UserName: name }));
    await world.iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'p', PolicyDocument: document }));
    const { AccessKey } = await world.iam.send(new CreateAccessKeyCommand({ UserName: name }));
    await world.advance(20);
    return { name, clients: world.as({ accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! }) };
  };

  beforeAll(async () => {
    world = await startIdentitySandbox();
  });

  afterAll(() => world.close());

  test('without a policy nothing is allowed but GetCallerIdentity, in the words and status of each protocol', async () => {
    const { clients } = await userWith(policy(allow('iam:GetUser')));
    await expect(clients.sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Account', world.sandbox.managementAccountId);
    const query = await refusalOf(clients.iam.send(new ListRolesCommand({})));
    expect(query).toMatchObject({ name: 'AccessDenied', status: 403 });
    expect(query.message).toMatch(
      /^User: arn:aws:iam::\d{12}:user\/user-\d+ is not authorized to perform: iam:ListRoles because no identity-based policy allows the iam:ListRoles action$/,
    );
    const json = await refusalOf(clients.organizations.send(new ListAccountsCommand({})));
    expect(json).toMatchObject({ name: 'AccessDeniedException', status: 400 });
    expect((await lastCall()).decision).toMatchObject({ decidedBy: 'identity', action: 'organizations:ListAccounts' });
  });

  test('a resource and a condition on a tag narrow what is allowed', async () => {
    const own = `arn:aws:iam::${world.sandbox.managementAccountId}:role/tagged-*`;
    const { clients } = await userWith(policy(allow('iam:GetRole', own, { StringEquals: { 'aws:ResourceTag/team': 'a' } })));
    const trust = policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
    for (const [RoleName, Value] of [
      ['tagged-a', 'a'],
      ['tagged-b', 'b'],
      ['other-a', 'a'],
    ] as const)
      await world.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, Tags: [{ Key: 'team', Value }] }));
    await expect(clients.iam.send(new GetRoleCommand({ RoleName: 'tagged-a' }))).resolves.toHaveProperty('Role.RoleName', 'tagged-a');
    for (const RoleName of ['tagged-b', 'other-a'])
      expect((await refusalOf(clients.iam.send(new GetRoleCommand({ RoleName })))).name).toBe('AccessDenied');
  });

  test('a permissions boundary limits what identity policies allow', async () => {
    const { name, clients } = await userWith(policy(allow('iam:*')));
    await world.iam.send(
      new PutUserPermissionsBoundaryCommand({ UserName: name, PermissionsBoundary: 'arn:aws:iam::aws:policy/AWSOrganizationsReadOnlyAccess' }),
    );
    await world.advance(20);
    await refusalOf(clients.iam.send(new ListUsersCommand({})));
    expect((await lastCall()).decision).toMatchObject({ decidedBy: 'boundary', refusedBy: ['boundary'] });
  });

  test('a session policy limits a session, and only it', async () => {
    const access = `arn:aws:iam::${world.sandbox.automationAccountId}:role/OrganizationAccountAccessRole`;
    const narrow = await into(world, access, policy(allow('iam:ListUsers')));
    await expect(narrow.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users', []);
    await refusalOf(narrow.iam.send(new ListRolesCommand({})));
    expect((await lastCall()).decision).toMatchObject({ decidedBy: 'session', refusedBy: ['session'] });
    await expect((await into(world, access)).iam.send(new ListRolesCommand({}))).resolves.toHaveProperty('Roles');
  });

  test('a service control policy binds members, not the management account', async () => {
    const { Roots } = await world.organizations.send(new ListRootsCommand({}));
    const RootId = Roots![0]!.Id!;
    await world.organizations.send(new EnablePolicyTypeCommand({ RootId, PolicyType: 'SERVICE_CONTROL_POLICY' }));
    const Content = policy({ Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' });
    const { Policy } = await world.organizations.send(
      new CreateScpCommand({ Name: 'no-users', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content }),
    );
    await world.organizations.send(new AttachPolicyCommand({ PolicyId: Policy!.PolicySummary!.Id!, TargetId: world.sandbox.platformAccountId }));
    const member = await into(world, `arn:aws:iam::${world.sandbox.platformAccountId}:role/OrganizationAccountAccessRole`);
    await world.advance(60);
    await refusalOf(member.iam.send(new ListUsersCommand({})));
    expect((await lastCall()).decision).toMatchObject({ decidedBy: 'scp', refusedBy: ['scp'] });
    await expect(member.iam.send(new ListRolesCommand({}))).resolves.toHaveProperty('Roles');
    await expect(world.iam.send(new ListUsersCommand({}))).resolves.toHaveProperty('Users');
  });

  test('a write is read at once and authorises 5 to 15 s later; denials in between are marked', async () => {
    const { name, clients } = await userWith(policy(allow('iam:GetUser')));
    await world.iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'more', PolicyDocument: policy(allow('iam:ListRoles')) }));
    await refusalOf(clients.iam.send(new ListRolesCommand({})));
    expect((await lastCall()).decision).toMatchObject({ allowed: false, notYetVisible: true });
    await refusalOf(clients.iam.send(new ListUsersCommand({})));
    expect((await lastCall()).decision?.notYetVisible).toBeUndefined();
    await world.advance(4);
    await refusalOf(clients.iam.send(new ListRolesCommand({})));
    await world.advance(12);
    await expect(clients.iam.send(new ListRolesCommand({}))).resolves.toHaveProperty('Roles');
    await world.iam.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName: 'more' }));
    await expect(clients.iam.send(new ListRolesCommand({}))).resolves.toHaveProperty('Roles');
    await world.advance(16);
    await refusalOf(clients.iam.send(new ListRolesCommand({})));
    const summary = await world.control<{ byOperation: Record<string, { notYetVisible: number; denied: number }> }>('GET', '/calls/summary');
    expect(summary.byOperation['iam:ListRoles']!.notYetVisible).toBeGreaterThanOrEqual(2);
  });

  test('a new access key is unknown until it is visible', async () => {
    await world.iam.send(new CreateUserCommand({ UserName: 'fresh' }));
    const { AccessKey } = await world.iam.send(new CreateAccessKeyCommand({ UserName: 'fresh' }));
    const clients = world.as({ accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! });
    expect((await refusalOf(clients.sts.send(new GetCallerIdentityCommand({})))).name).toBe('InvalidClientTokenId');
    expect((await lastCall()).decision).toMatchObject({ notYetVisible: true });
    await world.advance(16);
    await expect(clients.sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Account');
  });

  test('a role that trusts somebody else is not widened by a managed policy of its own', async () => {
    const { Policy } = await world.iam.send(new CreatePolicyCommand({ PolicyName: 'everything', PolicyDocument: policy(allow('*')) }));
    const trust = policy({ Effect: 'Allow', Principal: { AWS: world.sandbox.automationAccountId }, Action: 'sts:AssumeRole' });
    const { Role } = await world.iam.send(new CreateRoleCommand({ RoleName: 'for-automation', AssumeRolePolicyDocument: trust }));
    await world.iam.send(new AttachRolePolicyCommand({ RoleName: 'for-automation', PolicyArn: Policy!.Arn! }));
    await world.iam.send(new PutRolePolicyCommand({ RoleName: 'for-automation', PolicyName: 'p', PolicyDocument: policy(allow('*')) }));
    await world.advance(20);
    await refusalOf(into(world, Role!.Arn!));
    expect((await lastCall()).decision).toMatchObject({ decidedBy: 'trust', probe: true });
    const automation = await into(world, `arn:aws:iam::${world.sandbox.automationAccountId}:role/OrganizationAccountAccessRole`);
    const chained = await into(automation, Role!.Arn!);
    expect((await chained.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(
      `arn:aws:sts::${world.sandbox.managementAccountId}:assumed-role/for-automation/test`,
    );
  });
});
