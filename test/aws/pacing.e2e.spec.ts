import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryPacerStore } from '@orgledger/aws';
import type { AwsConnections, PlatformConnection } from '@orgledger/aws';
import { startChild } from '../../tools/lab/child-process.js';
import type { LoggedCall } from '../../tools/lab/sandbox-log.js';
import { jitterMs, startAwsLab, testQuotas } from './support/aws-lab.js';
import type { Lab } from './support/aws-lab.js';
import type { PacedWork } from './support/paced-worker.js';
import { sustainedRate, worstExcess } from './support/quota-check.js';

let lab: Lab;
let seen = 0;
let connections: AwsConnections;
let platform: PlatformConnection;

beforeAll(async () => {
  lab = await startAwsLab();
});
afterAll(() => lab.close());
beforeEach(async () => {
  connections = lab.connect(new MemoryPacerStore());
  platform = connections.forPlatform(lab.organization, { worker: 'pacing' });
  // Buckets at AWS fill again: each test starts as the day does.
  // In wall time: what the network of a busy machine adds between two calls must stay small beside the tokens held back for it.
  await lab.setScale(1);
  await platform.forRun({ runId: 'warm' }).organizations.listRoots();
  await lab.advance(600_000);
  seen = (await lab.calls()).at(-1)?.seq ?? 0;
});

const callsOf = async (operation: string): Promise<readonly LoggedCall[]> =>
  (await lab.calls()).filter((call) => call.seq > seen && call.operation === operation);

const throttled = async (): Promise<readonly LoggedCall[]> => (await lab.calls()).filter((call) => call.seq > seen && call.throttled === true);

const { CreateAccount, DescribeAccount } = testQuotas.organizations;
/** What the pacer does not hold back for jitter. */
const usedBurst = DescribeAccount.burst - (DescribeAccount.rate * jitterMs) / 1000;
const me = () => lab.organization.managementAccountId;

