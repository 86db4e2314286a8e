import { prepareLab } from '../../tools/lab/lab.js';
import type { Lab } from '../../tools/lab/lab.js';
import { requestLabTenant } from '../../tools/lab/tenants.js';
import { expectOneOfEverything, killTypes, observeFirstReplication, preload, untilFired } from './first-replication.js';
import type { ChangingCall } from './first-replication.js';

describe('a platform process killed around each call that changes AWS', () => {
  let lab: Lab;
  let calls: readonly ChangingCall[];

  beforeAll(async () => {
    lab = await prepareLab({ scale: 100 });
    calls = await observeFirstReplication(lab);
    process.stdout.write(`calls that change AWS in a first replication: ${calls.map(({ name }) => name).join(', ')}\n`);
  }, 300_000);

  afterAll(() => lab.stop());

  const killedAt = async (kill: { readonly nth: number; readonly when: 'before' | 'after' }): Promise<void> => {
    const run = await lab.begin({ preload: [preload], env: { KILL_AT_APPEND: JSON.stringify({ types: killTypes, ...kill }) } });
    try {
      await requestLabTenant(run.platform, 'alpha');
      expect(await run.platform.exited).toBe('SIGKILL');
      await expectOneOfEverything(lab, await run.restart());
    } finally {
      await run.end();
    }
  };

  it('are at least twelve', () => {
    expect(calls.length).toBeGreaterThanOrEqual(12);
  });

  it('after the intent and before the call: exactly one of everything', async () => {
    for (const { appendBefore } of calls) await killedAt({ nth: appendBefore, when: 'after' });
  }, 900_000);

  it('after the answer and before the outcome event: exactly one of everything', async () => {
    for (const { outcome } of calls) await killedAt({ nth: outcome, when: 'before' });
  }, 900_000);

  it('after the call took effect and before its answer: exactly one of everything', async () => {
    for (let skip = 0; skip < calls.length; skip += 1) {
      const run = await lab.begin();
      try {
        await lab.sandbox.plant({ kind: 'hold', mutating: true, principal: 'Role', skip });
        await requestLabTenant(run.platform, 'alpha');
        await untilFired(lab, 1);
        await run.platform.kill();
        await lab.sandbox.release();
        await expectOneOfEverything(lab, await run.restart());
      } finally {
        await run.end();
      }
    }
  }, 900_000);
});
