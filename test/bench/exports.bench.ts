import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { openSqliteEventStore, toNewEvent } from '../../libs/event-store/src/index.js';
import type { EventStore } from '../../libs/event-store/src/index.js';
import { metadataOf, uuidv5 } from '../../libs/kernel/src/index.js';
import type { MeteringEvent } from '../../libs/metering/src/index.js';
import { streams } from '../../libs/metering/src/streams.js';
import { ofTenant, samplePayer } from '../../libs/metering/testing/sample-month.js';
import { sampleLine } from '../../libs/metering/testing/sample-documents.js';
import { storePayer, storeStatements } from '../../libs/metering/testing/stored-exports.js';

const [statements = 10_000, lines = 25] = process.argv.slice(2).map(Number);
const month = '2026-06';
const namespace = '5b0c8b0a-5a0e-5b7e-9a55-3f0d5f7a2c11';
const slowestHealth = 50;
/** MiB that the process may grow by while one export is made: pieces under way, the thread's heap and what the makers of files need. */
const mostGrowth = 400;
const pollMs = 10;
const readersThatLeave = 20;

interface Api {
  readonly url: string;
  readonly apiKey: string;
  readonly process: ChildProcess;
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const storeCells = async (store: EventStore): Promise<void> => {
  const { payerAccountId } = samplePayer;
  const now = '2026-07-07T03:00:00.000Z';
  const metadata = metadataOf({ commandId: namespace, actor: { kind: 'system', id: 'bench' }, now, correlationId: namespace });
  for (let at = 0; at < statements; at += 1) {
    const accountId = String(100_000_000_000 + at);
    const event: MeteringEvent = {
      type: 'CostCellsObserved',
      ...{ payerAccountId, accountId, accountName: `account ${at}`, month, pullId: namespace, pulledAt: now, estimated: false, gone: [] },
      cells: Array.from({ length: lines }, (_, line) => ({
        ...{ recordType: 'Usage', service: `Amazon Service ${line}`, marketplace: false, unblended: '123.4500000036', amortized: '123.4500000036' },
      })),
    };
    await store.append(streams.costs(payerAccountId, accountId, month), 'any', [toNewEvent(event, uuidv5(namespace, accountId), metadata)]);
  }
};

const seed = async (dataDir: string): Promise<void> => {
  const store = openSqliteEventStore({ file: join(dataDir, 'events.sqlite') });
  await storePayer(store);
  await storeCells(store);
  const tenants = function* () {
    for (let at = 0; at < statements; at += 1)
      yield ofTenant(
        `tenant-${String(at).padStart(6, '0')}`,
        Array.from({ length: lines }, (_, line) =>
          sampleLine('USAGE', '123.45', { service: `Amazon Service ${line}`, accountId: String(100_000_000_000 + at) }),
        ),
      );
  };
  await storeStatements(store, tenants());
  await store.close();
};

const start = async (dataDir: string): Promise<Api> => {
  const env = { PATH: process.env.PATH, ORGLEDGER_DATA_DIR: dataDir, ORGLEDGER_PORT: '0', ORGLEDGER_READY_JSON: '1', ORGLEDGER_LOG_LEVEL: 'fatal' };
  const child = spawn(process.execPath, [resolve('dist/apps/api/src/main.js')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = JSON.parse(line) as { readonly url: string; readonly apiKey: string };
    return { ...ready, process: child };
  }
  throw new Error('the API did not start');
};

const follows = async ({ url }: Api): Promise<void> => {
  while (!(await fetch(`${url}/readyz`)).ok) await wait(200);
  // Ready is said once every read model follows; the month's statements are there when its workbook is.
};

/** Health is asked for while the work goes on: milliseconds of each answer. */
const healthWhile = async (url: string, work: Promise<unknown>): Promise<readonly number[]> => {
  const times: number[] = [];
  const state = { done: false };
  const ended = work.finally(() => (state.done = true));
  while (!state.done) {
    const asked = performance.now();
    await (await fetch(`${url}/healthz`)).text();
    times.push(performance.now() - asked);
    await wait(pollMs);
  }
  await ended;
  return times.toSorted((a, b) => a - b);
};

/** In a thread of its own: a client that reads 10 MB/s must not delay the one that asks for health. */
const download = ({ url, apiKey }: Api, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const program = `
      const { parentPort, workerData: { address, authorization } } = require('node:worker_threads');
      fetch(address, { headers: { authorization } }).then(async (response) => {
        if (!response.ok) throw new Error(response.status + ' ' + (await response.text()));
        let bytes = 0;
        for await (const chunk of response.body) bytes += chunk.length;
        parentPort.postMessage(bytes);
      });`;
    const reader = new Worker(program, { eval: true, workerData: { address: url + path, authorization: `Bearer ${apiKey}` } });
    reader.once('message', resolve);
    reader.once('error', reject);
  });

const status = ({ process: { pid = 0 } }: Api, name: string): number =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
const megabytes = (api: Api, name: 'VmRSS' | 'VmHWM'): number => Math.round(status(api, name) / 1024);
/** The highest use of memory is counted from here on. */
const forgetPeak = ({ process: { pid = 0 } }: Api): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** Asks for a download and goes away at its first piece. */
const leave = ({ url, apiKey }: Api, path: string): Promise<void> =>
  new Promise((done, reject) => {
    const asked = request(url + path, { headers: { authorization: `Bearer ${apiKey}` } }, (response) => {
      response.once('data', () => {
        asked.destroy();
        done();
      });
    });
    asked.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? done() : reject(error)));
    asked.end();
  });

