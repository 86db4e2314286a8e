import type { Position } from '@orgledger/event-store';
import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { AnyTables } from '../projection.js';
import type { ViewsDatabase } from '../sql/views-database.js';

/** Names a stored position: a version of a projection, or a reaction (version 0). */
export interface CheckpointKey {
  readonly name: string;
  readonly version: number;
}

export interface Checkpoint {
  /** Identity of the event store the position belongs to. */
  readonly store: string;
  readonly position: Position | 'start';
}

/** Another worker has moved this checkpoint: it owns the work now. */
export class CheckpointLost extends Error {
  override readonly name = 'CheckpointLost';
}

export const checkpointTable = 'projection_checkpoints';

export const createCheckpointTable = async (views: ViewsDatabase): Promise<void> =>
  views.write(async (tx) => {
    await tx.schema
      .createTable(checkpointTable)
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('store', 'text', (column) => column.notNull())
      .addColumn('position', 'text', (column) => column.notNull())
      .addColumn('tables', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('projection_checkpoints_key', ['name', 'version'])
      .execute();
  });

export const loadCheckpoint = async (db: Kysely<AnyTables>, key: CheckpointKey): Promise<Checkpoint | undefined> => {
  const { rows } = await sql<{ store: string; position: Position | 'start' }>`
    SELECT store, position FROM ${sql.table(checkpointTable)} WHERE name = ${key.name} AND version = ${key.version}`.execute(db);
  return rows[0];
};

/** Tables: logical names of what the checkpoint's rows are kept in. */
export const insertCheckpoint = async (
  tx: Transaction<AnyTables>,
  key: CheckpointKey,
  checkpoint: Checkpoint,
  tables: readonly string[],
): Promise<void> => {
  await sql`INSERT INTO ${sql.table(checkpointTable)} (name, version, store, position, tables)
    VALUES (${key.name}, ${key.version}, ${checkpoint.store}, ${checkpoint.position}, ${JSON.stringify(tables)})`.execute(tx);
};

/** Compare-and-set, in the transaction of the rows it stands for. Throws CheckpointLost, which undoes them. */
export const advanceCheckpoint = async (tx: Transaction<AnyTables>, key: CheckpointKey, from: Checkpoint, to: Position): Promise<void> => {
  const { numAffectedRows } = await sql`UPDATE ${sql.table(checkpointTable)} SET position = ${to}
    WHERE name = ${key.name} AND version = ${key.version} AND store = ${from.store} AND position = ${from.position}`.execute(tx);
  if (numAffectedRows !== 1n)
    throw new CheckpointLost(`${key.name} version ${key.version} is no longer at ${from.position}: another worker moved it`);
};
