import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '@orgledger/event-store';
import type { SqliteEventStore } from '@orgledger/event-store';
import { formatUnits, parseExactUnits } from '@orgledger/kernel';
import { addMonths, requestsAMonth, usdOf } from '@orgledger/metering';
import type { Month } from '@orgledger/metering';
import { planMonth, readingsAMonth, requestsOf } from '../../libs/metering/src/collection/project-cost.js';
import { ApiProcess } from './metering/api-process.js';
import type { ProbeResult } from './metering/api-process.js';
import { askQueries } from './metering/ask-queries.js';
import { collect } from './metering/collection-pages.js';
import type { CollectionFigures } from './metering/collection-pages.js';
import { endWithVerdict, figure, seconds } from './metering/figure-board.js';
import { closingTime, payer, Population } from './metering/population.js';
import { print } from './replication/figures.js';

// A large organisation from its costs to its statements: node dist/test/bench/metering.bench.js [months=12] [largest=10000]
const [months = 12, largest = 10_000] = process.argv.slice(2).map(Number);
const services = 20;
const sizes = [largest / 10, Math.round(largest * 0.3), largest];
const first: Month = '2025-07';
const healthMs = 50;
const groupsPerPage = 5_000;

interface Closed {
  readonly outcome: { readonly kind: string; readonly figures?: { readonly statements: number; readonly lines: number; readonly total: string } };
  readonly seconds: number;
  /** Of the whole process: what it takes on however busy a machine. */
  readonly cpuSeconds: number;
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

const eventsIn = (store: SqliteEventStore): number => store.countUpTo(Number.MAX_SAFE_INTEGER);

const told = ({ requests, longest, p99, idle }: ProbeResult): string =>
  `${requests} health requests, longest ${longest.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; an idle server ${idle.longest.toFixed(1)} ms, p99 ${idle.p99.toFixed(1)} ms`;

interface MonthTimes {
  readonly observe: number;
  readonly project: number;
  readonly close: number;
  readonly show: number;
}

/** observe → project → close → project, with the API projecting and answering all the while. */
const runMonth = async (store: SqliteEventStore, api: ApiProcess, population: Population, dataDir: string, month: Month): Promise<MonthTimes> => {
  const before = eventsIn(store);
  const { result: observed, health: seen } = await api.probed(async () => ({
    observe: await seconds(() => population.observe(month)),
    project: await seconds(() => api.caughtUp()),
  }));
  await population.requestClose(month);
  await api.caughtUp();
  const { result: closed, health } = await api.probed(async () => {
    const done = await close(dataDir, month);
    return { ...done, shown: await seconds(() => api.caughtUp()) };
  });
  const { kind, figures } = closed.outcome;
  if (kind !== 'closed') throw new Error(`${month} did not close: ${JSON.stringify(closed.outcome)}`);
  print(
    `  ${month}: observe ${observed.observe.toFixed(1)} s, project ${observed.project.toFixed(1)} s (${told(seen)}), close ${closed.seconds.toFixed(1)} s (${closed.cpuSeconds.toFixed(1)} s of CPU) at ${closed.peakMiB.toFixed(0)} MiB, show ${closed.shown.toFixed(1)} s (${told(health)}); ${eventsIn(store) - before} events, ${figures?.statements ?? 0} statements, ${figures?.lines ?? 0} lines, total ${figures?.total ?? ''}`,
  );
  if (population.accounts === largest) {
    figure(`close ${month}`, closed.seconds, 30, 's', `${largest} accounts on two cores`);
    figure(`close ${month}, peak memory`, closed.peakMiB, 1024, 'MiB', 'the process that closes, its thread included');
  }
  const because = `longest answer of the API, which projects the statements of ${population.accounts} accounts`;
  figure(`health while ${month} is closed`, health.longest, healthMs, 'ms', because);
  return { ...observed, close: closed.seconds, show: closed.shown };
};

/** All read models of what is stored so far, made anew. */
const rebuild = async (store: SqliteEventStore, dataDir: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataDir, `views.sqlite${suffix}`), { force: true });
  const api = await ApiProcess.start(dataDir, store);
  const { result: took, health } = await api.probed(() => seconds(() => api.caughtUp()));
  print(`  rebuilt from ${eventsIn(store)} events in ${took.toFixed(1)} s; ${told(health)}`);
  figure('health during a rebuild', health.longest, healthMs, 'ms', 'longest answer while all read models are made anew');
  await api.stop();
};

