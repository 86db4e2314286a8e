import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '../errors.js';
import { isBusy, toStoreError } from './sqlite-errors.js';

const schemaVersion = 1;

/** The rowid is the position: AUTOINCREMENT never gives one out twice. Secondary indexes end with the rowid, so they serve ranges of positions. */
export const eventTable = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    category TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    data ANY NOT NULL,
    metadata TEXT NOT NULL,
    created TEXT NOT NULL,
    hash TEXT
  ) STRICT;
  CREATE UNIQUE INDEX events_by_revision ON events (stream, revision);
  CREATE UNIQUE INDEX events_by_id ON events (stream, id);
  CREATE INDEX events_by_category ON events (category);
  CREATE INDEX events_by_type ON events (type);
`;

export const insertEvent = `
  INSERT INTO events (stream, revision, category, id, type, schema_version, data, metadata, created, hash)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
`;

const otherTables = `
  CREATE TABLE deleted_streams (stream TEXT PRIMARY KEY, first_visible INTEGER NOT NULL, tombstoned INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE store (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** A connection with the durability of the event file: an acknowledged commit survives a power cut. */
export const openConnection = (file: string, busyTimeoutMs: number): DatabaseSync => {
  try {
    const db = new DatabaseSync(file, { timeout: busyTimeoutMs });
    enableWal(db, Math.ceil(busyTimeoutMs / walRetryMs));
    db.exec('PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384');
    return db;
  } catch (error) {
    throw toStoreError(error);
  }
};

const walRetryMs = 20;

/** SQLite does not always honour the busy timeout while two processes switch a new file to WAL. */
const enableWal = (db: DatabaseSync, attempts: number): void => {
  try {
    db.exec('PRAGMA journal_mode = WAL');
  } catch (error) {
    if (!isBusy(error) || attempts <= 1) throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, walRetryMs);
    enableWal(db, attempts - 1);
  }
};

/** Makes the tables of a new file, and refuses a file of a later version. */
export const prepareSchema = (db: DatabaseSync, file: string): void => {
  const version = (): number => Number(db.prepare('PRAGMA user_version').get()?.user_version);
  if (version() === 0) {
    db.exec('BEGIN IMMEDIATE');
    try {
      // Another process may have been first.
      if (version() === 0) {
        db.exec(`${eventTable}${otherTables}`);
        db.prepare("INSERT INTO store (key, value) VALUES ('epoch', ?)").run(randomUUID());
        db.exec(`PRAGMA user_version = ${schemaVersion}`);
      }
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }
  if (version() !== schemaVersion)
    throw new StoreUnavailable(`${file} was written by a later version of Orgledger (schema ${version()}): use that version`);
};
