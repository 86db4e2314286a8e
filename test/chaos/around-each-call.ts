import { prepareLab } from '../../tools/lab/lab.js';
import type { Lab, LabRun } from '../../tools/lab/lab.js';
import type { PlatformOptions } from '../../tools/lab/platform-process.js';
import { requestLabTenant } from '../../tools/lab/tenants.js';
import { expectOneOfEverything, killTypes, observeFirstReplication, preload, untilFired } from './first-replication.js';
import type { ChangingCall } from './first-replication.js';

/** Starts a platform, has it replicate a first tenant until `killed` has seen it die, starts another one, and expects one of everything. */
const survives = async (lab: Lab, options: Partial<PlatformOptions>, killed: (run: LabRun) => Promise<void>): Promise<void> => {
  const run = await lab.begin(options);
  try {
    await killed(run);
    await expectOneOfEverything(lab, await run.restart());
  } finally {
    await run.end();
  }
};

/** At an append of a separate platform process: nothing in the product knows of it. */
export const killedAtAppend = (lab: Lab, kill: { readonly nth: number; readonly when: 'before' | 'after' }): Promise<void> =>
  survives(lab, { preload: [preload], env: { KILL_AT_APPEND: JSON.stringify({ types: killTypes, ...kill }) } }, async ({ platform }) => {
    await requestLabTenant(platform, 'alpha');
    expect(await platform.exited).toBe('SIGKILL');
  });

/** While the sandbox holds the answer of the `skip + 1`-th call that changes AWS. */
export const killedWithCallOpen = (lab: Lab, skip: number): Promise<void> =>
  survives(lab, {}, async ({ platform }) => {
    await lab.sandbox.plant({ kind: 'hold', mutating: true, principal: 'Role', skip });
    await requestLabTenant(platform, 'alpha');
    await untilFired(lab, 1);
    await platform.kill();
    await lab.sandbox.release();
  });

/** One spec file per moment of dying, so that they run side by side: `die` is told each call that changes AWS in a first replication. */
export const describeKilled = (moment: string, die: (lab: Lab, call: ChangingCall, index: number) => Promise<void>): void => {
  describe(`a platform process killed ${moment}, around each call that changes AWS`, () => {
    let lab: Lab;
    let calls: readonly ChangingCall[];

    beforeAll(async () => {
      lab = await prepareLab({ scale: 100 });
      calls = await observeFirstReplication(lab);
      process.stdout.write(`calls that change AWS in a first replication: ${calls.map(({ name }) => name).join(', ')}\n`);
    }, 300_000);

    afterAll(() => lab.stop());

    it('leaves exactly one of everything, for each of at least twelve calls', async () => {
      expect(calls.length).toBeGreaterThanOrEqual(12);
      for (const [index, call] of calls.entries()) await die(lab, call, index);
    }, 900_000);
  });
};
