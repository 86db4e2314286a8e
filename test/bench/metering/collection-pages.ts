import { CollectionBench } from '../../metering/support/collection-bench.js';
import { payerAccountId, StubCostExplorer } from '../../metering/support/stub-cost-explorer.js';
import type { StubCell } from '../../metering/support/stub-cost-explorer.js';

export interface CollectionFigures {
  readonly pages: number;
  readonly usd: string;
  readonly firstEvents: number;
  readonly againEvents: number;
  readonly dailyEvents: number;
  readonly seconds: number;
}

const month = '2026-05';

const cellsOf = (accounts: number, services: number, change: number): StubCell[] =>
  Array.from({ length: accounts }, (_, account) =>
    Array.from({ length: services }, (__, service) => ({
      accountId: String(100_000_000_000 + account),
      recordType: 'Usage',
      service: `Service ${service}`,
      unblended: `${(account * 7 + service) % 900}.${String(((account + change) % 90) + 10)}`,
    })),
  ).flat();

/** A whole collection of one month, the same once more, and one of the next day when every account has other costs; over a stub that counts pages as AWS bills them. */
export const collect = async (accounts: number, services: number): Promise<CollectionFigures> => {
  const stub = new StubCostExplorer();
  stub.finalMonths.add(month);
  for (let account = 0; account < accounts; account += 1) stub.accounts.set(String(100_000_000_000 + account), `account ${account}`);
  stub.cells.set(month, cellsOf(accounts, services, 0));
  const bench = await CollectionBench.open(stub, { payerAccountId, monthlyRequestBudget: '1000' });
  await bench.startCollector();
  const stored = async (): Promise<number> => (await bench.events('CostCellsObserved')).length;
  const begun = performance.now();
  const { cost } = await bench.collect([month]);
  const seconds = (performance.now() - begun) / 1000;
  const firstEvents = await stored();
  await bench.collect([month]);
  const againEvents = (await stored()) - firstEvents;
  stub.cells.set(month, cellsOf(accounts, services, 1));
  await bench.collect([month]);
  const dailyEvents = (await stored()) - firstEvents - againEvents;
  await bench.close();
  return { pages: cost.requests, usd: cost.usd, firstEvents, againEvents, dailyEvents, seconds };
};
