// How fast events are appended, read and projected, beside what the disk and the bare driver do in the same minute.
// Bars (ratios to the bare driver with the same table, indexes and durability, and no checks): single 0.6, 32 in flight 0.5, batch of 100 0.5.
import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { canonicalJson, openSqliteEventStore, verifyChain } from '@orgledger/event-store';
import type { EventStore, Json, NewEvent } from '@orgledger/event-store';
import { systemClock, uuidv5 } from '@orgledger/kernel';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import { totalsProjection } from '../../libs/projections/testing/totals-projection.js';
import { eventTable, insertEvent, openConnection } from '../../libs/event-store/src/sqlite/schema.js';

const rounds = 21;
const singles = 200;
const concurrent = 32;
const grouped = 25;
const batches = 12;
const batchSize = 100;
const streams = 200;

/** Per second: the bare driver, the store. */
type Pair = readonly [number, number];

const directory = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'orgledger-bench-'));

const anEvent = (n: number): NewEvent => {
  const commandId = randomUUID();
  return {
    id: uuidv5(commandId, 0),
    type: 'RoleBindingChanged',
    schemaVersion: 1,
    data: {
      n,
      bindingId: randomUUID(),
      subjectId: randomUUID(),
      roleIdentifier: 'project-reader',
      projectIdentifier: 'customer-portal-dev',
      from: '2026-01-01T00:00:00.000Z',
    },
    metadata: {
      $correlationId: commandId,
      $causationId: commandId,
      commandId,
      actor: { kind: 'user', id: randomUUID() },
      at: '2026-01-01T00:00:00.000Z',
    },
  };
};

/** Operations per second of the wall clock. */
const measure = async (count: number, work: () => unknown): Promise<number> => {
  const started = process.hrtime.bigint();
  await work();
  return count / (Number(process.hrtime.bigint() - started) / 1e9);
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Appends like command handlers: each to a stream of its own with an exact revision. */
class Appender {
  private readonly revisions = new Map<string, bigint>();
  private next = 0;

  constructor(private readonly store: EventStore) {}

  async append(events: readonly NewEvent[], stream = `thing-${this.next++ % streams}`): Promise<void> {
    const revision = this.revisions.get(stream);
    this.revisions.set(stream, (await this.store.append(stream, revision ?? 'no_stream', events)).revision);
  }
}

/** The same rows without any check: JSON made beforehand, one prepared insert. */
class BareDriver {
  private readonly db: DatabaseSync;
  private readonly insert: StatementSync;
  private readonly revisions = new Map<string, number>();

  constructor(file: string) {
    this.db = openConnection(file, 5_000);
    this.db.exec(eventTable);
    this.insert = this.db.prepare(insertEvent);
  }

  rows(events: readonly NewEvent[], streamOf: (n: number) => string): SQLInputValue[][] {
    return events.map(({ id, type, schemaVersion, data, metadata }, n) => {
      const stream = streamOf(n);
      const revision = this.revisions.get(stream) ?? 0;
      this.revisions.set(stream, revision + 1);
      const json = [canonicalJson(data as Json), canonicalJson(metadata as unknown as Json)];
      return [stream, revision, 'thing', id, type, schemaVersion, ...json, '2026-01-01T00:00:00.000Z', 'f'.repeat(64)];
    });
  }

  single(rows: readonly SQLInputValue[][]): void {
    for (const row of rows) this.insert.run(...row);
  }

  grouped(rows: readonly SQLInputValue[][], size: number): void {
    for (let start = 0; start < rows.length; start += size) {
      this.db.exec('BEGIN IMMEDIATE');
      this.single(rows.slice(start, start + size));
      this.db.exec('COMMIT');
    }
  }

  close(): void {
    this.db.close();
  }
}

const fdatasyncRate = (): Promise<number> => {
  const file = openSync(join(directory, 'sync'), 'w');
  const page = Buffer.alloc(4_096, 1);
  return measure(300, () => {
    for (let n = 0; n < 300; n += 1) {
      writeSync(file, page);
      fdatasyncSync(file);
    }
    closeSync(file);
  });
};

const some = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => anEvent(n));

/** [bare, store] per second. Who goes first alternates, and rounds are short: the disk of a shared machine is not the same a second later. */
const compare = async (round: number, count: number, bare: () => unknown, store: () => unknown): Promise<readonly [number, number]> => {
  if (round % 2 === 0) return [await measure(count, bare), await measure(count, store)];
  const second = await measure(count, store);
  return [await measure(count, bare), second];
};

