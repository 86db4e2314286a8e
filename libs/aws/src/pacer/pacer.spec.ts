import { ScaledClock } from '@orgledger/kernel';
import { MemoryPacerStore } from './memory-pacer-store.js';
import { Pacer } from './pacer.js';
import type { PacedCall } from './pacer.js';
import { QuotaTable } from './quota-table.js';

const quotas = new QuotaTable({
  default: { rate: 100, burst: 100 },
  organizations: { CreateAccount: { rate: 50, burst: 50, outstanding: 2 }, MoveAccount: { rate: 4, burst: 2 } },
  ssoadmin: { assignmentOperations: { operations: ['CreateAccountAssignment'], outstanding: 3, perAccount: 1 } },
});

/** One second of this clock is a millisecond of the wall's ten. */
const fastClock = () => new ScaledClock({ origin: 1_700_000_000_000, wallOrigin: Date.now(), scale: 100 });

const setUp = (clock = fastClock()) => ({ clock, pacer: new Pacer({ store: new MemoryPacerStore(), clock, quotas, jitterMs: 0 }) });

const move: PacedCall = { account: '1', service: 'organizations', operation: 'MoveAccount' };
const create = (holder: string): PacedCall => ({
  account: '1',
  service: 'organizations',
  operation: 'CreateAccount',
  slot: { holder, target: undefined },
});
const assign = (holder: string, target: string): PacedCall => ({
  account: '1',
  service: 'ssoadmin',
  operation: 'CreateAccountAssignment',
  slot: { holder, target },
});

/** Runs until nothing of the line moves any more without time. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Pacer', () => {
  it('lets the burst go and then one call per interval, in order', async () => {
    const { clock, pacer } = setUp();
    const start = clock.now().getTime();
    const gone: [number, number][] = [];
    await Promise.all([0, 1, 2, 3, 4].map((n) => pacer.admit(move).then(() => gone.push([n, clock.now().getTime() - start]))));
    expect(gone.map(([n]) => n)).toEqual([0, 1, 2, 3, 4]);
    expect(gone[2]![1]).toBeGreaterThanOrEqual(250);
    expect(gone[4]![1]).toBeGreaterThanOrEqual(750);
    expect(pacer.operationCounts()).toEqual([
      expect.objectContaining({ service: 'organizations', operation: 'MoveAccount', calls: 5, throttled: 0 }),
    ]);
  });

  it('counts accounts apart', async () => {
    // No time passes: a call that had to wait would wait for ever.
    const { pacer } = setUp(new ScaledClock({ origin: 1_700_000_000_000, wallOrigin: Date.now(), scale: 1e-9 }));
    expect(await Promise.all(['1', '1', '2', '2'].map((account) => pacer.admit({ ...move, account })))).toEqual([0, 0, 0, 0]);
  });

  it('holds a slot until it is freed, and serves the next at once', async () => {
    const { pacer } = setUp();
    await pacer.admit(create('a'));
    await pacer.admit(create('b'));
    const order: string[] = [];
    const third = pacer.admit(create('c')).then(() => order.push('c admitted'));
    await settled();
    order.push('a freed');
    await pacer.free(create('a'), 'a');
    await third;
    expect(order).toEqual(['a freed', 'c admitted']);
  });

  it('lets those with a free target pass those whose target is busy', async () => {
    const { pacer } = setUp();
    await pacer.admit(assign('first', 'x'));
    const order: string[] = [];
    const busy = pacer.admit(assign('second', 'x')).then(() => order.push('second'));
    await settled();
    await pacer.admit(assign('third', 'y')).then(() => order.push('third'));
    await pacer.free(assign('first', 'x'), 'first');
    await busy;
    expect(order).toEqual(['third', 'second']);
  });

  it('knows an operation by AWS’s id once it is renamed, and forgets it when nobody sees it any more', async () => {
    const clock = fastClock();
    const pacer = new Pacer({ store: new MemoryPacerStore(), clock, quotas, slotLeaseMs: 5_000 });
    await pacer.admit(create('intent'));
    await pacer.rename(create('intent'), 'intent', 'car-1');
    await pacer.free(create('intent'), 'intent');
    await pacer.admit(create('b'));
    const pacedMs = await pacer.admit(create('c'));
    expect(pacedMs).toBeGreaterThanOrEqual(3_000);
    expect(pacedMs).toBeLessThan(8_000);
  });

  it('waits and counts when AWS throttles, and holds the others back with it', async () => {
    const { clock, pacer } = setUp();
    await pacer.admit(move);
    const start = clock.now().getTime();
    const backOff = pacer.backOff(move, 'throttled', 1);
    await settled();
    await pacer.admit(move);
    expect(clock.now().getTime() - start).toBeGreaterThanOrEqual(250);
    await backOff;
    expect(clock.now().getTime() - start).toBeGreaterThanOrEqual(1_000);
    expect(pacer.operationCounts()).toEqual([expect.objectContaining({ calls: 2, throttled: 1, busy: 0 })]);
  });

  it('lets a caller leave the line, gives back what it got too late and serves the rest', async () => {
    const { pacer } = setUp();
    await pacer.admit(create('a'));
    await pacer.admit(create('b'));
    const leaving = new AbortController();
    const left = pacer.admit(create('c'), leaving.signal);
    const stays = pacer.admit(create('d'));
    leaving.abort(new Error('shutting down'));
    await expect(left).rejects.toThrow('shutting down');
    await pacer.free(create('a'), 'a');
    await stays;
    await expect(pacer.admit(create('e'), AbortSignal.abort(new Error('already')))).rejects.toThrow('already');
  });

  it('refuses everybody when the store fails, rather than letting calls go uncounted', async () => {
    const store = new MemoryPacerStore();
    store.takeTokens = () => Promise.reject(new Error('disk full'));
    const pacer = new Pacer({ store, clock: fastClock(), quotas });
    await expect(Promise.all([pacer.admit(move), pacer.admit(move)])).rejects.toThrow('disk full');
    expect(pacer.operationCounts()).toEqual([]);
  });
});
