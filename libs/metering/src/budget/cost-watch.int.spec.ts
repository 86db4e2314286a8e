import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryEventStore, fromRecorded, toNewEvent } from '@orgledger/event-store';
import type { EventStore, Recorded } from '@orgledger/event-store';
import { systemClock, uuidv5 } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { assigned, cell, observed, payer, registered } from '../../testing/cost-samples.js';
import type { StoredSample } from '../../testing/projected.js';
import { meteringProjections } from '../metering-projections.view.js';
import { daysOf } from '../report/cost-query.js';
import type { BudgetEvent, BudgetSettings } from './budget.events.js';
import { budgetQueries } from './budget.view.js';
import type { BudgetTables } from './budget.view.js';
import { costWatchReactions } from './cost-watch.subscription.js';

const idOf = (name: string): string => uuidv5('0190d3a0-0000-7000-8000-000000000000', name);
const target = idOf('target');

describe('the watch over costs', () => {
  let directory: string;
  let store: EventStore;
  let views: ViewsDatabase<BudgetTables>;
  let projections: ProjectionRunner;
  let clockOf = 0;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'orgledger-watch-'));
    store = createMemoryEventStore();
    views = openViews<BudgetTables>({ file: join(directory, 'views.sqlite') });
    projections = new ProjectionRunner({ store, views, clock: systemClock, projections: meteringProjections, pollMs: 5 });
    await projections.start();
  });
  afterEach(async () => {
    await projections.stop();
    await views.close();
    rmSync(directory, { recursive: true });
  });

  const append = async ({ stream, event, at = '2026-06-20T06:00:00.000Z' }: StoredSample): Promise<Recorded> => {
    const { events } = await store.readStream(stream);
    const id = idOf(`${stream} ${(clockOf += 1)}`);
    const metadata = { $correlationId: id, $causationId: id, commandId: id, actor: { kind: 'system', id: 's' }, at } as const;
    await store.append(stream, events.at(-1)?.revision ?? 'no_stream', [toNewEvent(event, id, metadata)]);
    return (await store.readStream(stream)).events.at(-1)!;
  };

  const stored = async (...types: string[]): Promise<readonly DomainEvent[]> => {
    const events: DomainEvent[] = [];
    for await (const recorded of store.readAll({ filter: { types } })) events.push(fromRecorded(recorded));
    return events;
  };

  const budget = (name: string, settings: Partial<BudgetSettings>): StoredSample => ({
    stream: `budget-${idOf(name)}`,
    event: {
      type: 'BudgetCreated',
      budgetId: idOf(name),
      settings: {
        displayName: name,
        scope: { kind: 'workspace', workspaceIdentifier: 'alpha' },
        metric: 'amortized',
        currency: 'USD',
        amount: '1000.00',
        thresholds: [
          { percent: 50, of: 'actual' },
          { percent: 100, of: 'forecast' },
        ],
        targetIds: [target],
        ...settings,
      },
    } as StoredSample['event'],
  });

  const day = (number: number, costs: Record<string, number>): StoredSample => ({
    stream: 'collection-p',
    event: {
      type: 'DailyCostsObserved',
      payerAccountId: payer,
      pullId: 'p',
      day: `2026-06-${String(number).padStart(2, '0')}`,
      costs: Object.entries(costs).map(([accountId, amount]) => ({ accountId, amortized: String(amount), unblended: String(amount) })),
      part: 1,
      parts: 1,
    } as StoredSample['event'],
  });

  const complete = (at: string): Promise<Recorded> =>
    append({
      stream: 'collection-p',
      at,
      event: {
        type: 'CollectionCompleted',
        payerAccountId: payer,
        pullId: 'p',
        cost: { requests: 1, usd: '0.01', byOperation: {} },
        findings: [],
      } as StoredSample['event'],
    });

  /** What a runner does, without waiting: each reaction sees each of its events, here even twice. */
  const react = async (over: EventStore = store): Promise<void> => {
    for (const reaction of costWatchReactions({ store: over, views, projections })) {
      const seen: Recorded[] = [];
      for await (const recorded of store.readAll({ filter: reaction.filter })) seen.push(recorded);
      for (const recorded of [...seen, ...seen]) await reaction.handle(recorded, new AbortController().signal);
    }
  };

  const world = async (): Promise<void> => {
    for (const sample of [
      registered,
      assigned('A', '2026-01-01T00:00:00.000Z', 'alpha', 'prod'),
      assigned('B', '2026-01-01T00:00:00.000Z', 'alpha', 'dev'),
      observed('A', '2026-06', [cell('Usage', 'EC2', '600'), cell('RIFee', 'EC2', '18')]),
      observed('B', '2026-06', [cell('Usage', 'EC2', '40')]),
      ...daysOf('2026-06')
        .slice(0, 18)
        .map((_, index) => day(index + 1, { A: index === 0 ? 48 : index === 17 ? 130 : 30, B: 2 })),
    ])
      await append(sample);
  };

  it('tells of a threshold once, on what the month has come to and on its forecast, by every scope', async () => {
    await world();
    await append(budget('workspace', {}));
    await append(budget('project', { scope: { kind: 'project', workspaceIdentifier: 'alpha', projectIdentifier: 'dev' }, amount: '60.00' }));
    await append(budget('elsewhere', { scope: { kind: 'workspace', workspaceIdentifier: 'beta' } }));
    await append(budget('yuan', { currency: 'CNY' }));
    await complete('2026-06-20T06:00:00.000Z');
    await react();
    const reached = (await stored('BudgetThresholdReached')) as Extract<BudgetEvent, { type: 'BudgetThresholdReached' }>[];
    expect(reached.map(({ budgetId, threshold, value }) => [budgetId, threshold.percent, threshold.of, value])).toEqual(
      expect.arrayContaining([
        [idOf('workspace'), 50, 'actual', '658'],
        [idOf('workspace'), 100, 'forecast', expect.any(String)],
        [idOf('project'), 50, 'actual', '40'],
        [idOf('project'), 100, 'forecast', '64'],
      ]),
    );
    expect(reached).toHaveLength(4);
    const notices = await stored('NotificationRequested');
    expect(notices).toHaveLength(4);
    expect(notices[0]).toMatchObject({ targetId: target, topic: 'budget.threshold', data: { month: '2026-06', currency: 'USD' } });

    await complete('2026-06-21T06:00:00.000Z');
    await react();
    expect(await stored('BudgetThresholdReached')).toHaveLength(4);
    expect(await stored('NotificationRequested')).toHaveLength(4);
    const [alert] = (await budgetQueries(views.read).budgetAlerts({ budgetId: idOf('project') })).nodes;
    expect(alert).toMatchObject({ month: '2026-06', amount: '60.00' });
  });

  it('looks at the month before, too: support comes when it is over', async () => {
    await world();
    await append(budget('late', { amount: '700.00', thresholds: [{ percent: 100, of: 'actual' }] }));
    await complete('2026-07-02T06:00:00.000Z');
    await react();
    expect(await stored('BudgetThresholdReached')).toEqual([]);
    await append(observed('A', '2026-06', [cell('Support', 'Support', '100')]));
    await complete('2026-07-07T06:00:00.000Z');
    await react();
    expect(await stored('BudgetThresholdReached')).toMatchObject([{ month: '2026-06', value: '758' }]);
  });

  it('finds a spike the day it is seen, tells it once and to whom it concerns; unused reservations on day 1 are none', async () => {
    await world();
    await append(budget('told', { spikes: { minimum: '50.00' } }));
    await append(budget('not for so little', { spikes: { minimum: '500.00' } }));
    await append(budget('no spikes', {}));
    await append(budget('other', { scope: { kind: 'workspace', workspaceIdentifier: 'beta' }, spikes: { minimum: '1.00' } }));
    await complete('2026-06-19T06:00:00.000Z');
    await complete('2026-06-20T06:00:00.000Z');
    await react();
    expect(await stored('CostSpikeDetected')).toEqual([
      { type: 'CostSpikeDetected', payerAccountId: payer, accountId: 'A', day: '2026-06-18', amount: '131', usual: '31', excess: '100', pullId: 'p' },
    ]);
    const notices = (await stored('NotificationRequested')).filter((event) => (event as { topic?: string }).topic === 'cost.spike');
    expect(notices).toMatchObject([{ targetId: target, data: { accountId: 'A', day: '2026-06-18', workspace: 'alpha', project: 'prod' } }]);
  });

  it('tells of a budget that is over its threshold when it is made or changed, without waiting for the next collection', async () => {
    await world();
    await append(budget('made', {}));
    await react();
    expect(await stored('BudgetThresholdReached')).toMatchObject([
      { budgetId: idOf('made'), threshold: { percent: 50 } },
      { budgetId: idOf('made'), threshold: { percent: 100, of: 'forecast' } },
    ]);
    const { settings } = budget('made', { amount: '700.00' }).event as unknown as { settings: BudgetSettings };
    await append({ stream: `budget-${idOf('made')}`, event: { type: 'BudgetChanged', budgetId: idOf('made'), settings } as StoredSample['event'] });
    await react();
    expect((await stored('BudgetThresholdReached')).map((event) => (event as { amount?: string }).amount)).toEqual([
      '1000.00',
      '1000.00',
      '700.00',
      '700.00',
    ]);
    expect(await stored('NotificationRequested')).toHaveLength(4);
  });

  it('killed at any append, it goes on to the same alerts and asks for each message once', async () => {
    await world();
    await append(budget('workspace', { spikes: { minimum: '50.00' }, targetIds: [target, idOf('second target')] }));
    await append(budget('project', { scope: { kind: 'project', workspaceIdentifier: 'alpha', projectIdentifier: 'dev' }, amount: '60.00' }));
    await complete('2026-06-20T06:00:00.000Z');
    // The run dies at its first append, then at its second, and so on; every other time the append is stored before that.
    const runUntil = async (survived: number): Promise<'died' | 'ended'> => {
      let left = survived;
      const dying: EventStore = Object.assign(Object.create(store) as EventStore, {
        append: async (...args: Parameters<EventStore['append']>) => {
          if (left > 0) {
            left -= 1;
            return store.append(...args);
          }
          if (survived % 2 === 1) await store.append(...args);
          throw new Error('killed');
        },
      });
      return react(dying).then(
        () => 'ended' as const,
        (error: unknown) => {
          expect(error).toMatchObject({ message: 'killed' });
          return 'died' as const;
        },
      );
    };
    let killed = 0;
    while ((await runUntil(killed)) === 'died') killed += 1;
    expect(killed).toBeGreaterThan(4);
    const told = await stored('BudgetThresholdReached', 'CostSpikeDetected', 'NotificationRequested');
    expect(told.map(({ type }) => type).toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => 'BudgetThresholdReached'),
      'CostSpikeDetected',
      ...Array.from({ length: 8 }, () => 'NotificationRequested'),
    ]);
    const ids = (await stored('NotificationRequested')).map((event) => (event as { notificationId?: string }).notificationId);
    expect(new Set(ids).size).toBe(8);
  });

  it('shows how budgets stand now', async () => {
    await world();
    const { settings } = budget('x', {}).event as unknown as { settings: BudgetSettings };
    await projections.waitFor(await store.head(), { timeoutMs: 10_000 });
    const figures = await budgetQueries(views.read).budgetFigures([settings], '2026-06-20T06:00:00.000Z');
    expect(figures).toMatchObject([{ month: '2026-06', actual: '658', method: 'daily' }]);
  });
});
