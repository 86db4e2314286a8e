import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { DescribeOrganizationCommand, ListAccountsCommand, TooManyRequestsException } from '@aws-sdk/client-organizations';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { CallSummary, LoggedCall } from '../../apps/sandbox/src/core/call-log.js';
import { readQuotaTable } from '../../apps/sandbox/src/core/quota-table.js';
import { startSandbox } from '../../apps/sandbox/src/sandbox.js';
import type { IdentitySandbox } from './support/identity-sandbox.js';
import { startIdentitySandbox } from './support/identity-sandbox.js';
import { refusalOf } from './support/refusal.js';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const createRole = (RoleName: string) => new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust });

interface FaultList {
  readonly faults: readonly { readonly id: number; readonly fired: number; readonly matched: number }[];
  readonly held: readonly { readonly fault: number; readonly operation: string }[];
}

describe('the control API', () => {
  let world: IdentitySandbox;

  const calls = async (): Promise<readonly LoggedCall[]> => (await world.control<{ calls: LoggedCall[] }>('GET', '/calls')).calls;
  const lastCall = async (): Promise<LoggedCall> => (await calls()).at(-1)!;
  const held = async (count: number): Promise<void> => {
    while ((await world.control<FaultList>('GET', '/faults')).held.length < count) await new Promise((resolve) => setImmediate(resolve));
  };

  beforeEach(async () => {
    world = await startIdentitySandbox();
  });

  afterEach(() => world.close());

  test('the clock has an origin, a scale and can be moved forward', async () => {
    const before = await world.control<{ now: number }>('GET', '/clock');
    const after = await world.control<{ now: number; scale: number; wallOrigin: number; origin: number }>('POST', '/clock', {
      scale: 20,
      advanceMs: 60_000,
    });
    expect(after.origin).toBeGreaterThanOrEqual(Date.parse('2026-03-01T08:01:00Z'));
    expect(after.scale).toBe(20);
    expect(after.now - before.now).toBeGreaterThanOrEqual(60_000);
    expect(Math.abs(after.wallOrigin - Date.now())).toBeLessThan(5000);
    await expect(world.control('POST', '/clock', { scale: 0 })).rejects.toThrow('scale is not a number in its range');
  });

  test('error, throttle and delay strike before the call takes effect', async () => {
    await world.control('POST', '/faults', [
      { kind: 'error', operation: 'CreateRole', code: 'ServiceFailure', status: 500, skip: 1 },
      { kind: 'throttle', service: 'organizations', count: 2 },
      { kind: 'delay', operation: 'ListRoles', delayMs: 120_000 },
    ]);
    await world.iam.send(createRole('first'));
    expect(await refusalOf(world.iam.send(createRole('second')))).toMatchObject({ name: 'ServiceFailureException', status: 500 });
    await refusalOf(world.iam.send(new GetRoleCommand({ RoleName: 'second' })));
    await world.iam.send(createRole('second'));
    await refusalOf(world.organizations.send(new ListAccountsCommand({})), TooManyRequestsException);
    expect(await lastCall()).toMatchObject({
      operation: 'ListAccounts',
      throttled: true,
      fault: { kind: 'throttle' },
      errorCode: 'TooManyRequestsException',
    });
    const delayed = world.iam.send(new ListRolesCommand({}));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await lastCall()).operation).toBe('ListAccounts');
    await world.advance(121);
    await expect(delayed).resolves.toHaveProperty('Roles');
    const { faults } = await world.control<FaultList>('GET', '/faults');
    expect(faults.map(({ fired }) => fired)).toEqual([1, 1, 1]);
  });

  test('a dropped answer took effect', async () => {
    await world.control('POST', '/faults', { kind: 'dropAnswer', operation: 'CreateRole', principal: 'administrator', mutating: true });
    await expect(world.iam.send(createRole('lost'))).rejects.toThrow(/socket hang up|ECONNRESET|aborted/);
    await expect(world.iam.send(new GetRoleCommand({ RoleName: 'lost' }))).resolves.toHaveProperty('Role.RoleName', 'lost');
    expect((await calls()).find((call) => call.operation === 'CreateRole')).toMatchObject({ tookEffect: true, fault: { kind: 'dropAnswer' } });
  });

  test('a held call took effect and is answered when released', async () => {
    await world.control('POST', '/faults', { kind: 'hold', operation: 'CreateRole' });
    let answered = false;
    const call = world.iam.send(createRole('held')).then((answer) => {
      answered = true;
      return answer;
    });
    await held(1);
    expect(await lastCall()).toMatchObject({ operation: 'CreateRole', tookEffect: true, fault: { kind: 'hold' } });
    await expect(world.iam.send(new GetRoleCommand({ RoleName: 'held' }))).resolves.toHaveProperty('Role.RoleName', 'held');
    expect(answered).toBe(false);
    expect(await world.control('POST', '/faults/release', {})).toEqual({ released: 1 });
    await expect(call).resolves.toHaveProperty('Role.RoleName', 'held');
  });

  test('a hanging call never takes effect', async () => {
    await world.control('POST', '/faults', { kind: 'hang', operation: 'CreateRole' });
    const abort = new AbortController();
    const call = world.iam.send(createRole('hanging'), { abortSignal: abort.signal });
    await held(1);
    abort.abort();
    await expect(call).rejects.toThrow('aborted');
    await refusalOf(world.iam.send(new GetRoleCommand({ RoleName: 'hanging' })));
    expect((await calls()).find((one) => one.operation === 'CreateRole')).toMatchObject({ tookEffect: false, fault: { kind: 'hang' } });
  });

  test('faults can be narrowed to an account', async () => {
    await world.control('POST', '/faults', { kind: 'throttle', accountId: world.sandbox.platformAccountId });
    await expect(world.sts.send(new GetCallerIdentityCommand({}))).resolves.toHaveProperty('Arn');
    const { faults } = await world.control<FaultList>('GET', '/faults');
    expect(faults[0]).toMatchObject({ fired: 0, matched: 0 });
  });

  test('the log is ordered, can be followed, and is counted by operation', async () => {
    await world.sts.send(new GetCallerIdentityCommand({}));
    const first = await lastCall();
    await world.iam.send(createRole('logged'));
    const { calls: later } = await world.control<{ calls: LoggedCall[] }>('GET', `/calls?after=${first.seq}`);
    expect(later).toHaveLength(1);
    expect(later[0]).toMatchObject({
      seq: first.seq + 1,
      service: 'iam',
      operation: 'CreateRole',
      action: 'iam:CreateRole',
      targets: [{ action: 'iam:CreateRole', resource: `arn:aws:iam::${world.sandbox.managementAccountId}:role/logged` }],
      accountId: world.sandbox.managementAccountId,
      decision: { allowed: true },
      mutates: true,
      tookEffect: true,
    });
    expect(Date.parse(later[0]!.time)).toBeGreaterThanOrEqual(Date.parse('2026-03-01T08:00:00Z'));
    const summary = await world.control<CallSummary>('GET', '/calls/summary');
    expect(summary).toMatchObject({ calls: 2, allowed: 2, denied: 0, byOperation: { 'iam:CreateRole': { calls: 1, allowed: 1 } } });
  });

  test('a snapshot brings the whole world back, a reset begins anew', async () => {
    await world.iam.send(createRole('kept'));
    const snapshot = await world.control('GET', '/snapshot');
    await world.iam.send(createRole('gone'));
    await world.control('POST', '/snapshot', snapshot);
    await expect(world.iam.send(new GetRoleCommand({ RoleName: 'kept' }))).resolves.toHaveProperty('Role');
    expect((await refusalOf(world.iam.send(new GetRoleCommand({ RoleName: 'gone' })))).name).toBe('NoSuchEntityException');
    await world.control('POST', '/reset', {});
    expect(await calls()).toEqual([]);
    expect((await refusalOf(world.iam.send(new GetRoleCommand({ RoleName: 'kept' })))).name).toBe('NoSuchEntityException');
    await expect(world.control('POST', '/snapshot', { format: 7 })).rejects.toThrow('no snapshot of this sandbox');
  });

  test('states are shown without secrets', async () => {
    const text = JSON.stringify(await world.control('GET', '/state?service=iam'));
    expect(text).toContain(world.sandbox.admin.accessKeyId);
    expect(text).not.toContain(world.sandbox.admin.secretAccessKey);
    await expect(world.control('GET', '/state?service=s3')).rejects.toThrow('service must be one of');
    await expect(world.control('GET', '/nothing')).rejects.toThrow('No control operation');
  });
});

