import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore, toNewEvent } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { metadataOf, uuidv5 } from '@orgledger/kernel';
import type { MeteringEvent } from '@orgledger/metering';
import { ofTenant, sampleLine, samplePayer, storePayer, storeStatements } from '@orgledger/metering/testing';
import { streams } from '../../libs/metering/src/streams.js';
import { ApiProcess } from './metering/api-process.js';
import { endWithVerdict, figure, seconds } from './metering/figure-board.js';
import { print } from './replication/figures.js';

// An organisation of accounts with as many statements, of lines with as many cells: `npm run bench:exports [accounts] [lines each]`.
const [accounts = 10_000, lines = 25] = process.argv.slice(2).map(Number);
const month = '2026-06';
const namespace = '5b0c8b0a-5a0e-5b7e-9a55-3f0d5f7a2c11';
const { payerAccountId } = samplePayer;
const readersThatLeave = 20;

const healthBar = 50;
const healthReason = 'issue: a health request answers in < 50 ms while exports are made';
const memoryBar = 400;
const memoryReason = 'pieces under way, the heap of one thread and what makes the file: no more for a larger month';

const storeCells = async (store: EventStore): Promise<void> => {
  const now = '2026-07-07T03:00:00.000Z';
  const metadata = metadataOf({ commandId: namespace, actor: { kind: 'system', id: 'bench' }, now, correlationId: namespace });
  for (let at = 0; at < accounts; at += 1) {
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

const seed = async (store: EventStore): Promise<void> => {
  await storePayer(store);
  await storeCells(store);
  const documents = function* () {
    for (let at = 0; at < accounts; at += 1)
      yield ofTenant(
        `tenant-${String(at).padStart(6, '0')}`,
        Array.from({ length: lines }, (_, line) =>
          sampleLine('USAGE', '123.45', { service: `Amazon Service ${line}`, accountId: String(100_000_000_000 + at) }),
        ),
      );
  };
  await storeStatements(store, documents());
};

const status = (api: ApiProcess, name: 'VmRSS' | 'VmHWM' | 'Threads'): number =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${api.pid}/status`, 'utf8'))?.[1] ?? 0);
const megabytes = (api: ApiProcess, name: 'VmRSS' | 'VmHWM'): number => Math.round(status(api, name) / 1024);
/** The highest use of memory is counted from here on. */
const forgetPeak = (api: ApiProcess): void => writeFileSync(`/proc/${api.pid}/clear_refs`, '5');

/** Asks for a download and goes away at its first piece. */
const leave = (api: ApiProcess, path: string): Promise<void> =>
  new Promise((done, reject) => {
    const { url, headers } = api.address(path);
    const asked = request(url, { headers }, (response) => {
      response.once('data', () => {
        asked.destroy();
        done();
      });
    });
    asked.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? done() : reject(error)));
    asked.end();
  });

/** Milliseconds until a process whose readers have left has no more threads than before. */
const freed = async (api: ApiProcess, threads: number): Promise<number> => {
  const left = performance.now();
  while (status(api, 'Threads') > threads && performance.now() - left < 10_000) await new Promise((done) => setTimeout(done, 5));
  return performance.now() - left;
};

const exportsOf = (): readonly (readonly [string, string])[] => {
  const ofMonth = `/exports/months/${payerAccountId}/${month}`;
  const formats = ['csv', 'json', 'focus-chargeback.csv', 'focus-provider.csv', 'xlsx'];
  return [
    ...formats.map((format) => [format, `${ofMonth}.${format}`] as const),
    ['costs.csv', `/exports/costs.csv?payer=${payerAccountId}&from=${month}`],
  ];
};

const main = async (): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'orgledger-bench-exports-'));
  const store = openSqliteEventStore({ file: join(dataDir, 'events.sqlite') });
  const stored = await seconds(() => seed(store));
  print(`${accounts} accounts with ${lines} cells and statements of ${lines} lines, stored in ${stored.toFixed(1)} s`);
  const api = await ApiProcess.start(dataDir, store);
  try {
    print(`projected in ${(await seconds(() => api.caughtUp())).toFixed(1)} s`);
    const idle = await api.probed(() => new Promise((done) => setTimeout(done, 5_000)));
    print(`health of the idle process: p99 ${idle.health.p99.toFixed(1)} ms, longest ${idle.health.longest.toFixed(1)} ms\n`);
    for (const [name, path] of exportsOf()) {
      forgetPeak(api);
      const before = megabytes(api, 'VmRSS');
      const took = { seconds: 0, bytes: 0 };
      const { health } = await api.probed(async () => {
        took.seconds = await seconds(async () => (took.bytes = await api.download(path)));
      });
      print(`${name}: ${(took.bytes / 1e6).toFixed(1)} MB in ${took.seconds.toFixed(1)} s, longest health answer ${health.longest.toFixed(1)} ms`);
      figure(`${name}: health, 99th percentile`, health.p99, healthBar, 'ms', healthReason);
      figure(`${name}: memory at most`, megabytes(api, 'VmHWM') - before, memoryBar, 'MiB more', memoryReason);
    }
    const threads = status(api, 'Threads');
    const took = await seconds(async () => {
      for (let reader = 0; reader < readersThatLeave; reader += 1) await leave(api, exportsOf()[0]?.[1] ?? '');
    });
    print(`${readersThatLeave} readers went away at the first piece, one after the other, in ${took.toFixed(1)} s`);
    figure('threads end after their reader', await freed(api, threads), 1_000, 'ms', 'a reader that leaves holds no place');
  } finally {
    await api.stop();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  endWithVerdict();
};

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
