import type { DatabaseSync } from 'node:sqlite';
import { systemClock } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { anchorStream } from '../chain/anchor.js';
import type { Anchor, RecordedAnchor } from '../chain/anchor.js';
import type { ChainedEvent, ChainedLog } from '../chain/chain-report.js';
import { encodeAppend } from '../log/encoded-event.js';
import { followLog, readLog } from '../log/log-reader.js';
import { comparePositions, toPosition } from '../log/position.js';
import type { Appended, AppendOptions, Capabilities, Delivery, EventStore, Expected, NewEvent, Position, ReadAllOptions } from '../port.js';
import type { ReadStreamOptions, Recorded, StreamName, StreamSlice, SubscribeOptions } from '../port.js';
import { AnchorWriter } from './anchor-writer.js';
import { AppendStatements } from './append-statements.js';
import { GroupCommit } from './group-commit.js';
import { openConnection, prepareSchema } from './schema.js';
import { SqliteLog } from './sqlite-log.js';
import { toStoreError } from './sqlite-errors.js';
import type { StoredRow } from './stored-row.js';

export interface SqliteEventStoreOptions {
  /** Path of the event file; made when it is not there. */
  readonly file: string;
  /** Gives events their `created` time and tells when an hour has passed without an anchor. */
  readonly clock?: Clock;
  readonly maxEventBytes?: number;
  /** How long an append waits for another process's transaction. It stands still that long: transactions are short. */
  readonly busyTimeoutMs?: number;
  /** How soon commits of other processes are noticed. */
  readonly pollMs?: number;
  /** Events between two anchors of the hash chain. */
  readonly anchorEvery?: number;
}

/** One file, several processes. Every connection commits with synchronous=FULL; a single writer at a time makes commit order position order. */
export class SqliteEventStore implements EventStore, ChainedLog {
  readonly capabilities: Capabilities = {
    multiStreamAppend: false,
    strictIdUniqueness: true,
    transactionalProjection: false,
    filterOnRead: true,
    hardDelete: true,
    rewrite: false,
    durable: true,
    multiProcess: true,
  };
  private readonly statements: AppendStatements;
  private readonly anchors: AnchorWriter;
  private readonly commits: GroupCommit;
  private readonly log: SqliteLog;
  private readonly epoch: string;

  constructor(
    private readonly writer: DatabaseSync,
    private readonly reader: DatabaseSync,
    private readonly options: Required<SqliteEventStoreOptions>,
  ) {
    this.log = new SqliteLog(reader, options.pollMs);
    this.statements = new AppendStatements(writer);
    this.anchors = new AnchorWriter(writer, options.clock, options.anchorEvery);
    this.commits = new GroupCommit(writer, this.statements, this.anchors, options.clock, () => this.log.notify());
    this.epoch = String(reader.prepare("SELECT value FROM store WHERE key = 'epoch'").get()?.value);
  }

  async append(stream: StreamName, expected: Expected, events: readonly NewEvent[], options: AppendOptions = {}): Promise<Appended> {
    return this.commits.append({ stream, expected, events: encodeAppend(stream, events, this.options.maxEventBytes) }, options.signal);
  }

  readStream(stream: StreamName, options: ReadStreamOptions = {}): Promise<StreamSlice> {
    return this.read(() => this.log.readStream(stream, options));
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<Recorded> {
    return readLog(this.log, options);
  }

  subscribe(options: SubscribeOptions): AsyncIterable<Delivery> {
    return followLog(this.log, options);
  }

  head(): Promise<Position> {
    return this.read(() => toPosition(this.log.last()));
  }

  delete(stream: StreamName, expected: Expected, kind: 'soft' | 'tombstone'): Promise<void> {
    return this.read(() => this.commits.alone(() => this.statements.delete(stream, expected, kind)));
  }

  comparePositions(a: Position, b: Position): -1 | 0 | 1 {
    return comparePositions(a, b);
  }

  identity(): Promise<string> {
    return Promise.resolve(this.epoch);
  }

  /** Anchors the heads now, whatever the count and the hour. False when nothing was appended since the last anchor. */
  anchorNow(): boolean {
    return this.commits.alone(() => this.anchors.writeIfDue(this.statements, true));
  }

  *chainedEvents(): Generator<ChainedEvent> {
    const rows = this.reader.prepare('SELECT * FROM events ORDER BY stream, revision, position').iterate() as unknown as Iterable<StoredRow>;
    for (const { position, schema_version, ...row } of rows) yield { ...row, place: position, schemaVersion: schema_version };
  }

  *recordedAnchors(): Generator<RecordedAnchor> {
    const rows = this.reader
      .prepare('SELECT * FROM events WHERE stream = ? ORDER BY revision')
      .iterate(anchorStream) as unknown as Iterable<StoredRow>;
    for (const { revision, hash, data } of rows) yield { ...(JSON.parse(String(data)) as Anchor), revision, hash: hash ?? '' };
  }

  lastPlace(): number {
    return this.log.last();
  }

  countUpTo(place: number): number {
    return Number(this.reader.prepare('SELECT count(*) AS events FROM events WHERE position <= ?').get(place)?.events);
  }

  /** Commits what waits, anchors the heads and lets subscriptions end with StoreUnavailable. */
  close(): Promise<void> {
    return this.read(() => {
      if (!this.writer.isOpen) return;
      try {
        this.commits.alone(() => this.anchors.writeIfDue(this.statements, true));
      } finally {
        this.commits.close();
        this.log.close();
        this.reader.close();
        this.writer.close();
      }
    });
  }

  private async read<Result>(work: () => Result): Promise<Result> {
    try {
      return await Promise.resolve(work());
    } catch (error) {
      throw toStoreError(error);
    }
  }
}

/** Opens or makes an event file. Throws StoreUnavailable with the remedy when it cannot. */
export const openSqliteEventStore = (options: SqliteEventStoreOptions): SqliteEventStore => {
  const complete = { clock: systemClock, maxEventBytes: 1_048_576, busyTimeoutMs: 5_000, pollMs: 100, anchorEvery: 1_000, ...options };
  const writer = openConnection(complete.file, complete.busyTimeoutMs);
  try {
    prepareSchema(writer, complete.file);
    return new SqliteEventStore(writer, openConnection(complete.file, complete.busyTimeoutMs), complete);
  } catch (error) {
    writer.close();
    throw toStoreError(error);
  }
};