describe('quotas', () => {
  test('rates and bursts of the quota file hold in sandbox time, each service by its own name', async () => {
    const world = await startIdentitySandbox({
      ...readQuotaTable(),
      organizations: { ListAccounts: { rate: 1, burst: 2 } },
      ssoadmin: { allOperations: { rate: 1, burst: 1 } },
    });
    try {
      const list = () => world.organizations.send(new ListAccountsCommand({}));
      await list();
      await list();
      expect(await refusalOf(list(), TooManyRequestsException)).toMatchObject({ name: 'TooManyRequestsException', status: 400 });
      await world.advance(1);
      await list();
      await world.ssoAdmin.send(new ListInstancesCommand({}));
      expect((await refusalOf(world.ssoAdmin.send(new ListInstancesCommand({})))).name).toBe('ThrottlingException');
      // What the file does not name gets its unpublished default: five at once here.
      const five = await Promise.allSettled(Array.from({ length: 6 }, () => world.organizations.send(new DescribeOrganizationCommand({}))));
      expect(five.filter(({ status }) => status === 'rejected')).toHaveLength(1);
      const roles = await Promise.allSettled(Array.from({ length: 6 }, () => world.iam.send(new ListRolesCommand({}))));
      expect(roles.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).name] : []))).toEqual(['Throttling']);
    } finally {
      await world.close();
    }
  });
});