const compareAppends = async (store: EventStore, bare: BareDriver) => {
  const appender = new Appender(store);
  const sync: number[] = [];
  const figures = { single: [] as Pair[], inFlight: [] as Pair[], batch: [] as Pair[] };
  for (let round = 0; round < rounds; round += 1) {
    sync.push(await fdatasyncRate());
    const events = some(singles);
    const rows = bare.rows(some(singles), (n) => `thing-${n % streams}`);
    const single = async (): Promise<void> => {
      for (const event of events) await appender.append([event]);
    };
    figures.single.push(await compare(round, singles, () => bare.single(rows), single));

    const count = concurrent * grouped;
    const flying = some(count);
    const groups = bare.rows(some(count), (n) => `worker-${n % concurrent}`);
    const worker = async (_: unknown, number: number): Promise<void> => {
      for (let n = number; n < count; n += concurrent) await appender.append(flying.slice(n, n + 1), `worker-${number}`);
    };
    const inFlight = (): unknown => Promise.all(Array.from({ length: concurrent }, worker));
    figures.inFlight.push(await compare(round, count, () => bare.grouped(groups, concurrent), inFlight));

    const total = batches * batchSize;
    const batched = some(total);
    const batchRows = bare.rows(some(total), (n) => `thing-${Math.floor(n / batchSize) % streams}`);
    const batch = async (): Promise<void> => {
      for (let start = 0; start < total; start += batchSize) await appender.append(batched.slice(start, start + batchSize));
    };
    figures.batch.push(await compare(round, total, () => bare.grouped(batchRows, batchSize), batch));
  }
  return { sync, ...figures };
};

const readRates = async (store: EventStore): Promise<{ log: number; streams: number; project: number; visibleMs: number; events: number }> => {
  let events = 0;
  const started = process.hrtime.bigint();
  for await (const event of store.readAll()) events += event.revision < 0n ? 0 : 1;
  const log = events / (Number(process.hrtime.bigint() - started) / 1e9);
  let loaded = 0;
  const streamRate = await measure(1, async () => {
    for (let n = 0; n < streams; n += 1) loaded += (await store.readStream(`thing-${n}`)).events.length;
  });
  const views = openViews({ file: join(directory, 'views.sqlite') });
  const runner = new ProjectionRunner({ store, views, clock: systemClock, projections: [totalsProjection()] });
  const projected = await measure(1, async () => {
    await runner.start();
    await runner.waitFor(await store.head(), { timeoutMs: 600_000 });
  });
  const delays: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    const { position } = await store.append('thing-live', 'any', [anEvent(n)]);
    delays.push(1_000 / (await measure(1, () => runner.waitFor(position, { timeoutMs: 10_000 }))));
  }
  await runner.stop();
  await views.close();
  return { log, streams: streamRate * loaded, project: projected * events, visibleMs: median(delays), events };
};

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const perSecond = (value: number): string => Math.round(value).toLocaleString('en').padStart(9);

const printComparison = (title: string, pairs: readonly Pair[], bar: number): boolean => {
  const [bare, store] = [median(pairs.map(([value]) => value)), median(pairs.map(([, value]) => value))];
  const ratio = median(pairs.map(([of, value]) => value / of));
  const holds = ratio >= bar;
  print(
    `${title.padEnd(28)} bare ${perSecond(bare)}/s   store ${perSecond(store)}/s   ratio ${ratio.toFixed(2)}   at least ${bar.toFixed(2)}   ${holds ? 'holds' : 'BELOW'}`,
  );
  return holds;
};

const run = async (): Promise<void> => {
  const store = openSqliteEventStore({ file: join(directory, 'events.sqlite') });
  const bare = new BareDriver(join(directory, 'bare.sqlite'));
  const figures = await compareAppends(store, bare);
  bare.close();
  print(`fdatasync of 4 KiB           ${perSecond(median(figures.sync))}/s (median of ${rounds} rounds, as everything below; ${directory})`);
  const bars = [
    printComparison('single appends', figures.single, 0.6),
    printComparison('32 in flight', figures.inFlight, 0.5),
    printComparison('batches of 100 (events)', figures.batch, 0.5),
  ];
  const rates = await readRates(store);
  print(`read the log                 ${perSecond(rates.log)} events/s of ${rates.events}`);
  print(`load streams                 ${perSecond(rates.streams)} events/s`);
  print(`project while catching up    ${perSecond(rates.project)} events/s; live: visible ${rates.visibleMs.toFixed(1)} ms after the append`);
  const audited = process.hrtime.bigint();
  const { ok, events } = verifyChain(store);
  print(`audit of the hash chain      ${perSecond(events / (Number(process.hrtime.bigint() - audited) / 1e9))} events/s, ${ok ? 'whole' : 'BROKEN'}`);
  await store.close();
  rmSync(directory, { recursive: true });
  process.exitCode = bars.every(Boolean) && ok ? 0 : 1;
};

void run();
