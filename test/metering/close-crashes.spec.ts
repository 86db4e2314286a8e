import { createMemoryEventStore } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { dyingAtAppend } from '@orgledger/governance/testing';
import { meteringStreams } from '@orgledger/metering';
import { accounts, cell, ClosingLab, example51, example55, payer } from './support/closing-lab.js';

const june = '2026-06';
const key = { payerAccountId: payer, month: june };
const tenants = Object.keys(accounts);
/** MonthCloseStarted, a statement per tenant, MonthClosed. */
const appends = tenants.length + 2;

const finalised = async (lab: ClosingLab): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries(
    await Promise.all(
      tenants.map(async (tenantId) => {
        const events = await lab.events(meteringStreams.statement(payer, june, tenantId));
        return [tenantId, events.filter(({ type }) => type === 'StatementFinalised').length] as const;
      }),
    ),
  );

const once = Object.fromEntries(tenants.map((tenantId) => [tenantId, 1]));
const digestOf = async (lab: ClosingLab): Promise<string | undefined> => (await lab.months.month('2026-07-08T05:00:00.000Z', payer, june))?.digest;

describe('a closer that dies', () => {
  let lab: ClosingLab;
  let undisturbed: string | undefined;

  beforeAll(async () => {
    const calm = await ClosingLab.start();
    await calm.settleMonth(june, example51);
    await calm.close(june);
    undisturbed = await digestOf(calm);
    await calm.stop();
  });
  beforeEach(async () => {
    lab = await ClosingLab.start();
    await lab.settleMonth(june, example51);
    await lab.request(june);
  });
  afterEach(() => lab.stop());

  const deaths = Array.from({ length: appends }, (_, index) => index + 1).flatMap((at) =>
    (['before', 'after'] as const).map((when) => ({ at, when })),
  );

  it.each(deaths)('$when append $at is followed by one that leaves one set of statements with the same digest', async ({ at, when }) => {
    const dying = dyingAtAppend(lab.store, at, when);
    await expect(lab.tasksOver(dying.store).close(key)).rejects.toThrow();
    expect(dying.died()).toBe(true);
    await lab.settled();
    lab.clock.set('2026-07-09T04:00:00.000Z');
    await lab.tasks.close(key);
    await lab.settled();
    expect(await digestOf(lab)).toBe(undisturbed);
    expect(await finalised(lab)).toEqual(once);
    expect(await lab.totals(june)).toEqual({ alpha: '382.35', beta: '300.10', gamma: '100.00' });
    expect(await lab.tasks.verify(key)).toMatchObject({ ok: true, statements: 3 });
  });

  it('and finds other costs afterwards abandons its closing: none of its statements counts', async () => {
    const dying = dyingAtAppend(lab.store, 3, 'after');
    await expect(lab.tasksOver(dying.store).close(key)).rejects.toThrow();
    await lab.observe(june, '2026-07-08T03:00:00.000Z', example55);
    await lab.observe(june, '2026-07-09T03:00:00.000Z', example55);
    await lab.settled();
    lab.clock.set('2026-07-09T04:00:00.000Z');
    expect(await lab.tasks.close(key)).toMatchObject({ kind: 'closed', version: 1, figures: { total: '778.69', statements: 3 } });
    await lab.settled();
    expect(await lab.totals(june)).toEqual({ alpha: '382.35', beta: '295.10', gamma: '101.24' });
    expect((await lab.events(meteringStreams.month(payer, june))).map(({ type }) => type)).toEqual([
      'MonthCloseRequested',
      'MonthCloseStarted',
      'MonthCloseAbandoned',
      'MonthCloseRequested',
      'MonthCloseStarted',
      'MonthClosed',
    ]);
    expect(await lab.tasks.verify(key)).toMatchObject({ ok: true, findings: [] });
  });
});

/** Lets two closers take turns at their appends, in an order that the seed draws. */
const takingTurns = (store: EventStore, seed: number): (() => EventStore) => {
  let state = seed;
  const draw = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648);
  return () =>
    new Proxy(store, {
      get: (target, name) => {
        if (name !== 'append') return Reflect.get(target, name) as unknown;
        return async (...request: Parameters<EventStore['append']>) => {
          for (let turns = draw() % 7; turns > 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve));
          return store.append(...request);
        };
      },
    });
};

const gate = (): { readonly opened: Promise<void>; open(): void } => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
};

describe('two closers at once', () => {
  it.each(Array.from({ length: 12 }, (_, index) => index + 1))('make one set of statements (order %i)', async (seed) => {
    const store = createMemoryEventStore();
    const lab = await ClosingLab.start(store);
    await lab.settleMonth(june, example51);
    await lab.request(june);
    const turns = takingTurns(store, seed);
    const outcomes = await Promise.all([lab.tasksOver(turns()).close(key), lab.tasksOver(turns()).close(key)]);
    await lab.settled();
    expect(outcomes.map(({ kind }) => kind)).toContain('closed');
    expect(await finalised(lab)).toEqual(once);
    expect((await lab.events(meteringStreams.month(payer, june))).filter(({ type }) => type === 'MonthClosed')).toHaveLength(1);
    expect(await lab.totals(june)).toEqual({ alpha: '382.35', beta: '300.10', gamma: '100.00' });
    expect(await lab.tasks.verify(key)).toMatchObject({ ok: true, statements: 3 });
    await lab.stop();
  });

  it('do no harm when one of them has seen later costs than the other', async () => {
    const lab = await ClosingLab.start();
    await lab.settleMonth(june, example51);
    await lab.request(june);
    // The first dies after one statement; the second sees other costs, abandons it and closes; the first comes back to life and goes on.
    const stalled = gate();
    const resume = gate();
    let count = 0;
    const slow = new Proxy(lab.store, {
      get: (target, name) =>
        name === 'append'
          ? async (...request: Parameters<EventStore['append']>) => {
              count += 1;
              if (count === 3) {
                stalled.open();
                await resume.opened;
              }
              return lab.store.append(...request);
            }
          : (Reflect.get(target, name) as unknown),
    });
    const first = lab.tasksOver(slow).close(key);
    await stalled.opened;
    const later = { ...example51, [accounts.beta]: [cell('Usage', '60.00')] };
    await lab.observe(june, '2026-07-08T03:00:00.000Z', later);
    await lab.observe(june, '2026-07-09T03:00:00.000Z', later);
    await lab.settled();
    lab.clock.set('2026-07-09T04:00:00.000Z');
    expect(await lab.tasks.close(key)).toMatchObject({ kind: 'closed', version: 1 });
    resume.open();
    expect(await first).toEqual({ kind: 'nothing' });
    await lab.settled();
    expect(await lab.totals(june)).toMatchObject({ beta: '60.00' });
    expect(await lab.tasks.verify(key)).toMatchObject({ ok: true, findings: [] });
    await lab.stop();
  });
});