describe('the state file', () => {
  test('keeps the world, its log and its keys across restarts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const stateFile = join(folder, 'state.json');
    const settings = { region: 'us-east-1', maxAttempts: 1 };
    try {
      const first = await startSandbox({ stateFile, seed: 'restart' });
      const iam = new IAMClient({ ...settings, endpoint: first.endpoint, credentials: { ...first.admin } });
      await iam.send(createRole('kept'));
      iam.destroy();
      await first.close();
      expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toMatchObject({ format: 1 });
      const second = await startSandbox({ stateFile, seed: 'another' });
      expect({ ...second, endpoint: '', close: undefined }).toEqual({ ...first, endpoint: '', close: undefined });
      const again = new IAMClient({ ...settings, endpoint: second.endpoint, credentials: { ...first.admin } });
      await expect(again.send(new GetRoleCommand({ RoleName: 'kept' }))).resolves.toHaveProperty('Role.RoleName', 'kept');
      again.destroy();
      const answer = await fetch(`${second.endpoint}/_sandbox/calls`);
      expect(((await answer.json()) as { calls: LoggedCall[] }).calls.map(({ operation }) => operation)).toEqual(['CreateRole', 'GetRole']);
      await second.close();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('the clock starts at the origin, and goes on from where it stood when that is later', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    const stateFile = join(folder, 'state.json');
    const origin = Date.parse('2026-03-01T00:00:00Z');
    const clock = async (endpoint: string, move?: object): Promise<number> => {
      const answer = await fetch(`${endpoint}/_sandbox/clock`, move && { method: 'POST', body: JSON.stringify(move) });
      return ((await answer.json()) as { now: number }).now - origin;
    };
    const hour = 3_600_000;
    try {
      const first = await startSandbox({ stateFile, origin, scale: 0.000_01 });
      expect(await clock(first.endpoint)).toBeLessThan(hour);
      await clock(first.endpoint, { advanceMs: 48 * hour });
      await first.close();
      for (const [later, expected] of [
        [0, 48],
        [72 * hour, 72],
      ] as const) {
        // prettier-ignore
        const again = await startSandbox({ stateFile, origin: origin + later, scale: 0.000_01 });
        expect(Math.floor((await clock(again.endpoint)) / hour)).toBe(expected);
        await again.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('one seed makes one world', async () => {
    const identity = async (seed: string) => {
      const sandbox = await startSandbox({ seed });
      await sandbox.close();
      return { ...sandbox, endpoint: '', close: undefined };
    };
    expect(await identity('a')).toEqual(await identity('a'));
    expect((await identity('a')).organizationId).not.toBe((await identity('b')).organizationId);
  });
});
