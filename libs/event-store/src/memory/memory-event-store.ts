import { randomUUID } from 'node:crypto';
import { systemClock } from '@orgledger/kernel';
import type { Clock, EventMetadata } from '@orgledger/kernel';
import { InvalidAppend, StreamDeleted, StoreUnavailable } from '../errors.js';
import type {
  Appended,
  Capabilities,
  Delivery,
  EventFilter,
  EventStore,
  Expected,
  NewEvent,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
} from '../port.js';
import type { Recorded, StreamName, StreamSlice, SubscribeOptions } from '../port.js';
import { decideAppend, streamExists } from '../log/append-decision.js';
import type { StoredId, StreamHead } from '../log/append-decision.js';
import { decodeData, encodeAppend } from '../log/encoded-event.js';
import type { EncodedEvent } from '../log/encoded-event.js';
import { followLog, readLog } from '../log/log-reader.js';
import type { LogSource, ScannedPage } from '../log/log-reader.js';
import { ChangeSignal } from '../log/change-signal.js';
import { matches } from '../log/filter.js';
import { comparePositions, toPosition } from '../log/position.js';
import { sliceRange } from '../log/slice-range.js';
import { categoryOf } from '../log/stream-name.js';

interface StoredEvent extends EncodedEvent {
  readonly stream: StreamName;
  readonly category: string;
  readonly revision: number;
  readonly place: number;
  readonly created: number;
}

interface StoredStream {
  readonly events: StoredEvent[];
  firstVisible: number;
  tombstoned: boolean;
}

export interface MemoryEventStoreOptions {
  readonly clock?: Clock;
  readonly maxEventBytes?: number;
}

/** Ids of the newest events, for appends without an explicit revision: best effort, as in EventStoreDB. */
const rememberedIds = 10_000;

/**
 * A store that behaves like EventStoreDB, the weakest one: sparse positions, no append over several streams, and ids that are not looked
 * at when the expected revision is the current one. What runs on it runs on every adapter.
 */
class MemoryEventStore implements EventStore, LogSource {
  readonly capabilities: Capabilities = {
    multiStreamAppend: false,
    strictIdUniqueness: false,
    transactionalProjection: false,
    filterOnRead: true,
    hardDelete: true,
    rewrite: false,
    durable: false,
    multiProcess: false,
  };
  /** Some thousand events: positions are sparse. */
  readonly scanWindow = 2_000_000;
  private readonly epoch = randomUUID();
  private readonly log: StoredEvent[] = [];
  private readonly streams = new Map<StreamName, StoredStream>();
  private readonly recent = new Map<string, StoredEvent>();
  private readonly changes = new ChangeSignal();
  private place = 0;

  constructor(
    private readonly clock: Clock,
    private readonly maxEventBytes: number,
  ) {}

  async append(stream: StreamName, expected: Expected, events: readonly NewEvent[], options: { signal?: AbortSignal } = {}): Promise<Appended> {
    const encoded = encodeAppend(stream, events, this.maxEventBytes);
    // Appends are never answered in the turn they were made in: as over a network.
    await Promise.resolve();
    options.signal?.throwIfAborted();
    this.assertOpen();
    const known = this.streams.get(stream);
    const decision =
      this.remembered(stream, expected, encoded) ??
      decideAppend(stream, expected, ids(encoded), headOf(known), (revision, count) => storedIds(known, revision, count));
    if (decision.kind === 'same') return { revision: BigInt(decision.revision), position: toPosition(decision.place), idempotent: true };
    const last = this.write(stream, encoded);
    this.changes.notify();
    return { revision: BigInt(last.revision), position: toPosition(last.place), idempotent: false };
  }

  readStream(stream: StreamName, options: ReadStreamOptions = {}): Promise<StreamSlice> {
    const known = this.streams.get(stream);
    if (known?.tombstoned) return Promise.reject(new StreamDeleted(stream));
    if (!known || !streamExists(headOf(known))) return Promise.resolve({ exists: false, events: [] });
    const { first, last, limit, forward } = sliceRange(options, known.firstVisible, known.events.length - 1);
    const range = known.events.slice(first, last + 1);
    const chosen = forward ? range.slice(0, limit) : range.reverse().slice(0, limit);
    return Promise.resolve({ exists: true, events: chosen.map(toRecorded) });
  }

  readAll(options: ReadAllOptions = {}): AsyncIterable<Recorded> {
    return readLog(this, options);
  }

  subscribe(options: SubscribeOptions): AsyncIterable<Delivery> {
    return followLog(this, options);
  }

