import { GetRoleCommand, IAMClient, ListRolesCommand, paginateListRoles } from '@aws-sdk/client-iam';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { GetFederationTokenCommand } from '@aws-sdk/client-sts';
import type { Credentials, IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

describe('the wire', () => {
  let world: IdentitySandbox;

  beforeAll(async () => {
    world = await startIdentitySandbox();
  });

  afterAll(() => world.close());

  const refusedAs = async (credentials: Credentials, clockOffset = 0): Promise<readonly [string, string]> => {
    const settings = { endpoint: world.sandbox.endpoint, credentials, region: 'us-east-1', maxAttempts: 1, systemClockOffset: clockOffset };
    const sts = new STSClient(settings);
    const organizations = new OrganizationsClient(settings);
    const names = [
      (await refusalOf(sts.send(new GetCallerIdentityCommand({})))).name,
      (await refusalOf(organizations.send(new ListAccountsCommand({})))).name,
    ] as const;
    sts.destroy();
    organizations.destroy();
    return names;
  };

  test('a wrong secret, an unknown key, a token on a long-term key and a skewed clock are told apart', async () => {
    const { admin } = world.sandbox;
    expect(await refusedAs({ ...admin, secretAccessKey: 'x'.repeat(40) })).toEqual(['SignatureDoesNotMatch', 'InvalidSignatureException']);
    expect(await refusedAs({ ...admin, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })).toEqual(['InvalidClientTokenId', 'UnrecognizedClientException']);
    expect(await refusedAs({ ...admin, sessionToken: 'token' })).toEqual(['InvalidClientTokenId', 'UnrecognizedClientException']);
    expect(await refusedAs(admin, -16 * 60_000)).toEqual(['SignatureDoesNotMatch', 'InvalidSignatureException']);
  });

  test('a session needs its own token', async () => {
    const RoleArn = `arn:aws:iam::${world.sandbox.platformAccountId}:role/OrganizationAccountAccessRole`;
    const { Credentials } = await world.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'wire' }));
    const pair = { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretAccessKey! };
    expect(await refusedAs(pair)).toEqual(['InvalidClientTokenId', 'UnrecognizedClientException']);
    expect(await refusedAs({ ...pair, sessionToken: 'not-it' })).toEqual(['InvalidClientTokenId', 'UnrecognizedClientException']);
  });

  test('unsigned requests are refused', async () => {
    const form = await fetch(world.sandbox.endpoint, {
      method: 'POST',
      body: new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' }),
    });
    expect(form.status).toBe(403);
    expect(await form.text()).toContain('<Code>MissingAuthenticationToken</Code>');
    const json = await fetch(world.sandbox.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts' },
      body: '{}',
    });
    expect(json.status).toBe(400);
    expect(json.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(await json.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });

  test('a body that was changed after signing is refused', async () => {
    const iam = new IAMClient({ endpoint: world.sandbox.endpoint, credentials: world.sandbox.admin, region: 'us-east-1', maxAttempts: 1 });
    iam.middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request: { body: string } };
        request.body = request.body.replace('RoleName=one', 'RoleName=two');
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'tamper' },
    );
    expect((await refusalOf(iam.send(new GetRoleCommand({ RoleName: 'one' })))).name).toBe('SignatureDoesNotMatch');
    iam.destroy();
  });

  test('every answer has a request id, errors too', async () => {
    const { $metadata } = await world.iam.send(new ListRolesCommand({}));
    expect($metadata.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-9[0-9a-f]{3}-[0-9a-f]{12}$/);
    const failed: unknown = await world.iam.send(new GetRoleCommand({ RoleName: 'nobody' })).catch((error: unknown) => error);
    expect((failed as { $metadata: { requestId: string } }).$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await world.organizations.send(new ListAccountsCommand({}))).$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('what is not built names itself and is listed', async () => {
    const refusal = await refusalOf(world.sts.send(new GetFederationTokenCommand({ Name: 'somebody' })));
    expect(refusal.name).toBe('UnknownOperationException');
    expect(refusal.message).toContain('sts:GetFederationToken');
    const coverage = await world.control<Record<string, { built: string[]; notBuilt: string[] }>>('GET', '/coverage');
    expect(Object.keys(coverage).sort()).toEqual(['costexplorer', 'iam', 'identitystore', 'organizations', 'ssoadmin', 'sts']);
    expect(coverage.sts!.built).toContain('AssumeRole');
    expect(coverage.sts!.notBuilt).toContain('GetFederationToken');
    expect(coverage.iam!.notBuilt).toContain('CreateGroup');
    expect(coverage.iam!.built.length + coverage.iam!.notBuilt.length).toBeGreaterThan(170);
  });

  test('the SDK’s own paginator walks the lists', async () => {
    const names: string[] = [];
    for await (const page of paginateListRoles({ client: world.iam, pageSize: 1 }, {})) names.push(...page.Roles!.map((role) => role.RoleName!));
    const { Roles } = await world.iam.send(new ListRolesCommand({}));
    expect(names).toEqual(Roles!.map((role) => role.RoleName));
  });
});
