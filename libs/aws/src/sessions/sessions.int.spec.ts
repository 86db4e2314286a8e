import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectToStub, assumedRole, managementAccountId, queryError } from '@orgledger/aws/testing';
import type { StubConnection, StubReply, StubRequest } from '@orgledger/aws/testing';

const member = '444444444444';
const minute = 60_000;
const identity = (accountId: string): StubReply => ({
  xml: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn</Arn><UserId>u</UserId><Account>${accountId}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
});

let stub: StubConnection;
const folder = mkdtempSync(join(tmpdir(), 'sessions-'));
afterEach(() => stub.close());
afterAll(() => rmSync(folder, { recursive: true }));

const accountOf = (roleArn: unknown): string => String(roleArn).split(':')[4] ?? '';

/** AWS that lets everybody in for an hour from now by its own clock, and numbers the sessions it gives. */
const generous = (moved: () => number) => {
  let sessions = 0;
  return (request: StubRequest): StubReply =>
    request.operation === 'GetCallerIdentity'
      ? identity('0')
      : assumedRole(
          accountOf(request.input.RoleArn),
          `ASIA${(sessions += 1)}`,
          new Date(Date.parse('2030-01-01T01:00:00Z') + moved()),
          request.operation,
        );
};

const assumed = (): readonly StubRequest[] => stub.aws.requests.filter(({ operation }) => operation.startsWith('AssumeRole'));
const callers = (): readonly (string | undefined)[] =>
  stub.aws.requests.filter(({ operation }) => operation === 'GetCallerIdentity').map(({ accessKeyId }) => accessKeyId);

describe('the role chain', () => {
  it('goes from own credentials by the service role into the member, once for many callers', async () => {
    stub = await connectToStub(generous(() => 0));
    const { sts } = stub.platform.forRun({ runId: 'r1' }).member(member, { externalId: 'the-external-id', sourceIdentity: 'r1' });
    await Promise.all(Array.from({ length: 10 }, () => sts.getCallerIdentity()));
    expect(assumed().map(({ input, accessKeyId }) => ({ ...input, accessKeyId }))).toEqual([
      {
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: `arn:aws:iam::${managementAccountId}:role/MeshfedServiceRole`,
        RoleSessionName: 'worker-one',
        DurationSeconds: '3600',
        ExternalId: 'the-external-id',
        accessKeyId: 'AKIAOWN',
      },
      {
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: `arn:aws:iam::${member}:role/org/OrgledgerAccountAccessRole`,
        RoleSessionName: 'run-r1',
        DurationSeconds: '3600',
        ExternalId: 'the-external-id',
        SourceIdentity: 'r1',
        accessKeyId: 'ASIA1',
      },
    ]);
    expect(callers()).toEqual(Array.from({ length: 10 }, () => 'ASIA2'));
  });

  it('sends neither ExternalId nor SourceIdentity on a first visit, and names sessions by their run', async () => {
    stub = await connectToStub(generous(() => 0));
    const first = { externalId: undefined, sourceIdentity: undefined };
    await stub.platform.forRun({ runId: 'r1' }).member(member, first).sts.getCallerIdentity();
    await stub.platform.forRun({ runId: 'r2' }).member(member, first).sts.getCallerIdentity();
    const [, one, two] = assumed();
    expect(one?.input).not.toHaveProperty('ExternalId');
    expect(one?.input).not.toHaveProperty('SourceIdentity');
    expect([one?.input.RoleSessionName, two?.input.RoleSessionName]).toEqual(['run-r1', 'run-r2']);
    expect(assumed()).toHaveLength(3);
  });

  it('renews five minutes before expiry by the product’s clock', async () => {
    let moved = 0;
    stub = await connectToStub(generous(() => moved));
    const { sts } = stub.platform.forRun({ runId: 'r1' }).management;
    await sts.getCallerIdentity();
    stub.moveClock((moved = 53 * minute));
    await sts.getCallerIdentity();
    expect(assumed()).toHaveLength(1);
    stub.moveClock((moved = 56 * minute));
    await sts.getCallerIdentity();
    expect(assumed()).toHaveLength(2);
    expect(callers()).toEqual(['ASIA1', 'ASIA1', 'ASIA2']);
  });

  it('renews a session that AWS calls expired, once', async () => {
    const give = generous(() => 0);
    let refusals = 1;
    stub = await connectToStub((request) =>
      request.operation === 'GetCallerIdentity' && (refusals -= 1) >= 0 ? queryError('ExpiredToken') : give(request),
    );
    const { sts } = stub.platform.forRun({ runId: 'r1' }).management;
    expect(await sts.getCallerIdentity()).toEqual({ accountId: '0', arn: 'arn' });
    expect(callers()).toEqual(['ASIA1', 'ASIA2']);

    refusals = 10;
    await expect(sts.getCallerIdentity()).rejects.toMatchObject({ kind: 'expired', awsCode: 'ExpiredToken' });
    expect(callers()).toEqual(['ASIA1', 'ASIA2', 'ASIA2', 'ASIA3']);
  });

  it('refuses a session of another account, and calls nothing with it', async () => {
    stub = await connectToStub((request) =>
      request.operation === 'AssumeRole' ? assumedRole('999999999999', 'ASIAWRONG', new Date('2030-01-01T01:00:00Z')) : identity('0'),
    );
    const { organizations } = stub.platform.forRun({ runId: 'r1' });
    await expect(organizations.describeOrganization()).rejects.toMatchObject({
      name: 'WrongAccountError',
      wantedAccountId: managementAccountId,
      actualAccountId: '999999999999',
    });
    expect(stub.aws.requests.map(({ operation }) => operation)).toEqual(['AssumeRole']);
  });

  it('does not remember a refusal', async () => {
    const give = generous(() => 0);
    let refuse = true;
    stub = await connectToStub((request) => (refuse ? queryError('AccessDenied') : give(request)));
    const { sts } = stub.platform.forRun({ runId: 'r1' }).management;
    await expect(sts.getCallerIdentity()).rejects.toMatchObject({ kind: 'denied', operation: 'AssumeRole' });
    refuse = false;
    expect(await sts.getCallerIdentity()).toMatchObject({ accountId: '0' });
  });

  it('assumes roles anew when told that a trust policy changed', async () => {
    stub = await connectToStub(generous(() => 0));
    const enter = () => stub.platform.forRun({ runId: 'r1' }).member(member, { externalId: 'x', sourceIdentity: undefined }).sts.getCallerIdentity();
    await enter();
    stub.platform.forgetSessions(member);
    await enter();
    expect(assumed().map(({ input }) => accountOf(input.RoleArn))).toEqual([managementAccountId, member, member]);
  });
});

