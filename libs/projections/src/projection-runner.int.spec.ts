import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryEventStore } from '@orgledger/event-store';
import type { EventStore, NewEvent, Position } from '@orgledger/event-store';
import { systemClock } from '@orgledger/kernel';
import { sql } from 'kysely';
import { openViews, ProjectionRunner } from './index.js';
import type { Projection, ProjectionRunnerOptions, ProjectionStatus, ViewsDatabase } from './index.js';

const counted = (amount: number): NewEvent => ({
  id: randomUUID(),
  type: 'Counted',
  schemaVersion: 1,
  data: { amount },
  metadata: {
    $correlationId: 'c',
    $causationId: 'c',
    commandId: randomUUID(),
    actor: { kind: 'system', id: 'spec' },
    at: '2026-01-01T00:00:00.000Z',
  },
});

const totals = (version = 1, factor = 1): Projection => ({
  name: 'totals',
  version,
  filter: { categories: ['counter'] },
  tables: ['totals'],
  create: async (db, physical) => {
    await db.schema
      .createTable(physical('totals'))
      .addColumn('stream', 'text', (column) => column.primaryKey())
      .addColumn('total', 'integer')
      .execute();
  },
  apply: async (tx, event, physical) => {
    const { amount } = event.data as { amount: number };
    if (amount < 0) throw new Error(`cannot count ${amount}`);
    await sql`INSERT INTO ${sql.table(physical('totals'))} VALUES (${event.stream}, ${amount * factor})
      ON CONFLICT (stream) DO UPDATE SET total = total + excluded.total`.execute(tx);
  },
});

const totalOf = async (views: ViewsDatabase, stream: string): Promise<number | undefined> =>
  (await sql<{ total: number }>`SELECT total FROM totals WHERE stream = ${stream}`.execute(views.read)).rows[0]?.total;

