import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '../errors.js';
import { toStoreError } from '../sqlite/sqlite-errors.js';
import type { Person, PersonStore } from './person-store.js';

export interface SqlitePersonStoreOptions {
  /** Path of the file of persons; made when it is not there. Back it up apart from the events, and let its backups expire. */
  readonly file: string;
  readonly busyTimeoutMs?: number;
}

interface PersonRow {
  readonly subject_id: string;
  readonly email: string;
  readonly name: string;
  readonly euid: string | null;
}

const schema = `
  CREATE TABLE IF NOT EXISTS people (
    subject_id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    euid TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS people_by_email ON people (email_key);
`;

const columns = 'subject_id, email, name, euid';

class SqlitePersonStore implements PersonStore {
  constructor(private readonly db: DatabaseSync) {}

  put(subjectId: string, { email, name, euid }: Person): Promise<void> {
    return this.run(() => {
      this.db
        .prepare(
          `INSERT INTO people (subject_id, email, email_key, name, euid) VALUES (?, ?, ?, ?, ?) ON CONFLICT (subject_id)
           DO UPDATE SET email = excluded.email, email_key = excluded.email_key, name = excluded.name, euid = excluded.euid`,
        )
        .run(subjectId, email, email.toLowerCase(), name, euid ?? null);
    });
  }

  async get(subjectId: string): Promise<Person | undefined> {
    return (await this.getMany([subjectId])).get(subjectId);
  }

  getMany(subjectIds: readonly string[]): Promise<ReadonlyMap<string, Person>> {
    return this.run(() => {
      const rows = this.db
        .prepare(`SELECT ${columns} FROM people WHERE subject_id IN (SELECT value FROM json_each(?))`)
        .all(JSON.stringify(subjectIds));
      return new Map((rows as unknown as readonly PersonRow[]).map((row) => [row.subject_id, toPerson(row)]));
    });
  }

  findByEmail(email: string): Promise<{ subjectId: string; person: Person } | undefined> {
    return this.run(() => {
      const row = this.db.prepare(`SELECT ${columns} FROM people WHERE email_key = ? ORDER BY subject_id LIMIT 1`).get(email.toLowerCase()) as
        PersonRow | undefined;
      return row && { subjectId: row.subject_id, person: toPerson(row) };
    });
  }

  forget(subjectId: string): Promise<boolean> {
    return this.run(() => {
      const { changes } = this.db.prepare('DELETE FROM people WHERE subject_id = ?').run(subjectId);
      // secure_delete clears freed cells; VACUUM leaves behind what moved pages still held; the checkpoint empties the log of old pages.
      // Done even when the row is gone already: a crash may have come between.
      this.db.exec('VACUUM');
      const checkpoint = this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
      if (checkpoint?.busy !== 0)
        throw new StoreUnavailable(
          'the person was deleted, but another process is reading the file of persons, so its log still holds old pages: try again',
        );
      return changes > 0;
    });
  }

  close(): Promise<void> {
    return this.run(() => {
      if (this.db.isOpen) this.db.close();
    });
  }

  private async run<Result>(work: () => Result): Promise<Result> {
    try {
      return await Promise.resolve(work());
    } catch (error) {
      throw toStoreError(error);
    }
  }
}

const toPerson = ({ email, name, euid }: PersonRow): Person => ({ email, name, ...(euid !== null && { euid }) });

export const openSqlitePersonStore = ({ file, busyTimeoutMs = 5_000 }: SqlitePersonStoreOptions): PersonStore => {
  try {
    const db = new DatabaseSync(file, { timeout: busyTimeoutMs });
    db.exec('PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY');
    db.exec(schema);
    return new SqlitePersonStore(db);
  } catch (error) {
    throw toStoreError(error);
  }
};
