import { fromRecorded } from '@orgledger/event-store';
import type { Recorded } from '@orgledger/event-store';
import type { DomainEvent } from '@orgledger/kernel';
import type { CreateTableBuilder, Kysely, Transaction } from 'kysely';
import type { AnyTables, Projection } from './projection.js';

/** The physical name of a table, under the type of its logical one. */
export type TableName = <Table extends string>(table: Table) => Table;

/** One event as a part applies it: `data` is the domain event, `at` when it happened, ISO 8601 UTC. */
export interface AppliedEvent<Event> {
  readonly event: Event;
  readonly at: string;
  readonly recorded: Recorded;
}

export type Apply<Event> = (tx: Transaction<AnyTables>, applied: AppliedEvent<Event>, table: TableName) => Promise<unknown>;

/** One aggregate's share of the read model. */
export interface ViewPart {
  readonly tables: Readonly<Record<string, TableShape>>;
  readonly apply: Readonly<Record<string, Apply<never>>>;
}

interface TableShape {
  readonly columns: Readonly<Record<string, 'text' | 'integer'>>;
  /** Columns of the primary key; default: the first column. */
  readonly key?: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
}

/** A part whose handlers are checked against its events: one per type, none left out. */
export const viewPart = <Event extends { readonly type: string }>(
  tables: ViewPart['tables'],
  apply: { readonly [Type in Event['type']]: Apply<Extract<Event, { readonly type: Type }>> },
): ViewPart => ({ tables, apply });

export const createTables = async (db: Kysely<AnyTables>, part: ViewPart, physical: (table: string) => string): Promise<void> => {
  for (const [table, { columns, indexes = [], key = Object.keys(columns).slice(0, 1) }] of Object.entries(part.tables)) {
    const name = physical(table);
    let statement: CreateTableBuilder<string, string> = db.schema.createTable(name);
    for (const [column, type] of Object.entries(columns))
      statement = statement.addColumn(column, type, (definition) => (key.includes(column) ? definition.notNull() : definition));
    await statement.addPrimaryKeyConstraint(`${name}_key`, [...key]).execute();
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

/** A projection that keeps one part alone. */
export const projectionOf = (name: string, version: number, part: ViewPart): Projection => {
  const handlers = new Map(Object.entries(part.apply));
  return {
    name,
    version,
    filter: { types: [...handlers.keys()] },
    tables: Object.keys(part.tables),
    create: (db, physical) => createTables(db, part, physical),
    apply: async (tx, recorded, physical) => {
      const event = fromRecorded<DomainEvent>(recorded);
      await handlers.get(event.type)?.(tx, { event: event as never, at: recorded.metadata.at, recorded }, physical as TableName);
    },
  };
};
