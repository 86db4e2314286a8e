import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateAccessKeyCommand,
  PutUserPolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, MalformedPolicyDocumentException } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import type { LoggedCall } from '../../apps/sandbox/src/core/call-log.js';
import type { Clients, Credentials, IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

const ours = 'ours-0123456789';

describe('AssumeRole', () => {
  let world: IdentitySandbox;
  let user: Clients;
  let userArn: string;

  const managementRole = (name: string) => `arn:aws:iam::${world.sandbox.managementAccountId}:role/${name}`;

  const into = async (clients: Clients, RoleArn: string, more: Partial<AssumeRoleCommandInput> = {}): Promise<Credentials> => {
    const { Credentials } = await clients.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', ...more }));
    return { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretAccessKey!, sessionToken: Credentials!.SessionToken! };
  };

  const makeRole = async (name: string, statements: readonly object[]): Promise<void> => {
    await world.iam.send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }),
    );
  };

  const lastCall = async (): Promise<LoggedCall> => {
    const { calls } = await world.control<{ calls: LoggedCall[] }>('GET', '/calls');
    return calls.at(-1)!;
  };

  const trust = (Condition?: object, Principal: object | string = { AWS: userArn }, Action: unknown = 'sts:AssumeRole') => ({
    Effect: 'Allow',
    Principal,
    Action,
    ...(Condition ? { Condition } : {}),
  });

  beforeAll(async () => {
    world = await startIdentitySandbox();
    const platform = world.as(await into(world, `arn:aws:iam::${world.sandbox.platformAccountId}:role/OrganizationAccountAccessRole`));
    const created = await platform.iam.send(new CreateUserCommand({ UserName: 'meshfed-service-user' }));
    userArn = created.User!.Arn!;
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], Resource: '*' }],
    };
    await platform.iam.send(
      new PutUserPolicyCommand({ UserName: 'meshfed-service-user', PolicyName: 'chain', PolicyDocument: JSON.stringify(policy) }),
    );
    const { AccessKey } = await platform.iam.send(new CreateAccessKeyCommand({ UserName: 'meshfed-service-user' }));
    user = world.as({ accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! });

    const exact = { StringEquals: { 'sts:ExternalId': ours } };
    await makeRole('Open', [trust()]);
    await makeRole('Exact', [trust(exact)]);
    await makeRole('Like', [trust({ StringLike: { 'sts:ExternalId': '*' } })]);
    await makeRole('IfExists', [trust({ StringEqualsIfExists: { 'sts:ExternalId': ours } })]);
    await makeRole('ExtraRoot', [trust(exact), trust(undefined, { AWS: `arn:aws:iam::${world.sandbox.platformAccountId}:root` })]);
    await makeRole('TwoIds', [trust({ StringEquals: { 'sts:ExternalId': [ours, 'test'] } })]);
    await makeRole('Everyone', [trust(exact, '*')]);
    await makeRole('Plain', [trust()]);
    await makeRole('Taggable', [trust(undefined, undefined, ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'])]);
    await makeRole('Next', [trust(undefined, { AWS: managementRole('Taggable') }, ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'])]);
    await makeRole('NextPlain', [trust(undefined, { AWS: managementRole('Taggable') })]);
    for (const RoleName of ['Taggable', 'Next'])
      await world.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
    await world.advance(20);
  });

  afterAll(() => world.close());

  // The table of specs/connections.md §3.5: what probes can see of seven trust policies, asked by the printed principal.
  const table = [
    ['Open', true, true, true],
    ['Exact', false, false, true],
    ['Like', false, true, true],
    ['IfExists', true, false, true],
    ['ExtraRoot', true, true, true],
    ['TwoIds', false, false, true],
    ['Everyone', false, false, true],
  ] as const;

  test.each(table)('%s: without ExternalId %s, with a wrong one %s, with ours %s', async (name, without, wrong, right) => {
    const probe = async (ExternalId?: string): Promise<boolean> =>
      into(user, managementRole(name), ExternalId === undefined ? {} : { ExternalId }).then(
        () => true,
        (error: unknown) => {
          expect((error as Error).name).toBe('AccessDenied');
          return false;
        },
      );
    expect([await probe(), await probe('wrong-id'), await probe(ours)]).toEqual([without, wrong, right]);
  });

  test('a refused probe is logged as refused by the trust policy alone', async () => {
    await refusalOf(into(user, managementRole('Exact'), { ExternalId: 'wrong-id' }));
    const call = await lastCall();
    expect(call.decision).toMatchObject({ allowed: false, decidedBy: 'trust', refusedBy: ['trust'], probe: true });
    expect(call).toMatchObject({ service: 'sts', operation: 'AssumeRole', caller: userArn, errorCode: 'AccessDenied', tookEffect: false });
  });

  test('a caller whose own policy does not allow the role is refused by identity, however open the trust', async () => {
    const narrow = world.as(
      await into(world, `arn:aws:iam::${world.sandbox.platformAccountId}:role/OrganizationAccountAccessRole`, {
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] }),
      }),
    );
    expect((await refusalOf(into(narrow, managementRole('Everyone'), { ExternalId: ours }))).name).toBe('AccessDenied');
    expect((await lastCall()).decision).toMatchObject({ decidedBy: 'session', refusedBy: ['session'] });
  });

  test('a role that does not exist is refused like any other, and the log tells', async () => {
    const refusal = await refusalOf(into(user, managementRole('Nobody')));
    expect(refusal).toMatchObject({ name: 'AccessDenied', status: 403 });
    expect(refusal.message).toBe(`User: ${userArn} is not authorized to perform: sts:AssumeRole on resource: ${managementRole('Nobody')}`);
    expect((await lastCall()).decision).toMatchObject({ decidedBy: 'missingRole' });
    expect((await lastCall()).decision?.probe).toBeUndefined();
  });

  test('session tags and a source identity need sts:TagSession and sts:SetSourceIdentity in the trust policy', async () => {
    await refusalOf(into(user, managementRole('Plain'), { Tags: [{ Key: 'run', Value: '1' }] }));
    expect((await lastCall()).decision).toMatchObject({ action: 'sts:TagSession', decidedBy: 'trust' });
    await refusalOf(into(user, managementRole('Plain'), { SourceIdentity: 'orgledger' }));
    expect((await lastCall()).decision).toMatchObject({ action: 'sts:SetSourceIdentity', decidedBy: 'trust' });
    const answer = await user.sts.send(
      new AssumeRoleCommand({
        RoleArn: managementRole('Taggable'),
        RoleSessionName: 'test',
        SourceIdentity: 'orgledger',
        Tags: [{ Key: 'run', Value: '1' }],
      }),
    );
    expect(answer.SourceIdentity).toBe('orgledger');
    expect(answer.SessionTokenUtilization).toBeGreaterThan(0);
  });

  test('transitive tags and the source identity stay through the chain', async () => {
    const first = world.as(
      await into(user, managementRole('Taggable'), {
        SourceIdentity: 'orgledger',
        Tags: [
          { Key: 'run', Value: '1' },
          { Key: 'loose', Value: 'x' },
        ],
        TransitiveTagKeys: ['run'],
      }),
    );
    await refusalOf(into(first, managementRole('NextPlain')));
    expect((await lastCall()).decision).toMatchObject({ action: 'sts:TagSession', decidedBy: 'trust' });
    const second = world.as(await into(first, managementRole('Next')));
    await second.sts.send(new GetCallerIdentityCommand({}));
    expect(await lastCall()).toMatchObject({ sourceIdentity: 'orgledger', sessionName: 'test' });
    const { sessions } = await world.control<{ sessions: Record<string, { tags: unknown; holder: { name: string }; sourceIdentity?: string }> }>(
      'GET',
      '/state?service=sts',
    );
    const chained = Object.values(sessions).find((session) => session.holder.name === 'Next' && session.sourceIdentity === 'orgledger');
    expect(chained?.tags).toEqual([{ Key: 'run', Value: '1' }]);
    expect((await refusalOf(into(first, managementRole('Next'), { SourceIdentity: 'somebody-else' }))).name).toBe('AccessDenied');
  });

  test('a chained session lasts an hour at most', async () => {
    const first = world.as(await into(user, managementRole('Taggable')));
    const refusal = await refusalOf(into(first, managementRole('Next'), { DurationSeconds: 3601 }));
    expect(refusal).toMatchObject({ name: 'ValidationError', status: 400 });
    expect(refusal.message).toContain('1 hour session limit for roles assumed by role chaining');
    await expect(into(first, managementRole('Next'), { DurationSeconds: 3600 })).resolves.toHaveProperty('accessKeyId');
  });

  test('a malformed session policy is refused by its class', async () => {
    const refusal = await refusalOf(into(user, managementRole('Plain'), { Policy: '{"Statement":' }), MalformedPolicyDocumentException);
    expect(refusal.status).toBe(400);
  });

  test('an expired session is refused, and AWS names it ExpiredToken', async () => {
    const own = await startIdentitySandbox();
    try {
      const { Credentials } = await own.sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${own.sandbox.platformAccountId}:role/OrganizationAccountAccessRole`,
          RoleSessionName: 'short',
          DurationSeconds: 900,
        }),
      );
      expect(Credentials!.Expiration!.toISOString()).toMatch(/^2026-03-01T08:15:0/);
      const session = own.as({
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      });
      await expect(session.sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Account', own.sandbox.platformAccountId);
      await own.advance(901);
      const refusal = await refusalOf(session.sts.send(new GetCallerIdentityCommand({})));
      expect(refusal).toMatchObject({ name: 'ExpiredToken', status: 403 });
    } finally {
      await own.close();
    }
  });

  test('tags of the role are condition keys of who may assume it', async () => {
    await makeRole('Owned', [trust({ StringEquals: { 'aws:ResourceTag/owner': 'us' } })]);
    await world.advance(20);
    await refusalOf(into(user, managementRole('Owned')));
    await world.iam.send(new TagRoleCommand({ RoleName: 'Owned', Tags: [{ Key: 'owner', Value: 'us' }] }));
    await world.advance(20);
    await expect(into(user, managementRole('Owned'))).resolves.toHaveProperty('sessionToken');
  });
});