const exportMonth = async (api: ApiProcess, month: Month): Promise<void> => {
  for (const format of ['csv', 'focus-chargeback.csv', 'xlsx']) {
    let bytes = 0;
    const { result: took, health } = await api.probed(() =>
      seconds(async () => (bytes = await api.download(`/exports/months/${payer}/${month}.${format}`))),
    );
    print(`  ${format}: ${(bytes / 1e6).toFixed(1)} MB in ${took.toFixed(1)} s; ${told(health)}`);
    figure(`health during an export, ${format}`, health.longest, healthMs, 'ms', `longest answer while ${largest} statements are written`);
  }
};

const measureSize = async (accounts: number): Promise<MonthTimes> => {
  print(`\n${accounts} accounts × ${services} services`);
  const dataDir = mkdtempSync(join(tmpdir(), 'orgledger-bench-'));
  const store = openSqliteEventStore({ file: join(dataDir, 'events.sqlite') });
  const population = new Population(store, accounts, services);
  const api = await ApiProcess.start(dataDir, store);
  await population.found(first);
  await api.caughtUp();
  const times = await runMonth(store, api, population, dataDir, first);
  await api.stop();
  if (accounts === largest) {
    await rebuild(store, dataDir);
    const again = await ApiProcess.start(dataDir, store);
    for (let number = 1; number < months; number += 1) await runMonth(store, again, population, dataDir, addMonths(first, number));
    print(`\nexports of a month`);
    await exportMonth(again, addMonths(first, months - 1));
    print(`\nqueries over ${months} months`);
    await askQueries(dataDir, accounts, first, months);
    await again.stop();
  }
  await store.close();
  rmSync(dataDir, { recursive: true });
  return times;
};

const measureCollection = async (accounts: number): Promise<CollectionFigures> => {
  print(`\ncollecting a month of ${accounts} accounts × ${services} services, by the real client`);
  const collected = await collect(accounts, services);
  print(
    `  ${collected.pages} pages, $${collected.usd}; ${collected.seconds.toFixed(1)} s from the first request until it can be queried; ${collected.firstEvents} events of cells`,
  );
  figure('events of an unchanged month', collected.againEvents, 0, 'events', 'collected once more');
  figure('events of a daily pull', collected.dailyEvents, accounts, 'events', 'every account has other costs');
  return collected;
};

/** A year of readings at the largest size: what the plan asks for, beside what no plan can go below. */
const measurePages = (pages: number): void => {
  const size = { accounts: largest, cells: new Map([['Usage', largest * services]]), marketplaceRecordTypes: 0, commitments: 0 };
  const wish = { reservations: false, savingsPlans: false, usage: false };
  const year = requestsAMonth(size, wish, { days: false }, groupsPerPage) * 12;
  const { current, last, recent, older } = readingsAMonth;
  // Every cell has to be in some page, and every reading needs them all.
  const floor = Math.ceil((largest * services) / groupsPerPage) * (current + last + recent + older) * 12;
  const dollars = (requests: number): string => usdOf(requests, '0.01');
  const ratio = (parseExactUnits(dollars(year)) * 10_000_000_000n) / parseExactUnits(dollars(floor));
  print(
    `\nCost Explorer for ${largest} accounts, a year: ${year} pages, $${dollars(year)}; the floor at ${groupsPerPage} groups a page: ${floor} pages, $${dollars(floor)}`,
  );
  figure('pages of a reading', pages, requestsOf(planMonth(size, wish, groupsPerPage)), 'pages', 'as planned beforehand');
  figure('a year of pages over the floor', Number(formatUnits(ratio)), 1.25, '×', 'checks and dimension values besides the cells');
};

const growth = (name: string, times: readonly number[]): void => {
  const [small = 0, middle = 0, large = 0] = times;
  print(`  ${name}: ${times.map((time, index) => `${sizes[index] ?? 0} accounts ${time.toFixed(2)} s`).join(', ')}`);
  // The smallest size is mostly start-up: from the middle one on, time must not grow faster than accounts.
  figure(`growth of ${name}`, large / middle / (largest / (sizes[1] ?? 1)), 1.2, '×', 'seconds an account, largest over middle size');
  figure(`growth of ${name}, ten times the accounts`, large / small, 12, '×', 'linear, with a fifth for the noise of short times');
};

const main = async (): Promise<void> => {
  print(
    `load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')} at the start`,
  );
  const times: MonthTimes[] = [];
  for (const accounts of sizes) times.push(await measureSize(accounts));
  const collections: CollectionFigures[] = [];
  for (const accounts of sizes) collections.push(await measureCollection(accounts));
  measurePages(collections.at(-1)?.pages ?? 0);
  print('\ngrowth');
  growth(
    'observing and projecting',
    times.map(({ observe, project }) => observe + project),
  );
  growth(
    'closing',
    times.map((one) => one.close),
  );
  growth(
    'collecting',
    collections.map((one) => one.seconds),
  );
  print(
    `load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')} at the end`,
  );
  endWithVerdict();
};

void main();