  head(): Promise<Position> {
    return Promise.resolve(toPosition(this.place));
  }

  async delete(stream: StreamName, expected: Expected, kind: 'soft' | 'tombstone'): Promise<void> {
    await Promise.resolve();
    this.assertOpen();
    const known = this.streams.get(stream);
    const head = headOf(known);
    const decision = decideAppend(stream, expected, [randomUUID()], head, () => []);
    if (decision.kind === 'same') throw new InvalidAppend(`delete of ${stream}: nothing to compare`);
    const target = known ?? this.create(stream);
    if (kind === 'tombstone') target.tombstoned = true;
    else target.firstVisible = target.events.length;
  }

  comparePositions(a: Position, b: Position): -1 | 0 | 1 {
    return comparePositions(a, b);
  }

  identity(): Promise<string> {
    return Promise.resolve(this.epoch);
  }

  close(): Promise<void> {
    this.changes.close();
    return Promise.resolve();
  }

  last(): number {
    return this.place;
  }

  scan(after: number, until: number, filter: EventFilter | undefined, limit: number, direction: 'forward' | 'backward'): ScannedPage {
    const from = firstAbove(this.log, after);
    const to = firstAbove(this.log, until);
    const found: Recorded[] = [];
    for (let index = 0; index < to - from && found.length < limit; index += 1) {
      const event = this.log[direction === 'forward' ? from + index : to - 1 - index];
      if (event && matches(event, filter)) found.push(toRecorded(event));
    }
    return { events: found, complete: found.length < limit };
  }

  generation(): number {
    return this.changes.generation;
  }

  changed(seen: number, signal: AbortSignal): Promise<void> {
    return this.changes.after(seen, signal);
  }

  private remembered(stream: StreamName, expected: Expected, encoded: readonly EncodedEvent[]) {
    if (expected !== 'any' && expected !== 'stream_exists') return undefined;
    const found = encoded.map(({ id }) => this.recent.get(`${stream}/${id}`));
    const last = found.at(-1);
    return last && found.every((event) => event) && !this.streams.get(stream)?.tombstoned
      ? ({ kind: 'same', revision: last.revision, place: last.place } as const)
      : undefined;
  }

  private write(stream: StreamName, encoded: readonly EncodedEvent[]): StoredEvent {
    const target = this.streams.get(stream) ?? this.create(stream);
    const created = this.clock.now().getTime();
    let last: StoredEvent | undefined;
    for (const event of encoded) {
      // Positions are byte offsets in EventStoreDB: each event takes some room, and so do the records around it.
      this.place += 40 + event.metadata.length + event.data.length;
      last = { ...event, stream, category: categoryOf(stream), revision: target.events.length, place: this.place, created };
      target.events.push(last);
      this.log.push(last);
      this.recent.set(`${stream}/${event.id}`, last);
    }
    for (const oldest of this.recent.keys()) {
      if (this.recent.size <= rememberedIds) break;
      this.recent.delete(oldest);
    }
    if (!last) throw new InvalidAppend(`append to ${stream}: there must be at least one event`);
    return last;
  }

  private create(stream: StreamName): StoredStream {
    const created: StoredStream = { events: [], firstVisible: 0, tombstoned: false };
    this.streams.set(stream, created);
    return created;
  }

  private assertOpen(): void {
    if (this.changes.closed) throw new StoreUnavailable('the event store is closed');
  }
}

export const createMemoryEventStore = (options: MemoryEventStoreOptions = {}): EventStore =>
  new MemoryEventStore(options.clock ?? systemClock, options.maxEventBytes ?? 1_048_576);

const ids = (encoded: readonly EncodedEvent[]): readonly string[] => encoded.map(({ id }) => id);

const headOf = (stream: StoredStream | undefined): StreamHead => ({
  revision: (stream?.events.length ?? 0) - 1,
  firstVisible: stream?.firstVisible ?? 0,
  tombstoned: stream?.tombstoned ?? false,
});

const storedIds = (stream: StoredStream | undefined, revision: number, count: number): readonly StoredId[] =>
  stream?.events.slice(revision, revision + count) ?? [];

const firstAbove = (log: readonly StoredEvent[], place: number): number => {
  let low = 0;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((log[middle]?.place ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
};

const toRecorded = (event: StoredEvent): Recorded => ({
  id: event.id,
  type: event.type,
  schemaVersion: event.schemaVersion,
  data: decodeData(event.data),
  metadata: JSON.parse(event.metadata) as EventMetadata,
  stream: event.stream,
  revision: BigInt(event.revision),
  position: toPosition(event.place),
  created: new Date(event.created),
});
