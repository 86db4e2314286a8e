import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { openSqliteEventStore } from '../../libs/event-store/src/index.js';
import { ofTenant, samplePayer } from '../../libs/metering/testing/sample-month.js';
import { sampleLine } from '../../libs/metering/testing/sample-documents.js';
import { storePayer, storeStatements } from '../../libs/metering/testing/stored-exports.js';

const [statements = 10_000, lines = 25] = process.argv.slice(2).map(Number);
const slowestHealth = 50;
const pollMs = 10;

interface Api {
  readonly url: string;
  readonly apiKey: string;
  readonly process: ChildProcess;
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const seed = async (dataDir: string): Promise<void> => {
  const store = openSqliteEventStore({ file: join(dataDir, 'events.sqlite') });
  await storePayer(store);
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

const megabytes = (api: Api): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${api.process.pid ?? 0}/status`, 'utf8'))?.[1] ?? 0) / 1024);

/** Downloads of a large month while health is asked for. `node exports.bench.js [statements] [lines each]` */
const main = async (): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'orgledger-bench-exports-'));
  try {
    let begun = performance.now();
    await seed(dataDir);
    process.stdout.write(`${statements} statements × ${lines} lines stored in ${seconds(begun)}\n`);
    begun = performance.now();
    const api = await start(dataDir);
    await follows(api);
    process.stdout.write(`projected in ${seconds(begun)}; ${megabytes(api)} MiB at most\n`);
    const missed: string[] = [];
    const at = (times: readonly number[], share: number): string => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1);
    const told = (times: readonly number[]): string =>
      `health of ${times.length} requests: median ${at(times, 0.5)}, p99 ${at(times, 0.99)}, slowest ${at(times, 1)} ms`;
    process.stdout.write(`idle: ${told(await healthWhile(api.url, wait(5_000)))}\n`);
    for (const format of ['csv', 'json', 'focus-chargeback.csv', 'xlsx']) {
      begun = performance.now();
      const state = { bytes: 0 };
      const work = download(api, `/exports/months/${samplePayer.payerAccountId}/2026-06.${format}`).then((bytes) => (state.bytes = bytes));
      const times = await healthWhile(api.url, work);
      process.stdout.write(`${format}: ${(state.bytes / 1e6).toFixed(1)} MB in ${seconds(begun)}; ${told(times)}; ${megabytes(api)} MiB at most\n`);
      if (Number(at(times, 0.99)) >= slowestHealth) missed.push(format);
    }
    api.process.kill();
    if (missed.length > 0) throw new Error(`health answered too late (p99 ≥ ${slowestHealth} ms) during ${missed.join(', ')}`);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
