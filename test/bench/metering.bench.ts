import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '@orgledger/event-store';
import type { SqliteEventStore } from '@orgledger/event-store';
import { formatUnits, parseExactUnits } from '@orgledger/kernel';
import { addMonths, requestsAMonth, statementQueries, usdOf } from '@orgledger/metering';
import type { MeteringReportTables, Month, StatementTables } from '@orgledger/metering';
import { openViews } from '@orgledger/projections';
import { planMonth, readingsAMonth, requestsOf } from '../../libs/metering/src/collection/project-cost.js';
import { costQueries } from '../../libs/metering/src/report/cost-queries.view.js';
import { ApiProcess } from './metering/api-process.js';
import { collect } from './metering/collection-pages.js';
import { closingTime, payer, Population, tenantOf, workspaceOf } from './metering/population.js';
import { holds, print, printFigure } from './replication/figures.js';
import type { Figure } from './replication/figures.js';

// node dist/test/bench/metering.bench.js [months=12] [largest=10000]
const [months = 12, largest = 10_000] = process.argv.slice(2).map(Number);
const services = 20;
const sizes = [largest / 10, Math.round(largest * 0.3), largest];
const first: Month = '2025-07';
const healthMs = 50;
const groupsPerPage = 5_000;

const figures: Figure[] = [];
const figure = (name: string, measured: number, bar: number, unit: string, because: string): void => {
  const one = { name, measured, bar, unit, because };
  figures.push(one);
  printFigure(one);
};

interface Closed {
  readonly outcome: { readonly kind: string; readonly figures?: { readonly statements: number; readonly lines: number; readonly total: string } };
  readonly seconds: number;
  readonly peakMiB: number;
}

const close = (dataDir: string, month: Month): Promise<Closed> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/test/metering/support/close-month.program.js', dataDir, payer, month, closingTime(month)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.once('exit', (code) => (code === 0 ? resolve(JSON.parse(out) as Closed) : reject(new Error(`the closer ended with ${code}`))));
  });

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

const eventsIn = (store: SqliteEventStore): number => store.countUpTo(Number.MAX_SAFE_INTEGER);

interface MonthTimes {
  readonly observe: number;
  readonly project: number;
  readonly close: number;
  readonly show: number;
  readonly health: number;
}

/** observe → project → close → project, with the API projecting and answering all the while. */
const runMonth = async (store: SqliteEventStore, api: ApiProcess, population: Population, dataDir: string, month: Month): Promise<MonthTimes> => {
  const before = eventsIn(store);
  const observe = await seconds(() => population.observe(month));
  const project = await seconds(() => api.caughtUp());
  await population.requestClose(month);
  await api.caughtUp();
  const { result: closed, health } = await api.probed(async () => {
    const done = await close(dataDir, month);
    const shown = await seconds(() => api.caughtUp());
    return { ...done, shown };
  });
  if (closed.outcome.kind !== 'closed') throw new Error(`${month} did not close: ${JSON.stringify(closed.outcome)}`);
  print(
    `  ${month}: observe ${observe.toFixed(1)} s, project ${project.toFixed(1)} s, close ${closed.seconds.toFixed(1)} s at ${closed.peakMiB.toFixed(0)} MiB, show ${closed.shown.toFixed(1)} s; ${eventsIn(store) - before} events, ${closed.outcome.figures?.statements ?? 0} statements, ${closed.outcome.figures?.lines ?? 0} lines, total ${closed.outcome.figures?.total ?? ''}; ${health.requests} health requests, longest ${health.longest.toFixed(1)} ms, p99 ${health.p99.toFixed(1)} ms`,
  );
  if (population.accounts === largest) {
    figure(`close ${month}`, closed.seconds, 30, 's', `${largest} accounts on two cores`);
    figure(`close ${month}, peak memory`, closed.peakMiB, 1024, 'MiB', 'the process that closes, its thread included');
  }
  figure(
    `health during close, ${population.accounts} accounts`,
    health.longest,
    healthMs,
    'ms',
    'longest answer of the API, which projects the statements',
  );
  return { observe, project, close: closed.seconds, show: closed.shown, health: health.longest };
};

const percentile95 = async (runs: number, ask: (run: number) => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push((await seconds(() => ask(run))) * 1000);
  return times.toSorted((a, b) => a - b)[Math.floor(runs * 0.95)] ?? 0;
};

