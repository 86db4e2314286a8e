import { DomainError } from '@orgledger/kernel';
import { sql } from 'kysely';
import type { ExpressionBuilder, Kysely } from 'kysely';
import type { AnyTables } from '../projection.js';

/** `first`: 1–200, default 50. `after`: the `endCursor` of the page before. */
export interface PageRequest {
  readonly first?: number;
  readonly after?: string;
}

export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly endCursor: string | undefined;
  readonly hasNextPage: boolean;
  readonly totalCount: number;
}

const defaultFirst = 50;
const maxFirst = 200;

export interface ListOf<Row extends object, Node> {
  readonly table: string;
  /** A unique text column: order and cursor. */
  readonly key: keyof Row & string;
  /** Columns and their values; what is undefined does not restrict. */
  readonly filter: object;
  readonly search?: { readonly text: string | undefined; readonly columns: readonly (keyof Row & string)[] };
  readonly toNode: (row: Row) => Node;
}

/** Keyset pagination: a cursor is the key of the last row, so that rows that come or go do not shift a page. */
export const readPage = async <Row extends object, Node>(
  db: Kysely<AnyTables>,
  list: ListOf<Row, Node>,
  page: PageRequest = {},
): Promise<Page<Node>> => {
  const { first = defaultFirst, after } = page;
  if (!Number.isInteger(first) || first < 1 || first > maxFirst)
    throw new DomainError('FIELD_MALFORMED', `first must be a whole number from 1 to ${maxFirst}.`, { field: 'first' });
  const { table, key, toNode } = list;
  const matching = db.selectFrom(table).where((builder) => builder.and(conditions(builder, list)));
  const behind = after === undefined ? matching : matching.where(sql.ref(key), '>', fromCursor(after));
  const rows: readonly Row[] = (await behind
    .selectAll()
    .orderBy(key)
    .limit(first + 1)
    .execute()) as readonly Row[];
  const { total } = (await matching.select(({ fn }) => fn.countAll().as('total')).executeTakeFirstOrThrow()) as { total: number };
  const shown = rows.slice(0, first);
  const last = shown.at(-1);
  return {
    nodes: shown.map(toNode),
    endCursor: last === undefined ? undefined : toCursor(String(last[key])),
    hasNextPage: rows.length > first,
    totalCount: total,
  };
};

const conditions = <Row extends object, Node>(builder: ExpressionBuilder<AnyTables, AnyTables>, { filter, search }: ListOf<Row, Node>) => {
  const equal = Object.entries(filter)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([column, value]) => builder(column, '=', value));
  if (search?.text === undefined || search.text === '') return equal;
  const pattern = `%${search.text.replace(/[\\%_]/g, '\\$&')}%`;
  return [...equal, builder.or(search.columns.map((column) => sql<boolean>`${sql.ref(column)} LIKE ${pattern} ESCAPE '\\'`))];
};

const toCursor = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');

const fromCursor = (cursor: string): string => {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (toCursor(key) !== cursor)
    throw new DomainError('FIELD_MALFORMED', 'after is not a cursor: give the endCursor of the page before.', { field: 'after' });
  return key;
};
