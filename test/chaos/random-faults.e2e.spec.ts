import { prepareLab } from '../../tools/lab/lab.js';
import type { Lab, LabRun } from '../../tools/lab/lab.js';
import type { PlantedFault } from '../../tools/lab/sandbox-control.js';
import { requestLabTenant, untilTenants } from '../../tools/lab/tenants.js';
import { planFaults } from './fault-plan.js';
import type { PlannedFault } from './fault-plan.js';

const seeds = Number(process.env.CHAOS_SEEDS ?? 25);
const only = process.env.CHAOS_SEED;

/** As the sandbox takes it. A kill is a held answer during which the process dies. */
const toSandboxFault = ({ kind, service, operation }: PlannedFault) => ({
  kind: kind === 'kill' ? 'hold' : kind,
  service,
  operation,
  principal: 'Role',
  count: 1,
  ...(kind === 'delay' ? { delayMs: 5_000 } : {}),
});

describe('random faults', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await prepareLab({ scale: 100 });
  }, 300_000);
  afterAll(() => lab.stop());

  it.each(only === undefined ? Array.from({ length: seeds }, (_, seed) => seed) : [Number(only)])(
    'seed %i: two tenants get their own accounts, once',
    async (seed) => {
      const faults = planFaults(seed);
      process.stdout.write(
        `seed ${seed}: ${faults.map(({ kind, operation }) => `${kind} ${operation}`).join(', ')} (repeat: CHAOS_SEED=${seed} npm run test:chaos)\n`,
      );
      const run = await lab.begin({ env: { ORGLEDGER_AWS_CALL_TIMEOUT_MS: '2000' } });
      try {
        const before = (await lab.sandbox.calls()).at(-1)?.seq ?? 0;
        const planted = await lab.sandbox.plant(...faults.map(toSandboxFault));
        await requestLabTenant(run.platform, 'alpha');
        await requestLabTenant(run.platform, 'beta');
        const platform = await surviveKills(lab, run, planted);
        const tenants = await untilTenants(platform, ({ status }) => status === 'ACTIVE', 90_000);
        await expectTheirOwn(
          lab,
          tenants.map(({ accountId }) => accountId ?? ''),
        );
        const log = await lab.sandbox.calls(before);
        for (const [index, { id }] of planted.entries())
          expect(log.filter(({ fault }) => fault?.id === id).map(({ operation }) => operation)).toEqual([faults[index]?.operation]);
      } finally {
        await run.end();
      }
    },
    300_000,
  );
});

/** Kills the process whenever an answer is held, lets the answer go, and starts the next one, until every planned kill has happened. */
const surviveKills = async (lab: Lab, run: LabRun, planted: readonly PlantedFault[]): Promise<LabRun['platform']> => {
  const kills = new Set(planted.filter(({ kind }) => kind === 'hold').map(({ id }) => id));
  let platform = run.platform;
  while (kills.size > 0) {
    const fired = await untilOneFired(lab, kills);
    await platform.kill();
    await lab.sandbox.release(fired);
    kills.delete(fired);
    platform = await run.restart({ env: { ORGLEDGER_AWS_CALL_TIMEOUT_MS: '2000' } });
  }
  return platform;
};

const untilOneFired = async (lab: Lab, ids: ReadonlySet<number>): Promise<number> => {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const { faults } = await lab.sandbox.faults();
    const hit = faults.find(({ id, fired }) => fired > 0 && ids.has(id));
    if (hit) return hit.id;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`none of the faults ${[...ids].join(', ')} fired`);
};

const expectTheirOwn = async (lab: Lab, accountIds: readonly string[]): Promise<void> => {
  const { requests } = await lab.sandbox.state<{ requests: Record<string, { state: string; accountId?: string }> }>('organizations');
  const made = Object.values(requests).flatMap(({ state, accountId }) => (state === 'SUCCEEDED' ? [accountId] : []));
  expect(new Set(accountIds).size).toBe(2);
  expect([...made].sort()).toEqual([...accountIds].sort());
  const directory = await lab.sandbox.state<{ groups: Record<string, unknown>; memberships: Record<string, unknown> }>('identitystore');
  expect(Object.keys(directory.groups)).toHaveLength(6);
  expect(Object.keys(directory.memberships)).toHaveLength(6);
  const { holders } = await lab.sandbox.state<{ holders: Record<string, string[]> }>('ssoadmin');
  expect(Object.values(holders).flat()).toHaveLength(6);
  expect((await lab.sandbox.summary()).denied).toBe(0);
};