describe('ProjectionRunner', () => {
  let directory: string;
  let store: EventStore;
  let views: ViewsDatabase;
  const started: ProjectionRunner[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'orgledger-views-'));
    store = createMemoryEventStore();
    views = openViews({ file: join(directory, 'views.sqlite') });
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((runner) => runner.stop()));
    await views.close();
    await store.close();
    rmSync(directory, { recursive: true });
  });

  const start = async (projections: readonly Projection[], more: Partial<ProjectionRunnerOptions> = {}) => {
    const runner = new ProjectionRunner({ store, views, clock: systemClock, projections, ...more });
    started.push(runner);
    await runner.start();
    return runner;
  };

  it('applies what was there before and what comes later, and tells its listeners', async () => {
    await store.append('counter-a', 'no_stream', [counted(1), counted(2)]);
    const runner = await start([totals()]);
    const heard: number[] = [];
    runner.onApplied(({ events }) => heard.push(events.length));
    const { position } = await store.append('counter-a', 1n, [counted(4)]);
    expect(await runner.waitFor(position, { timeoutMs: 5_000 })).toBe(true);
    expect(await totalOf(views, 'counter-a')).toBe(7);
    expect(heard.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(runner.status()).toEqual([{ name: 'totals', version: 1, state: 'live', position }]);
  });

  it('sees positions that its filter passes over', async () => {
    const runner = await start([totals()]);
    const { position } = await store.append('other-a', 'no_stream', [counted(1)]);
    expect(await runner.waitFor(position, { timeoutMs: 5_000 })).toBe(true);
  });

  it('stops at a failing event, keeps what came before, reports it, and answers waits at once', async () => {
    const failures: ProjectionStatus[] = [];
    const runner = await start([totals()], { onFailure: (status) => failures.push(status) });
    const good = await store.append('counter-a', 'no_stream', [counted(1)]);
    const bad = await store.append('counter-b', 'no_stream', [counted(-5)]);
    const after = await store.append('counter-a', 0n, [counted(1)]);
    expect(await runner.waitFor(after.position, { timeoutMs: 20_000 })).toBe(false);
    expect(await totalOf(views, 'counter-a')).toBe(1);
    const [status] = runner.status();
    expect(status).toMatchObject({
      state: 'failed',
      position: good.position,
      error: { message: 'cannot count -5', attempts: 3, event: { stream: 'counter-b', type: 'Counted', position: bad.position } },
    });
    expect(failures.map(({ state }) => state)).toEqual(['retrying', 'retrying', 'failed']);
  });

  it('refuses read models that were built from another event store', async () => {
    await start([totals()]).then((runner) => runner.stop());
    await store.close();
    store = createMemoryEventStore();
    const runner = await start([totals()]);
    expect(await runner.waitFor((await store.append('counter-a', 'no_stream', [counted(1)])).position, { timeoutMs: 5_000 })).toBe(false);
    expect(runner.status()[0]).toMatchObject({ state: 'failed', error: { message: expect.stringContaining('another event store') as string } });
  });

  describe('far behind the log', () => {
    const many = 2_500;
    let asked: string[];

    beforeEach(async () => {
      asked = [];
      await store.append(
        'counter-a',
        'no_stream',
        Array.from({ length: many }, () => counted(1)),
      );
    });

    /** Somebody else at the same read models, such as a thread, for as long as `work` says. */
    const elsewhere =
      (work: (other: ProjectionRunner) => Promise<unknown>): NonNullable<ProjectionRunnerOptions['catchUp']> =>
      async (names) => {
        asked.push(...names);
        const handles = openViews({ file: join(directory, 'views.sqlite') });
        const other = new ProjectionRunner({ store, views: handles, clock: systemClock, projections: [totals()] });
        await other.start();
        await work(other).finally(async () => {
          await other.stop();
          await handles.close();
        });
      };

    it('is brought up to it elsewhere, and waits see that', async () => {
      const applied: number[] = [];
      const runner = await start([totals()], {
        catchUp: elsewhere(async (other) => other.waitFor(await store.head(), { timeoutMs: 20_000 })),
        pollMs: 5,
      });
      runner.onApplied(({ events }) => applied.push(events.length));
      expect(await runner.waitFor(await store.head(), { timeoutMs: 20_000 })).toBe(true);
      expect(await totalOf(views, 'counter-a')).toBe(many);
      expect(applied.every((count) => count === 0)).toBe(true);
      const { position } = await store.append('counter-a', BigInt(many - 1), [counted(1)]);
      expect(await runner.waitFor(position, { timeoutMs: 20_000 })).toBe(true);
      expect(await totalOf(views, 'counter-a')).toBe(many + 1);
      expect(asked).toEqual(['totals']);
    });

    it('is brought up to it here when the other one dies, and nothing is counted twice', async () => {
      const dies = elsewhere(async (other) => {
        await new Promise<void>((resolve) => other.onApplied(() => resolve()));
        throw new Error('killed');
      });
      const runner = await start([totals()], { catchUp: dies, pollMs: 5 });
      expect(await runner.waitFor(await store.head(), { timeoutMs: 20_000 })).toBe(true);
      expect(await totalOf(views, 'counter-a')).toBe(many);
      expect(asked).toEqual(['totals']);
    });

    it('is not asked for when it is only a little behind', async () => {
      await start([totals()]).then(async (runner) => {
        await runner.waitFor(await store.head(), { timeoutMs: 20_000 });
        await runner.stop();
      });
      const { position } = await store.append('counter-b', 'no_stream', [counted(3)]);
      const runner = await start([totals()], { catchUp: elsewhere(() => Promise.resolve()) });
      expect(await runner.waitFor(position, { timeoutMs: 20_000 })).toBe(true);
      expect(asked).toEqual([]);
    });
  });

  it('refuses to wait for a projection it does not have', async () => {
    const runner = await start([totals()]);
    await expect(runner.waitFor('0' as Position, { projections: ['typo'], timeoutMs: 10 })).rejects.toThrow('there is no projection typo');
  });
});
