import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import type { PacerStore, SlotsTaken, TokensTaken } from './pacer-store.js';
import type { RateLimit, SlotLimit } from './quota-table.js';
import { allotSlots } from './slot-leases.js';
import type { SlotLease, SlotWish } from './slot-leases.js';
import { emptied, takeTokens } from './token-bucket.js';

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = OFF;
  CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, state REAL NOT NULL) WITHOUT ROWID, STRICT;
  CREATE TABLE IF NOT EXISTS slots (
    class TEXT NOT NULL, holder TEXT NOT NULL, target TEXT, expires_at REAL NOT NULL, PRIMARY KEY (class, holder)
  ) WITHOUT ROWID, STRICT;
`;

/**
 * For the processes of one machine, over a file of its own. Each method is one short IMMEDIATE transaction without an await,
 * so that processes queue for microseconds. A loss on power failure is harmless: counts start full and leases expire anyway.
 */
export class SqlitePacerStore implements PacerStore {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  constructor(file: string) {
    this.database = new DatabaseSync(file, { timeout: 5_000 });
    this.database.exec(schema);
  }

  takeTokens(bucket: string, limit: RateLimit, wanted: number, now: number): Promise<TokensTaken> {
    return this.immediately(() => {
      const { state, count, nextAt } = takeTokens(this.stateOf(bucket), limit, wanted, now);
      if (count > 0) this.setState(bucket, state);
      return { count, nextAt };
    });
  }

  empty(bucket: string, limit: RateLimit, now: number): Promise<void> {
    return this.immediately(() => this.setState(bucket, emptied(limit, now)));
  }

  takeSlots(slotClass: string, limit: SlotLimit, wishes: readonly SlotWish[], now: number, leaseMs: number): Promise<SlotsTaken> {
    return this.immediately(() => {
      this.run('DELETE FROM slots WHERE class = ? AND (expires_at <= ? OR expires_at > ?)', slotClass, now, now + 2 * leaseMs);
      const { leases, granted, nextAt } = allotSlots(this.leasesOf(slotClass), limit, wishes, now, leaseMs);
      for (const { holder, target, expiresAt } of leases.filter((lease) => granted.includes(lease.holder)))
        this.run('INSERT OR REPLACE INTO slots VALUES (?, ?, ?, ?)', slotClass, holder, target ?? null, expiresAt);
      return { granted, nextAt };
    });
  }

  renameSlot(slotClass: string, holder: string, renamed: string, expiresAt: number): Promise<void> {
    return this.immediately(() =>
      this.run('UPDATE OR REPLACE slots SET holder = ?, expires_at = ? WHERE class = ? AND holder = ?', renamed, expiresAt, slotClass, holder),
    );
  }

  keepSlot(slotClass: string, holder: string, expiresAt: number): Promise<void> {
    return this.immediately(() => this.run('UPDATE slots SET expires_at = ? WHERE class = ? AND holder = ?', expiresAt, slotClass, holder));
  }

  freeSlot(slotClass: string, holder: string): Promise<void> {
    return this.immediately(() => this.run('DELETE FROM slots WHERE class = ? AND holder = ?', slotClass, holder));
  }

  close(): Promise<void> {
    this.database.close();
    return Promise.resolve();
  }

  private stateOf(bucket: string): number | undefined {
    return this.prepared('SELECT state FROM buckets WHERE name = ?').get(bucket)?.state as number | undefined;
  }

  private setState(bucket: string, state: number): void {
    this.run('INSERT INTO buckets VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET state = excluded.state', bucket, state);
  }

  private leasesOf(slotClass: string): readonly SlotLease[] {
    return this.prepared('SELECT holder, target, expires_at FROM slots WHERE class = ?')
      .all(slotClass)
      .map((row) => ({
        holder: String(row.holder),
        target: row.target === null ? undefined : String(row.target),
        expiresAt: Number(row.expires_at),
      }));
  }

  private run(sql: string, ...values: (string | number | null)[]): void {
    this.prepared(sql).run(...values);
  }

  private prepared(sql: string): StatementSync {
    const statement = this.statements.get(sql) ?? this.database.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private immediately<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve) => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.database.exec('COMMIT');
        resolve(result);
      } catch (error) {
        this.database.exec('ROLLBACK');
        throw error;
      }
    });
  }
}