/** Readers that leave one after the other: seconds until the process has no more threads than before. */
const readersLeave = async (api: Api, path: string): Promise<string> => {
  const threads = status(api, 'Threads');
  const begun = performance.now();
  for (let reader = 0; reader < readersThatLeave; reader += 1) await leave(api, path);
  const left = performance.now();
  while (status(api, 'Threads') > threads) {
    if (performance.now() - left > 10_000) throw new Error(`${status(api, 'Threads') - threads} threads are left of readers that went away`);
    await wait(pollMs);
  }
  return `${readersThatLeave} readers left at the first piece within ${seconds(begun)}; their threads had ended ${Math.round(performance.now() - left)} ms after the last`;
};

/** Downloads of a large month while health is asked for. `node exports.bench.js [accounts] [lines each]` */
const main = async (): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'orgledger-bench-exports-'));
  const running: ChildProcess[] = [];
  try {
    let begun = performance.now();
    await seed(dataDir);
    process.stdout.write(`${statements} accounts × ${lines} cells, as many statements and lines: stored in ${seconds(begun)}\n`);
    begun = performance.now();
    const api = await start(dataDir);
    running.push(api.process);
    await follows(api);
    process.stdout.write(`projected in ${seconds(begun)}; ${megabytes(api, 'VmHWM')} MiB at most\n`);
    const missed: string[] = [];
    const at = (times: readonly number[], share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
    const told = (times: readonly number[]): string =>
      `health of ${times.length} requests: median ${at(times, 0.5)}, p99 ${at(times, 0.99)}, slowest ${at(times, 1)} ms`;
    process.stdout.write(`idle: ${told(await healthWhile(api.url, wait(5_000)))}\n`);
    const ofMonth = `/exports/months/${samplePayer.payerAccountId}/${month}`;
    const paths = ['csv', 'json', 'focus-chargeback.csv', 'focus-provider.csv', 'xlsx'].map((format) => [format, `${ofMonth}.${format}`] as const);
    for (const [name, path] of [...paths, ['costs.csv', `/exports/costs.csv?payer=${samplePayer.payerAccountId}&from=${month}`] as const]) {
      forgetPeak(api);
      const before = megabytes(api, 'VmRSS');
      begun = performance.now();
      const state = { bytes: 0 };
      const work = download(api, path).then((bytes) => (state.bytes = bytes));
      const times = await healthWhile(api.url, work);
      const growth = megabytes(api, 'VmHWM') - before;
      process.stdout.write(`${name}: ${(state.bytes / 1e6).toFixed(1)} MB in ${seconds(begun)}; at most ${growth} MiB more; ${told(times)}\n`);
      if (Number(at(times, 0.99)) >= slowestHealth) missed.push(`${name}: health answered too late (p99 ≥ ${slowestHealth} ms)`);
      if (growth > mostGrowth) missed.push(`${name}: more than ${mostGrowth} MiB`);
    }
    process.stdout.write(`${await readersLeave(api, `${ofMonth}.csv`)}\n`);
    if (missed.length > 0) throw new Error(missed.join('\n'));
  } finally {
    for (const child of running) child.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
