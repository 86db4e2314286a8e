import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { Money } from '@orgledger/kernel';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const maxStatements = 200;

/** Gives node:sqlite the shape Kysely's SQLite dialect expects, with prepared statements kept by their text, least recently used first out. */
export const kyselyDatabase = (db: DatabaseSync): SqliteDatabase => {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => db.close(),
    prepare: (text) => {
      const known = statements.get(text);
      if (known) statements.delete(text);
      // A deferred transaction that turns into a writer fails when another process wrote meanwhile.
      const statement = known ?? kyselyStatement(db, text === 'begin' ? 'begin immediate' : text);
      statements.set(text, statement);
      const [oldest] = statements.keys();
      if (statements.size > maxStatements && oldest !== undefined) statements.delete(oldest);
      return statement;
    },
  };
};

const kyselyStatement = (db: DatabaseSync, text: string): SqliteStatement => {
  const statement: StatementSync = db.prepare(text);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(bindable)),
    run: (parameters) => statement.run(...parameters.map(bindable)),
    // A cursor that is still open must not share its statement with the next run of the same text.
    iterate: (parameters) => db.prepare(text).iterate(...parameters.map(bindable)),
  };
};

/** node:sqlite stores NULL for a Date and has no booleans: the first is a mistake, the second are 0 and 1. */
const bindable = (value: unknown, index: number): SQLInputValue => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array)
    return value;
  throw new TypeError(`parameter ${index + 1} is ${describe(value)}: bind ISO text for times, JSON text for objects, null for nothing`);
};

const describe = (value: unknown): string => (value instanceof Date ? 'a Date' : value === undefined ? 'undefined' : `of type ${typeof value}`);

/** SUM over decimal text, exact to ten digits after the point. */
export const addMoneySum = (db: DatabaseSync): void => {
  db.aggregate('money_sum', {
    start: () => '0',
    step: (total: unknown, amount: unknown) =>
      amount === null
        ? String(total)
        : Money.of(String(total))
            .plus(Money.of(String(amount as string | number)))
            .toString(),
  });
};
