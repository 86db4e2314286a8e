import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '../../src/index.js';
import type { DefineCase } from '../case-table.js';
import { anEvent, collect, required, someEvents } from '../contract-fixture.js';
import type { ProcessRequest } from '../contract-fixture.js';

interface Acknowledged {
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
}

const stormRequests = (count: number): ProcessRequest[] =>
  Array.from({ length: count }, (_, n) => ({ stream: `thing-${n}`, expected: 'no_stream', events: someEvents(5) }));

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
};

/** Runs `work` while the connection that begins the next transaction has a pragma set. */
const withPragma = async (set: (db: DatabaseSync) => void, unset: (db: DatabaseSync) => void, work: () => Promise<void>): Promise<void> => {
  const { prototype } = DatabaseSync;
  const exec = Reflect.get<DatabaseSync, 'exec'>(prototype, 'exec');
  let writer: DatabaseSync | undefined;
  const seen = (db: DatabaseSync): void => {
    if (!writer) set(db);
    writer ??= db;
  };
  prototype.exec = function (this: DatabaseSync, text: string): void {
    if (text === 'BEGIN IMMEDIATE') seen(this);
    exec.call(this, text);
  };
  try {
    await work();
  } finally {
    prototype.exec = exec;
    if (writer) unset(writer);
  }
};

export const durabilityCases = (define: DefineCase): void => {
  const embedded = { needs: ({ durable, multiProcess }: { durable: boolean; multiProcess: boolean }) => durable && multiProcess };

  define(
    '47. SIGKILL in a storm of appends: every acknowledged append is there, and no half one',
    async ({ reopen, store, appendInProcess }) => {
      await store.close();
      for (const acknowledgedBefore of [1, 40, 150]) {
        const child = required(appendInProcess, 'appendInProcess')(
          stormRequests(3_000).map((r) => ({ ...r, stream: `${r.stream}x${acknowledgedBefore}` })),
          16,
        );
        await until(() => child.lines.length >= acknowledgedBefore);
        child.kill();
        expect(await child.ended).toBe('SIGKILL');
        const restarted = required(reopen, 'reopen')();
        for (const { stream, position } of child.lines as Acknowledged[]) {
          const { events } = await restarted.readStream(stream);
          expect(events).toHaveLength(5);
          expect(events.at(-1)?.position).toBe(position);
        }
        const lengths = new Map<string, number>();
        for (const { stream } of await collect(restarted.readAll())) lengths.set(stream, (lengths.get(stream) ?? 0) + 1);
        expect(new Set(lengths.values())).toEqual(new Set([5]));
        expect(lengths.size).toBeGreaterThanOrEqual(child.lines.length);
        await restarted.close();
      }
    },
    embedded,
  );

  define(
    '49. a write-ahead log left behind is recovered, and the file is whole',
    async ({ store, file, reopen, appendInProcess }) => {
      await store.close();
      const child = required(appendInProcess, 'appendInProcess')(stormRequests(3_000), 4);
      await until(() => child.lines.length >= 20);
      child.kill();
      await child.ended;
      const path = required(file, 'file');
      expect(existsSync(`${path}-wal`)).toBe(true);
      const restarted = required(reopen, 'reopen')();
      const acknowledged = child.lines as Acknowledged[];
      for (const { stream } of acknowledged) expect((await restarted.readStream(stream)).exists).toBe(true);
      const raw = new DatabaseSync(path);
      expect(raw.prepare('PRAGMA integrity_check').all()).toEqual(
        [{ integrity_check: 'ok' }].map((row) => Object.assign(Object.create(null), row) as object),
      );
      raw.close();
      expect((await restarted.append('thing-new', 'no_stream', [anEvent()])).revision).toBe(0n);
    },
    embedded,
  );

  define(
    '50. the position of a removed last event is not given out again',
    async ({ store, file, reopen }) => {
      await store.append('thing-a', 'no_stream', [anEvent()]);
      const { position } = await store.append('thing-b', 'no_stream', [anEvent()]);
      await store.close();
      const raw = new DatabaseSync(required(file, 'file'));
      raw.exec("DELETE FROM events WHERE position >= (SELECT position FROM events WHERE stream = 'thing-b')");
      raw.close();
      const restarted = required(reopen, 'reopen')();
      const again = await restarted.append('thing-b', 'no_stream', [anEvent()]);
      expect(restarted.comparePositions(again.position, position)).toBe(1);
      expect(await collect(restarted.readAll({ after: position }))).toHaveLength(1);
    },
    embedded,
  );

  define(
    '51. a full disk and a read-only file are typed errors; the process lives and goes on when there is room',
    async ({ store }) => {
      await store.append('thing-a', 'no_stream', [anEvent()]);
      const big = anEvent('Happened', { text: 'x'.repeat(900_000) });
      await withPragma(
        (db) => db.exec(`PRAGMA max_page_count = ${Number(db.prepare('PRAGMA page_count').get()?.page_count) + 10}`),
        (db) => db.exec('PRAGMA max_page_count = 1073741823'),
        async () => {
          const refused = await store.append('thing-b', 'no_stream', [big]).catch((error: unknown) => error);
          expect(refused).toBeInstanceOf(StoreUnavailable);
          expect(String(refused)).toContain('full');
          expect((await store.readStream('thing-a')).events).toHaveLength(1);
        },
      );
      await withPragma(
        (db) => db.exec('PRAGMA query_only = ON'),
        (db) => db.exec('PRAGMA query_only = OFF'),
        async () => {
          const refused = await store.append('thing-b', 'no_stream', [big]).catch((error: unknown) => error);
          expect(refused).toBeInstanceOf(StoreUnavailable);
          expect(String(refused)).toContain('read-only');
        },
      );
      expect((await store.readStream('thing-b')).exists).toBe(false);
      expect((await store.append('thing-b', 'no_stream', [big])).revision).toBe(0n);
    },
    embedded,
  );
};
