// Preload (node -r) for a platform process under test: SIGKILLs it at an append, with nothing of the product knowing.
// KILL_AT_APPEND is JSON: the process dies just `before` or just `after` the COMMIT of the `nth` append (from 1) that holds an event of one of `types`.
// RECORD_APPENDS names a file that gets one line of JSON per append: the types of its events, in order.
import { appendFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, StatementSync } from 'node:sqlite';

export interface KillPoint {
  readonly types: readonly string[];
  readonly nth: number;
  readonly when: 'before' | 'after';
}

const point = process.env.KILL_AT_APPEND === undefined ? undefined : (JSON.parse(process.env.KILL_AT_APPEND) as KillPoint);
const record = process.env.RECORD_APPENDS;

const eventTypes = (values: readonly unknown[]): string[] =>
  values.filter((value) => typeof value === 'string' && /^[A-Z][A-Za-z]+$/.test(value)) as string[];
const writtenSince = new WeakMap<DatabaseSync, string[]>();
let seen = 0;

const prototype = DatabaseSync.prototype;
const prepare = Reflect.get<DatabaseSync, 'prepare'>(prototype, 'prepare');
const exec = Reflect.get<DatabaseSync, 'exec'>(prototype, 'exec');

prototype.prepare = function (this: DatabaseSync, sql: string): StatementSync {
  const statement = prepare.call(this, sql);
  if (!/^\s*INSERT INTO events\b/i.test(sql)) return statement;
  const run = statement.run.bind(statement) as (...values: SQLInputValue[]) => ReturnType<StatementSync['run']>;
  statement.run = ((...values: SQLInputValue[]) => {
    writtenSince.set(this, [...(writtenSince.get(this) ?? []), ...eventTypes(values).slice(0, 1)]);
    return run(...values);
  }) as StatementSync['run'];
  return statement;
};

prototype.exec = function (this: DatabaseSync, sql: string): void {
  const types = writtenSince.get(this) ?? [];
  if (sql === 'ROLLBACK') writtenSince.delete(this);
  if (sql !== 'COMMIT' || types.length === 0) {
    exec.call(this, sql);
    return;
  }
  writtenSince.delete(this);
  const hit = point !== undefined && types.some((type) => point.types.includes(type)) && ++seen === point.nth;
  if (hit && point.when === 'before') process.kill(process.pid, 'SIGKILL');
  exec.call(this, sql);
  if (record !== undefined) appendFileSync(record, `${JSON.stringify(types)}\n`);
  if (hit) process.kill(process.pid, 'SIGKILL');
};
