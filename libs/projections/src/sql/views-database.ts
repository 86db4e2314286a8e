import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '@orgledger/kernel';
import { Kysely, SqliteDialect } from 'kysely';
import type { Transaction } from 'kysely';
import { nextTurn } from '../follow/turns.js';
import type { AnyTables } from '../projection.js';
import { addMoneySum, kyselyDatabase } from './node-sqlite.js';

export interface ViewsOptions {
  /** Path of the file of read models; made when it is not there. Everything in it can be made again from the events. */
  readonly file: string;
  /** How long a write waits for another process's transaction before it fails with SQLITE_BUSY. */
  readonly busyTimeoutMs?: number;
}

/** Injection token of the one ViewsDatabase of a process. */
export const VIEWS = Symbol('ViewsDatabase');

const sqliteBusy = 5;
const busyPauseMs = 10;

/** Read models, checkpoints and leases. Reads have a connection of their own; writes go one after the other, each in an immediate transaction. */
export class ViewsDatabase<Tables = AnyTables> {
  private queue: Promise<unknown> = Promise.resolve();
  private closing = false;

  constructor(
    /** For queries only. */
    readonly read: Kysely<Tables>,
    private readonly writer: Kysely<Tables>,
    private readonly busyTimeoutMs: number,
  ) {}

  /** Runs `work` in a transaction that nothing else of this process can enter. It awaits nothing but its database and turns of the event loop, and nothing calls `write` inside it. */
  write<Result>(work: (tx: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    if (this.closing) return Promise.reject(new Error('the views database is closed'));
    const result = this.queue.then(() => this.transact(work));
    // The database is synchronous: between two transactions the rest of the process gets its turn.
    this.queue = result.catch(() => undefined).then(nextTurn);
    return result;
  }

  /** Lets the writes that were asked for finish first. */
  async close(): Promise<void> {
    this.closing = true;
    await this.queue;
    await Promise.all([this.read.destroy(), this.writer.destroy()]);
  }

  private async transact<Result>(work: (tx: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    for (let waited = 0; ; waited += busyPauseMs) {
      const progress = { begun: false };
      try {
        return await this.writer.transaction().execute((tx) => {
          progress.begun = true;
          return work(tx);
        });
      } catch (error) {
        if (progress.begun || !isBusy(error) || waited >= this.busyTimeoutMs) throw error;
        // Another process writes. Waiting here, not in SQLite, keeps this process answering; wall-clock time, as SQLite's own timeout.
        await systemClock.wait(busyPauseMs);
      }
    }
  }
}

const isBusy = (error: unknown): boolean => ((error as { errcode?: number } | null)?.errcode ?? 0) % 256 === sqliteBusy;

/** A commit survives a crash of the process; after a power cut the newest ones may be missing, and are made again from the events. */
export const openViews = <Tables = AnyTables>(options: ViewsOptions): ViewsDatabase<Tables> => {
  const writer = connect(options.file, 0);
  const reader = connect(options.file, 1_000);
  reader.exec('PRAGMA query_only = ON');
  return new ViewsDatabase<Tables>(kyselyOn(reader), kyselyOn(writer), options.busyTimeoutMs ?? 10_000);
};

const connect = (file: string, timeout: number): DatabaseSync => {
  const db = new DatabaseSync(file, { timeout: 2_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY');
  db.exec(`PRAGMA busy_timeout = ${timeout}`);
  addMoneySum(db);
  return db;
};

const kyselyOn = <Tables>(db: DatabaseSync): Kysely<Tables> => new Kysely<Tables>({ dialect: new SqliteDialect({ database: kyselyDatabase(db) }) });