describe('the platform’s own credentials', () => {
  const own = () => stub.platform.forRun({ runId: 'r1' }).own.sts.getCallerIdentity();

  it('come from a file, read again when AWS calls the key expired', async () => {
    const path = join(folder, 'key.json');
    const write = (accessKeyId: string) => writeFileSync(path, JSON.stringify({ accessKeyId, secretAccessKey: 's', sessionToken: 't' }));
    write('ASIAOLD');
    stub = await connectToStub((request) => (request.accessKeyId === 'ASIAOLD' ? queryError('ExpiredToken') : identity('0')), {
      credentials: { kind: 'file', path },
    });
    await expect(own()).rejects.toMatchObject({ kind: 'expired' });
    write('ASIANEW');
    expect(await own()).toMatchObject({ accountId: '0' });
    expect(callers()).toEqual(['ASIAOLD', 'ASIAOLD', 'ASIAOLD', 'ASIANEW']);
  });

  it('come from a web identity token, exchanged without a signature', async () => {
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 'the.oidc.token\n');
    stub = await connectToStub(
      generous(() => 0),
      { credentials: { kind: 'webIdentity', tokenFile, roleArn: 'arn:aws:iam::222222222222:role/entry' } },
    );
    await own();
    expect(assumed()).toEqual([
      {
        operation: 'AssumeRoleWithWebIdentity',
        accessKeyId: undefined,
        input: expect.objectContaining({ WebIdentityToken: 'the.oidc.token', RoleSessionName: 'worker-one' }) as object,
      },
    ]);
    expect(callers()).toEqual(['ASIA1']);
  });

  it.each([
    [{ kind: 'none' as const }, /holds no AWS credentials\. Set AWS_ACCESS_KEY_ID/],
    [{ kind: 'file' as const, path: '/nowhere/key.json' }, /credentials file \/nowhere\/key\.json cannot be read \(ENOENT\)/],
    [{ kind: 'file' as const, path: __filename }, /is not JSON with accessKeyId and secretAccessKey/],
    [
      { kind: 'webIdentity' as const, tokenFile: '/nowhere/token', roleArn: 'arn:aws:iam::222222222222:role/entry' },
      /token file \/nowhere\/token cannot be read/,
    ],
  ])('that cannot be used are named with the remedy: %#', async (credentials, message) => {
    stub = await connectToStub(
      generous(() => 0),
      { credentials },
    );
    await expect(own()).rejects.toThrow(message);
    expect(stub.aws.requests).toEqual([]);
  });
});
