import type { EventStore, Position } from '@orgledger/event-store';
import { sql } from 'kysely';
import type { Projection, ProjectionRunner, ViewsDatabase } from '../src/index.js';

/** Sums `n` per stream and counts every event, so that a lost or a repeated one shows. */
export const totalsProjection = (version = 1, factor = 1): Projection => ({
  name: 'totals',
  version,
  filter: { categories: ['thing'] },
  tables: ['totals'],
  create: async (db, physical) => {
    await db.schema
      .createTable(physical('totals'))
      .addColumn('stream', 'text', (column) => column.primaryKey())
      .addColumn('total', 'integer', (column) => column.notNull())
      .addColumn('applied', 'integer', (column) => column.notNull())
      .execute();
  },
  apply: async (tx, event, physical) => {
    const { n } = event.data as { n: number };
    await sql`INSERT INTO ${sql.table(physical('totals'))} VALUES (${event.stream}, ${n * factor}, 1)
      ON CONFLICT (stream) DO UPDATE SET total = total + excluded.total, applied = applied + 1`.execute(tx);
  },
});

export interface TotalRow {
  readonly stream: string;
  readonly total: number;
  readonly applied: number;
}

export const readTotals = async (views: ViewsDatabase): Promise<TotalRow[]> =>
  (await sql<TotalRow>`SELECT stream, total, applied FROM totals ORDER BY stream`.execute(views.read)).rows.map((row) => ({ ...row }));

/** What the table must hold: the fold of the log. */
export const foldTotals = async (store: EventStore, factor = 1): Promise<TotalRow[]> => {
  const rows = new Map<string, TotalRow>();
  for await (const { stream, data } of store.readAll({ filter: { categories: ['thing'] } })) {
    const row = rows.get(stream) ?? { stream, total: 0, applied: 0 };
    rows.set(stream, { stream, total: row.total + (data as { n: number }).n * factor, applied: row.applied + 1 });
  }
  return [...rows.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1));
};

export const visible = async (runner: ProjectionRunner, position: Position): Promise<void> => {
  if (!(await runner.waitFor(position, { timeoutMs: 20_000 }))) throw new Error(`not visible: ${JSON.stringify(runner.status())}`);
};