const askQueries = async (dataDir: string, last: Month): Promise<void> => {
  const views = openViews<StatementTables & MeteringReportTables>({ file: join(dataDir, 'views.sqlite') });
  const statements = statementQueries(views.read);
  const costs = costQueries(views.read);
  const runs = 100;
  const account = (run: number): number => (run * 7919) % largest;
  const monthAt = (run: number): Month => addMonths(first, run % months);
  const because = `95th percentile of ${runs}, ${largest} statements a month × ${months} months`;
  figure(
    'a statement with its lines',
    await percentile95(runs, async (run) => {
      const header = await statements.statement({ payerAccountId: payer, month: monthAt(run), tenantId: tenantOf(account(run)) });
      if (!header) throw new Error('no statement');
      await statements.statementLines(header.statementId, { first: 100 });
    }),
    100,
    'ms',
    because,
  );
  figure(
    'statements of a month, a page',
    await percentile95(runs, (run) => statements.statements({ month: monthAt(run) }, { first: 50 })),
    100,
    'ms',
    because,
  );
  figure(
    'statements of a workspace, 12 months',
    await percentile95(runs, (run) => statements.statements({ workspaceIdentifier: workspaceOf(account(run)) }, { first: 100 })),
    100,
    'ms',
    because,
  );
  figure('all statements, a page', await percentile95(runs, () => statements.statements({}, { first: 50 })), 100, 'ms', because);
  figure(
    '12-month workspace report',
    await percentile95(runs, (run) =>
      costs.costReport({
        ...{ from: first, to: last, granularity: 'month', metric: 'amortized', groupBy: ['service'] },
        filter: { workspaces: [workspaceOf(account(run))] },
      }),
    ),
    100,
    'ms',
    because,
  );
  await views.close();
};

const rebuild = async (store: SqliteEventStore, dataDir: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataDir, `views.sqlite${suffix}`), { force: true });
  const api = await ApiProcess.start(dataDir, store);
  const { result: took, health } = await api.probed(() => seconds(() => api.caughtUp()));
  print(
    `  rebuilt in ${took.toFixed(1)} s; ${health.requests} health requests, longest ${health.longest.toFixed(1)} ms, p99 ${health.p99.toFixed(1)} ms`,
  );
  figure('health during a rebuild', health.longest, healthMs, 'ms', `longest answer while ${largest} accounts’ month is projected anew`);
  await api.stop();
};

const measureSize = async (accounts: number): Promise<MonthTimes> => {
  print(`\n${accounts} accounts`);
  const dataDir = mkdtempSync(join(tmpdir(), 'orgledger-bench-'));
  const store = openSqliteEventStore({ file: join(dataDir, 'events.sqlite') });
  const population = new Population(store, accounts, services);
  const api = await ApiProcess.start(dataDir, store);
  await population.found(first);
  await api.caughtUp();
  const times = await runMonth(store, api, population, dataDir, first);
  if (accounts === largest) {
    await api.stop();
    await rebuild(store, dataDir);
    const again = await ApiProcess.start(dataDir, store);
    for (let number = 1; number < months; number += 1) await runMonth(store, again, population, dataDir, addMonths(first, number));
    print(`\nqueries over ${months} months`);
    await askQueries(dataDir, addMonths(first, months - 1));
    await again.stop();
  } else await api.stop();
  await store.close();
  rmSync(dataDir, { recursive: true });
  return times;
};

const measureCollection = async (): Promise<void> => {
  print(`\ncollecting a month of ${largest} accounts × ${services} services`);
  const collected = await collect(largest, services);
  print(`  ${collected.pages} pages, $${collected.usd}, ${collected.seconds.toFixed(1)} s, ${collected.firstEvents} events of cells`);
  figure('events of an unchanged month', collected.againEvents, 0, 'events', 'collected once more');
  figure('events of a daily pull', collected.dailyEvents, largest, 'events', 'every account has other costs');
  const size = { accounts: largest, cells: new Map([['Usage', largest * services]]), marketplaceRecordTypes: 0, commitments: 0 };
  const wish = { reservations: false, savingsPlans: false, usage: false };
  const planned = requestsOf(planMonth(size, wish, groupsPerPage));
  const year = requestsAMonth(size, wish, { days: false }, groupsPerPage) * 12;
  const { current, last, recent, older } = readingsAMonth;
  // Every cell has to be in some page, and every reading needs them all.
  const floor = Math.ceil((largest * services) / groupsPerPage) * (current + last + recent + older) * 12;
  const dollars = (requests: number): string => usdOf(requests, '0.01');
  print(
    `  planned pages a reading ${planned}; a year: ${year} pages, $${dollars(year)}; the floor that ${groupsPerPage} groups a page allow: ${floor} pages, $${dollars(floor)}`,
  );
  figure('pages of a reading', collected.pages, planned, 'pages', 'as planned beforehand');
  figure(
    'a year of pages over the floor',
    Number(formatUnits((parseExactUnits(dollars(year)) * 10_000_000_000n) / parseExactUnits(dollars(floor)))),
    1.25,
    '×',
    'checks and dimension values besides the cells',
  );
};

const growth = (name: string, times: readonly number[]): void => {
  const [small = 0, , large = 0] = times;
  figure(`growth of ${name}, ×10 accounts`, large / small, 12, '×', 'linear or better, a fifth for fixed costs that small sizes hide');
};

const main = async (): Promise<void> => {
  const times: MonthTimes[] = [];
  for (const accounts of sizes) times.push(await measureSize(accounts));
  print('\ngrowth');
  growth(
    'observing',
    times.map(({ observe, project }) => observe + project),
  );
  growth(
    'closing',
    times.map((one) => one.close),
  );
  await measureCollection();
  const missed = figures.filter((one) => !holds(one));
  print(missed.length === 0 ? '\nEvery bar holds.' : `\n${missed.length} bars were missed: ${missed.map(({ name }) => name).join(', ')}`);
  process.exit(missed.length === 0 ? 0 : 1);
};

void main();
