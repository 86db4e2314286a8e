import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { systemClock } from '@orgledger/kernel';
import { StreamDeleted } from '../errors.js';
import { ChangeSignal } from '../log/change-signal.js';
import type { LogSource, ScannedPage } from '../log/log-reader.js';
import { sliceRange } from '../log/slice-range.js';
import type { EventFilter, ReadStreamOptions, Recorded, StreamSlice } from '../port.js';
import { columns, toRecorded } from './stored-row.js';
import type { StoredRow } from './stored-row.js';

/** Characters or bytes of data read in one turn of the event loop. */
const largestPage = 262_144;

/** Statements kept prepared: one per shape of filter. */
const maxStatements = 100;

/** The reading side, on a connection of its own. Writers of this process call `notify`; commits of other processes are found by polling. */
export class SqliteLog implements LogSource {
  readonly scanWindow = 5_000;
  private readonly changes = new ChangeSignal();
  private readonly statements = new Map<string, StatementSync>();
  private readonly selectLast: StatementSync;
  private readonly selectVersion: StatementSync;
  private seenVersion: unknown;
  private polling = false;

  constructor(
    private readonly db: DatabaseSync,
    private readonly pollMs: number,
  ) {
    this.selectLast = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
    this.selectVersion = db.prepare('PRAGMA data_version');
  }

  /** Highest position ever given out, also when its row has been removed since. */
  last(): number {
    return (this.selectLast.get() as { seq: number } | undefined)?.seq ?? 0;
  }

  scan(after: number, until: number, filter: EventFilter | undefined, limit: number, direction: 'forward' | 'backward'): ScannedPage {
    const where = ['position > ?', 'position <= ?'];
    const parameters: SQLInputValue[] = [after, until];
    const oneOf = (column: string, values: readonly string[]): void => {
      where.push(`${column} IN (${values.map(() => '?').join(', ')})`);
      parameters.push(...values);
    };
    if (filter?.categories) oneOf('category', filter.categories);
    // By the unary plus the types are compared row by row: one index, the categories', is enough for a range.
    if (filter?.types) oneOf(filter.categories ? '+type' : 'type', filter.types);
    if (filter?.streamPrefix !== undefined) {
      where.push('substr(stream, 1, ?) = ?');
      parameters.push(filter.streamPrefix.length, filter.streamPrefix);
    }
    where.push("substr(stream, 1, 1) <> '$'");
    const order = direction === 'forward' ? 'ASC' : 'DESC';
    const sql = `SELECT ${columns} FROM events WHERE ${where.join(' AND ')} ORDER BY position ${order} LIMIT ?`;
    const rows = this.prepare(sql).iterate(...parameters, limit) as unknown as Iterable<StoredRow>;
    const events: Recorded[] = [];
    let size = 0;
    for (const row of rows) {
      events.push(toRecorded(row));
      size += row.data.length;
      if (size >= largestPage) return { events, complete: false };
    }
    return { events, complete: events.length < limit };
  }

  readStream(stream: string, options: ReadStreamOptions): StreamSlice {
    const deleted = this.prepare('SELECT first_visible, tombstoned FROM deleted_streams WHERE stream = ?').get(stream);
    if (deleted?.tombstoned === 1) throw new StreamDeleted(stream);
    const firstVisible = Number(deleted?.first_visible ?? 0);
    const { forward, first, last, limit } = sliceRange(options, firstVisible, Number.MAX_SAFE_INTEGER);
    const sql = `SELECT ${columns} FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision ${forward ? 'ASC' : 'DESC'} LIMIT ?`;
    const rows = this.prepare(sql).all(stream, first, last, limit) as unknown as readonly StoredRow[];
    const exists =
      rows.length > 0 || this.prepare('SELECT 1 FROM events WHERE stream = ? AND revision >= ? LIMIT 1').get(stream, firstVisible) !== undefined;
    return { exists, events: rows.map(toRecorded) };
  }

  generation(): number {
    return this.changes.generation;
  }

  async changed(seen: number, signal: AbortSignal): Promise<void> {
    const woken = this.changes.after(seen, signal);
    if (this.changes.hasWaiters) this.poll();
    await woken;
  }

  notify(): void {
    this.changes.notify();
  }

  close(): void {
    this.changes.close();
  }

  /** Runs while somebody waits. Wall-clock time: how soon another process's commit is seen has nothing to do with the time the product lives in. */
  private poll(): void {
    if (this.polling) return;
    this.polling = true;
    const next = async (): Promise<void> => {
      while (this.changes.hasWaiters && !this.changes.closed) {
        this.noticeOtherProcesses();
        await systemClock.wait(this.pollMs);
      }
    };
    // Whoever waits is woken by a failure too, reads, and meets it.
    void next()
      .catch(() => this.changes.notify())
      .finally(() => (this.polling = false));
  }

  /** `data_version` differs when another connection has committed since this one looked. */
  private noticeOtherProcesses(): void {
    const version = this.selectVersion.get()?.data_version;
    if (version === this.seenVersion) return;
    this.seenVersion = version;
    this.changes.notify();
  }

  private prepare(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.db.prepare(sql);
    const [oldest] = this.statements.keys();
    if (this.statements.size >= maxStatements && oldest !== undefined) this.statements.delete(oldest);
    this.statements.set(sql, statement);
    return statement;
  }
}
