import { Crash } from '../replication/support/crashing-store.js';
import { CollectionBench } from './support/collection-bench.js';
import { StubCostExplorer } from './support/stub-cost-explorer.js';
import { PageCache } from '@orgledger/metering';
import type { ViewsDatabase } from '@orgledger/projections';

const accounts = ['444444444444', '555555555555', '666666666666'];
const month = '2026-05';
/** Pages of one undisturbed pull. */
const calls = 12;

const arranged = (): StubCostExplorer => {
  const aws = new StubCostExplorer();
  aws.groupsPerPage = 2;
  for (const accountId of accounts) aws.accounts.set(accountId, accountId);
  aws.cells.set(
    month,
    accounts.flatMap((accountId, index) => [
      { accountId, recordType: 'Usage', service: 'Amazon S3', unblended: `${index}.25` },
      { accountId, recordType: 'Tax', service: 'Tax', unblended: '0.10' },
    ]),
  );
  return aws;
};

const settings = { optionalCalls: { commitmentUsage: false, dailyCosts: true } };
const expected = Object.fromEntries(
  accounts.flatMap((accountId, index) => [
    [`${accountId} Usage Amazon S3`, `${index}.25`],
    [`${accountId} Tax Tax`, '0.10'],
  ]),
);

/** A views database that a dead process no longer writes to. */
const dyingViews = (views: ViewsDatabase, dead: () => boolean): ViewsDatabase =>
  new Proxy(views, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name === 'write') return (work: never) => (dead() ? Promise.reject(new Error('this process is dead')) : target.write(work));
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });

/** What must hold whatever happened on the way: every cell once, every page that was kept paid once. */
const outcomeOf = async (bench: CollectionBench, pullId: string) => {
  const pull = await bench.reaches(pullId, 'completed');
  const [observations, costs, days, started, completed] = await Promise.all([
    bench.events('MonthObserved'),
    bench.events('CostCellsObserved'),
    bench.events('DailyCostsObserved'),
    bench.events('CollectionStarted'),
    bench.events('CollectionCompleted'),
  ]);
  return {
    cells: await bench.cells(month),
    events: costs.map(({ accountId }) => accountId).sort(),
    observations: observations.map(({ changedAccounts, accounts: count, findings }) => ({ changedAccounts, count, findings })),
    ends: [started.length, completed.length, days.length],
    findings: pull.findings,
  };
};

const whole = {
  cells: expected,
  events: accounts,
  observations: [{ changedAccounts: 3, count: 3, findings: [] }],
  ends: [1, 1, 1],
  findings: [],
};

/** Lets a collector die as `crash` says, and another one go on. `dead` ends the first one's writes. */
const interrupted = async (aws: StubCostExplorer, crash: Crash, dead: () => boolean): Promise<{ readonly requests: number }> => {
  const bench = await CollectionBench.open(aws, settings);
  try {
    const pullId = await bench.request([month]);
    const dying = await bench.startCollector({ store: crash.over(bench.store), views: dyingViews(bench.views, dead), owner: 'dying' });
    for (;;) {
      const view = await bench.queries.collection(pullId);
      if (dead() || view?.status === 'completed') break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await dying.stop();
    // A dead process does not give its lease back: it runs out.
    await bench.views.write((tx) => tx.deleteFrom('metering_leases').execute());
    await bench.startCollector({ owner: 'successor' });
    expect(await outcomeOf(bench, pullId)).toEqual(whole);
    return { requests: aws.requests };
  } finally {
    await bench.close();
  }
};

describe('a collection that is interrupted', () => {
  it.each(['before', 'after'] as const)('%s any of its appends: every cell once, one end, no page paid twice', async (when) => {
    for (let at = 1; ; at += 1) {
      const crash = new Crash(at, when);
      const aws = arranged();
      const { requests } = await interrupted(aws, crash, () => crash.happened);
      expect({ at, requests }).toEqual({ at, requests: calls });
      if (crash.happened) continue;
      expect(at).toBeGreaterThan(10);
      return;
    }
  });

  it('at any of its calls: the same, and only the page whose answer was lost is paid again', async () => {
    for (let at = 1; ; at += 1) {
      const aws = arranged();
      const life = { died: false };
      aws.interfere = (_, nth) => {
        life.died ||= nth === at;
        return undefined;
      };
      const crash = new Crash(Number.POSITIVE_INFINITY, 'before');
      const over = crash.over.bind(crash);
      crash.over = (store) =>
        new Proxy(over(store), {
          get: (target, name) => {
            const value: unknown = Reflect.get(target, name);
            if (name === 'append' && life.died) return () => Promise.reject(new Error('this process is dead'));
            return typeof value === 'function' ? (value.bind(target) as unknown) : value;
          },
        });
      const { requests } = await interrupted(aws, crash, () => life.died);
      expect({ at, requests }).toEqual({ at, requests: life.died ? calls + 1 : calls });
      if (life.died) continue;
      expect(at).toBe(calls + 1);
      return;
    }
  });
});

it('two collectors at once do no harm, though neither knows of the other', async () => {
  const aws = arranged();
  const bench = await CollectionBench.open(aws, settings);
  const pullIds = [await bench.request([month]), await bench.request([month])];
  await new PageCache(bench.views).create();
  // Leases that never hold: both work on the same payer, and on the same pull, all the time.
  const lawless = (views: ViewsDatabase, owner: string): ViewsDatabase =>
    new Proxy(views, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name !== 'write') return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        return (work: (tx: never) => Promise<unknown>) =>
          target.write(async (tx) => {
            await tx.updateTable('metering_leases').set({ owner }).execute();
            return work(tx as never);
          });
      },
    });
  for (const owner of ['one', 'two']) await bench.startCollector({ views: lawless(bench.views, owner), owner });
  for (const pullId of pullIds) expect(await bench.reaches(pullId, 'completed')).toMatchObject({ observedMonths: [month], findings: [] });
  expect(await bench.cells(month)).toEqual(expected);
  expect((await bench.events('CostCellsObserved')).map(({ accountId }) => accountId).sort()).toEqual(accounts);
  expect(await bench.events('CollectionCompleted')).toHaveLength(2);
  await bench.close();
});
