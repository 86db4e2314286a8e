import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { chainHash } from '../chain/chain-hash.js';
import { DuplicateEventId, InvalidAppend } from '../errors.js';
import { decideAppend } from '../log/append-decision.js';
import type { AppendDecision, StoredId, StreamHead } from '../log/append-decision.js';
import type { EncodedEvent } from '../log/encoded-event.js';
import { categoryOf } from '../log/stream-name.js';
import type { Expected, StreamName } from '../port.js';
import { insertEvent } from './schema.js';

export interface AppendRequest {
  readonly stream: StreamName;
  readonly expected: Expected;
  readonly events: readonly EncodedEvent[];
}

export interface Written {
  readonly revision: number;
  readonly place: number;
  readonly idempotent: boolean;
}

interface ChainedHead extends StreamHead {
  /** Hash of the last event; null before the first one, and in a stream that is not chained. */
  readonly hash: string | null;
}

/** Heads remembered at most; dropped all at once beyond that. */
const maxHeads = 20_000;

/** The statements of one append, to be run inside a write transaction. Heads are remembered from one to the next while no other process writes. */
export class AppendStatements {
  /** Place of the last event written in this transaction; 0 when none was. */
  lastPlace = 0;
  private readonly heads = new Map<StreamName, ChainedHead>();
  private seenVersion: unknown;
  private readonly selectVersion: StatementSync;
  private readonly selectHead: StatementSync;
  private readonly selectDeleted: StatementSync;
  private readonly selectStored: StatementSync;
  private readonly selectById: StatementSync;
  private readonly insert: StatementSync;
  private readonly upsertDeleted: StatementSync;

  constructor(db: DatabaseSync) {
    this.selectVersion = db.prepare('PRAGMA data_version');
    this.selectHead = db.prepare('SELECT revision, hash FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1');
    this.selectDeleted = db.prepare('SELECT first_visible, tombstoned FROM deleted_streams WHERE stream = ?');
    this.selectStored = db.prepare('SELECT id, position AS place FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?');
    this.selectById = db.prepare('SELECT revision FROM events WHERE stream = ? AND id = ?');
    this.insert = db.prepare(insertEvent);
    this.upsertDeleted = db.prepare(
      `INSERT INTO deleted_streams (stream, first_visible, tombstoned) VALUES (?, ?, ?)
       ON CONFLICT (stream) DO UPDATE SET first_visible = excluded.first_visible, tombstoned = excluded.tombstoned`,
    );
  }

  /** Decides, and writes when the decision is to append. Throws before anything is written, except for a duplicate id. */
  append({ stream, expected, events }: AppendRequest, created: string): Written {
    const head = this.headOf(stream);
    const decision = this.sameWithoutRevision(stream, expected, events, head) ?? this.decide(stream, expected, events, head);
    if (decision.kind === 'same') return { revision: decision.revision, place: decision.place, idempotent: true };
    // A stream begun without an expected revision is not chained; later appends follow its beginning.
    return this.write(stream, events, created, head, head.revision < 0 ? expected !== 'any' : head.hash !== null);
  }

  write(stream: StreamName, events: readonly EncodedEvent[], created: string, head: ChainedHead, chained: boolean): Written {
    const category = categoryOf(stream);
    let { revision, hash } = head;
    let place = 0;
    for (const event of events) {
      revision += 1;
      hash = chained ? chainHash(hash, { stream, revision, ...event }) : null;
      const { id, type, schemaVersion, data, metadata } = event;
      place = Number(this.insert.run(stream, revision, category, id, type, schemaVersion, data, metadata, created, hash).lastInsertRowid);
    }
    this.lastPlace = place;
    this.heads.set(stream, { ...head, revision, hash });
    return { revision, place, idempotent: false };
  }

  delete(stream: StreamName, expected: Expected, kind: 'soft' | 'tombstone'): void {
    const head = this.headOf(stream);
    this.decide(stream, expected, [], head);
    const firstVisible = kind === 'soft' ? head.revision + 1 : head.firstVisible;
    this.upsertDeleted.run(stream, firstVisible, kind === 'tombstone' ? 1 : 0);
    this.heads.delete(stream);
  }

  headOf(stream: StreamName): ChainedHead {
    const known = this.heads.get(stream);
    if (known) return known;
    const last = this.selectHead.get(stream) as { revision: number; hash: string | null } | undefined;
    const deleted = this.selectDeleted.get(stream) as { first_visible: number; tombstoned: number } | undefined;
    const head = {
      revision: last?.revision ?? -1,
      hash: last?.hash ?? null,
      firstVisible: deleted?.first_visible ?? 0,
      tombstoned: deleted?.tombstoned === 1,
    };
    this.heads.set(stream, head);
    return head;
  }

  /** To be called inside a new transaction. `data_version` differs when another connection has committed since the last one. */
  begin(): void {
    this.lastPlace = 0;
    const version = this.selectVersion.get()?.data_version;
    if (version !== this.seenVersion || this.heads.size > maxHeads) this.heads.clear();
    this.seenVersion = version;
  }

  /** To be called when a transaction was undone: what was remembered of it is not stored. */
  forget(): void {
    this.heads.clear();
  }

  private decide(stream: StreamName, expected: Expected, events: readonly EncodedEvent[], head: StreamHead): AppendDecision {
    const ids = events.map(({ id }) => id);
    return decideAppend(stream, expected, ids, head, (revision, count) => this.storedFrom(stream, revision, count));
  }

  /** Without an explicit revision only the ids can tell a repetition; unlike EventStoreDB this store remembers all of them. */
  private sameWithoutRevision(stream: StreamName, expected: Expected, events: readonly EncodedEvent[], head: StreamHead): AppendDecision | undefined {
    const [first] = events;
    if (!first) throw new InvalidAppend(`append to ${stream}: there must be at least one event`);
    if ((expected !== 'any' && expected !== 'stream_exists') || head.revision < 0 || head.tombstoned) return undefined;
    const found = this.selectById.get(stream, first.id) as { revision: number } | undefined;
    if (!found) return undefined;
    const stored = this.storedFrom(stream, found.revision, events.length);
    const last = stored.at(-1);
    if (!last || events.some(({ id }, index) => id !== stored[index]?.id)) throw new DuplicateEventId(stream, first.id);
    return { kind: 'same', revision: found.revision + events.length - 1, place: last.place };
  }

  private storedFrom(stream: StreamName, revision: number, count: number): readonly StoredId[] {
    return this.selectStored.all(stream, revision, count) as unknown as readonly StoredId[];
  }
}