describe('the pacer, by the sandbox’s own log', () => {
  it('never exceeds a quota, and does not leave it idle', async () => {
    const { organizations } = platform.forRun({ runId: 'r' });
    await Promise.all([
      ...Array.from({ length: 60 }, () => organizations.describeAccount(me())),
      ...Array.from({ length: 30 }, () => organizations.parentOf(lab.organization.automationAccountId)),
    ]);
    const calls = await callsOf('DescribeAccount');
    expect(calls).toHaveLength(60);
    expect(await throttled()).toEqual([]);
    expect(worstExcess(calls, DescribeAccount)).toBeLessThanOrEqual(0.001);
    expect(sustainedRate(calls, usedBurst)).toBeGreaterThan(0.75 * DescribeAccount.rate);
    expect(connections.operationCounts()).toContainEqual(
      expect.objectContaining({ service: 'organizations', operation: 'DescribeAccount', calls: 60, throttled: 0 }),
    );
  });

  it('keeps as many account creations in progress as AWS allows, and no more', async () => {
    await lab.setScale(30);
    const { organizations } = platform.forRun({ runId: 'r' });
    const create = async (name: string): Promise<{ from: number; to: number }> => {
      const asked = await organizations.createAccount({
        name,
        email: `${name}@example.com`,
        roleName: 'OrgledgerAccountAccessRole',
        tags: {},
        intentId: name,
      });
      if (asked.outcome !== 'requested') throw new Error(asked.reason);
      const from = lab.clock.now().getTime();
      for (;;) {
        await lab.clock.wait(3_000);
        const creation = await organizations.describeAccountCreation(asked.creation.requestId);
        if (creation?.state === 'SUCCEEDED') return { from, to: lab.clock.now().getTime() };
        if (creation?.state === 'FAILED') throw new Error(creation.failureReason);
      }
    };
    const spans = await Promise.all(Array.from({ length: 9 }, (_, n) => create(`paced-${n}`)));
    expect(await throttled()).toEqual([]);
    expect(await callsOf('CreateAccount')).toHaveLength(9);
    const inProgressAt = (time: number) => spans.filter(({ from, to }) => from <= time && time < to).length;
    const most = Math.max(...spans.map(({ from }) => inProgressAt(from)));
    expect(most).toBe(CreateAccount.outstanding);
    const busy = spans.reduce((total, { from, to }) => total + to - from, 0);
    const makespan = Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
    expect(busy / CreateAccount.outstanding / makespan).toBeGreaterThan(0.7);
  });

  it('waits and counts when others use up the same quota, and fails nobody', async () => {
    const { organizations } = platform.forRun({ runId: 'r' });
    const stranger = lab.connect(new MemoryPacerStore()).forPlatform(lab.organization, { worker: 'stranger' }).forRun({ runId: 's' });
    const both = [organizations, stranger.organizations];
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => both[n % 2]!.describeAccount(me())));
    expect(answers.every((account) => account?.accountId === me())).toBe(true);
    const refused = (await throttled()).length;
    expect(refused).toBeGreaterThan(0);
    expect(lab.records.filter(({ outcome }) => outcome === 'throttled').length).toBeGreaterThanOrEqual(refused);
  });

  it('is one for several processes over the same store', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'paced-workers-'));
    const work: Omit<PacedWork, 'name'> = {
      endpoint: lab.sandbox.endpoint,
      key: lab.key,
      organization: lab.organization,
      quotas: testQuotas,
      jitterMs,
      pacerFile: join(folder, 'pacer.sqlite'),
      calls: 40,
    };
    const workers = await Promise.all(
      ['worker-a', 'worker-b'].map((name) =>
        startChild('dist/test/aws/support/paced-worker.js', [], { env: { PACED_WORKER: JSON.stringify({ ...work, name }) } }),
      ),
    );
    for (const { process } of workers) process.kill('SIGUSR2');
    expect(await Promise.all(workers.map(({ exited }) => exited))).toEqual([0, 0]);
    rmSync(folder, { recursive: true });
    const calls = await callsOf('DescribeAccount');
    expect(calls).toHaveLength(80);
    expect(await throttled()).toEqual([]);
    expect(worstExcess(calls, DescribeAccount)).toBeLessThanOrEqual(0.001);
    const byWorker = ['worker-a', 'worker-b'].map((name) => calls.filter(({ sessionName }) => sessionName === name).length);
    expect(byWorker).toEqual([40, 40]);
    expect(sustainedRate(calls, usedBurst)).toBeGreaterThan(0.75 * DescribeAccount.rate);
  });
});

describe('assignment operations', () => {
  it('keep to the outstanding limit and to one per account', async () => {
    await lab.setScale(10);
    const { organizations, identityStore, ssoAdmin } = platform.forRun({ runId: 'r' });
    const accounts: string[] = [];
    for await (const { accountId } of organizations.listAccounts()) if (accountId !== me()) accounts.push(accountId);
    const group = await identityStore.createGroup('acme-paced');
    if (group.outcome !== 'created') throw new Error(group.outcome);
    const wanted = accounts
      .slice(0, 4)
      .flatMap((accountId) =>
        lab.permissionSets.map((permissionSetArn) => ({ accountId, permissionSetArn, principalType: 'GROUP' as const, principalId: group.groupId })),
      );
    const assign = async (assignment: (typeof wanted)[number], n: number): Promise<void> => {
      const asked = await ssoAdmin.createAssignment(assignment, `holder-${n}`);
      if (asked.outcome !== 'requested') throw new Error(asked.reason);
      for (;;) {
        await lab.clock.wait(1_000);
        const operation = await ssoAdmin.describeAssignmentOperation('creation', asked.operation.requestId);
        if (operation?.state === 'SUCCEEDED') return;
        if (operation?.state === 'FAILED') throw new Error(operation.failureReason);
      }
    };
    await Promise.all(wanted.map(assign));
    expect((await callsOf('CreateAccountAssignment')).map(({ errorCode }) => errorCode)).toEqual(wanted.map(() => undefined));
    expect(await throttled()).toEqual([]);
  });
});
