import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { checkpointTable, insertCheckpoint, loadCheckpoint } from './follow/checkpoints.js';
import type { AnyTables, Projection } from './projection.js';
import { fromJson } from './sql/dialect.js';
import type { ViewsDatabase } from './sql/views-database.js';

const versionTable = 'projection_versions';

/** The physical names of a version's tables. */
export const physicalNames = (projection: Pick<Projection, 'name' | 'version' | 'tables'>) => {
  const names = new Map(projection.tables.map((table) => [table, `${table}_v${projection.version}`]));
  return (table: string): string => {
    const name = names.get(table);
    if (name === undefined) throw new TypeError(`projection ${projection.name} does not list the table ${table}`);
    return name;
  };
};

/** Makes the tables of this version unless they are there. The first version ever is shown at once; a later one when it has caught up. */
export const prepareProjection = (views: ViewsDatabase, projection: Projection, store: string): Promise<void> =>
  views.write(async (tx) => {
    await tx.schema
      .createTable(versionTable)
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('version', 'integer', (column) => column.notNull())
      .execute();
    if (!(await loadCheckpoint(tx, projection))) {
      await projection.create(tx, physicalNames(projection));
      await insertCheckpoint(tx, projection, { store, position: 'start' }, projection.tables);
    }
    if ((await shownVersion(tx, projection.name)) === undefined) await show(tx, projection);
  });

export const shownVersion = async (db: Kysely<AnyTables>, name: string): Promise<number | undefined> => {
  const { rows } = await sql<{ version: number }>`SELECT version FROM ${sql.table(versionTable)} WHERE name = ${name}`.execute(db);
  return rows[0]?.version;
};

/** Points the logical names at this version, keeps the version shown before for a way back, and drops all others. */
export const switchTo = async (tx: Transaction<AnyTables>, projection: Projection): Promise<void> => {
  const previous = await shownVersion(tx, projection.name);
  if (previous === projection.version) return;
  const { rows } = await sql<{ version: number; tables: string }>`
    SELECT version, tables FROM ${sql.table(checkpointTable)} WHERE name = ${projection.name}`.execute(tx);
  for (const { tables } of rows) for (const table of fromJson<string[]>(tables)) await sql`DROP VIEW IF EXISTS ${sql.table(table)}`.execute(tx);
  await show(tx, projection);
  for (const { version, tables } of rows) {
    if (version === previous || version === projection.version) continue;
    const physical = physicalNames({ name: projection.name, version, tables: fromJson<string[]>(tables) });
    for (const table of fromJson<string[]>(tables)) await tx.schema.dropTable(physical(table)).ifExists().execute();
    await sql`DELETE FROM ${sql.table(checkpointTable)} WHERE name = ${projection.name} AND version = ${version}`.execute(tx);
  }
};

const show = async (tx: Transaction<AnyTables>, projection: Projection): Promise<void> => {
  const physical = physicalNames(projection);
  for (const table of projection.tables) await sql`CREATE VIEW ${sql.table(table)} AS SELECT * FROM ${sql.table(physical(table))}`.execute(tx);
  await sql`INSERT INTO ${sql.table(versionTable)} (name, version) VALUES (${projection.name}, ${projection.version})
    ON CONFLICT (name) DO UPDATE SET version = excluded.version`.execute(tx);
};
