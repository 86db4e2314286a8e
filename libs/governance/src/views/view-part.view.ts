import type { Recorded } from '@orgledger/event-store';
import type { AnyTables } from '@orgledger/projections';
import type { Kysely, Transaction } from 'kysely';

/** The physical name of a table, under the type of its logical one. */
export type TableName = <Table extends string>(table: Table) => Table;

/** One event as a part applies it: `data` is the domain event, `at` when it happened, ISO 8601 UTC. */
export interface Applied<Event> {
  readonly event: Event;
  readonly at: string;
  readonly recorded: Recorded;
}

export type Apply<Event> = (tx: Transaction<AnyTables>, applied: Applied<Event>, table: TableName) => Promise<unknown>;

/** One aggregate's share of the read model. */
export interface ViewPart {
  readonly tables: Readonly<Record<string, TableShape>>;
  readonly apply: Readonly<Record<string, Apply<never>>>;
}

interface TableShape {
  /** The first is the primary key. */
  readonly columns: Readonly<Record<string, 'text' | 'integer'>>;
  readonly indexes?: readonly (readonly string[])[];
}

/** A part whose handlers are checked against its events: one per type, none left out. */
export const viewPart = <Event extends { readonly type: string }>(
  tables: ViewPart['tables'],
  apply: { readonly [Type in Event['type']]: Apply<Extract<Event, { readonly type: Type }>> },
): ViewPart => ({ tables, apply });

export const createTables = async (db: Kysely<AnyTables>, part: ViewPart, physical: (table: string) => string): Promise<void> => {
  for (const [table, { columns, indexes = [] }] of Object.entries(part.tables)) {
    const name = physical(table);
    const [key, ...others] = Object.entries(columns);
    if (!key) throw new TypeError(`the table ${table} has no columns`);
    let statement = db.schema.createTable(name).addColumn(key[0], key[1], (column) => column.primaryKey().notNull());
    for (const [column, type] of others) statement = statement.addColumn(column, type);
    await statement.execute();
    for (const index of indexes) {
      await db.schema
        .createIndex(`${name}_${index.join('_')}`)
        .on(name)
        .columns([...index])
        .execute();
    }
  }
};

/** Sets columns of the row with this key. */
export const updateRow = (
  tx: Transaction<AnyTables>,
  table: string,
  key: Readonly<Record<string, string>>,
  columns: Readonly<Record<string, string | number | null>>,
): Promise<unknown> =>
  tx
    .updateTable(table)
    .set(columns)
    .where((builder) => builder.and(key))
    .execute();
