import type { Delivery, EventFilter, EventStore, Position, Recorded } from '@orgledger/event-store';
import type { Clock } from '@orgledger/kernel';
import type { Transaction } from 'kysely';
import type { AnyTables } from '../projection.js';
import type { ViewsDatabase } from '../sql/views-database.js';
import { CheckpointLost, advanceCheckpoint, loadCheckpoint } from './checkpoints.js';
import type { Checkpoint, CheckpointKey } from './checkpoints.js';
import { DeliveryFeed } from './delivery-feed.js';
import { nextTurn } from './turns.js';

/** `following`: another process does the work. `stopped` by the program; `failed` by an error that needs somebody. */
export type FollowerState = 'starting' | 'catchingUp' | 'live' | 'following' | 'retrying' | 'failed' | 'stopped';

export interface FollowerError {
  readonly message: string;
  /** Id, type, stream and position of the event at fault, where it is one. */
  readonly event?: { readonly id: string; readonly type: string; readonly stream: string; readonly position: Position };
  readonly attempts: number;
}

export interface Batch {
  readonly events: readonly Recorded[];
  readonly position: Position;
  readonly caughtUp: boolean;
}

/** Says which event could not be handled. */
class EventFailed extends Error {
  override readonly name = 'EventFailed';
  constructor(
    readonly event: Recorded,
    cause: unknown,
  ) {
    super(messageOf(cause), { cause });
  }
}

/** Runs a consumer's work on one event, so that a failure is known to be this event's. */
export const handleEvent = async (event: Recorded, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    throw new EventFailed(event, error);
  }
};

export interface Consumer {
  readonly key: CheckpointKey;
  readonly filter: EventFilter;
  readonly maxBatch: number;
  /** Does the work of the batch and stores the position by `advance`, in one transaction where both are rows. */
  consume(batch: Batch, advance: (tx: Transaction<AnyTables>) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** Milliseconds until the event is tried again after so many failed attempts; undefined: never, it stays failed. */
  retryAfter(attempts: number): number | undefined;
  onChange(change: { readonly batch?: Batch; readonly error?: FollowerError }): void;
}

export interface FollowerOptions {
  readonly store: EventStore;
  readonly views: ViewsDatabase;
  readonly clock: Clock;
  /** How often the checkpoint is looked at while another process owns it. */
  readonly pollMs: number;
  /** How long a checkpoint may stand still behind the log before this process tries to take over. */
  readonly takeoverMs: number;
}

const readAhead = 1_000;
const resubscribeMs = 1_000;
const saveWithinMs = 100;

/** Moves one checkpoint along the log: catch-up, then live. Steps back when another process moves it, and takes over when that one stalls. */
export class Follower {
  state: FollowerState = 'starting';
  position: Position | 'start' = 'start';
  error: FollowerError | undefined;
  /** The event that failed last, and how often in a row. Batches have one event until it is passed. */
  private suspect: { readonly id: string; readonly attempts: number } | undefined;

  constructor(
    private readonly consumer: Consumer,
    private readonly options: FollowerOptions,
  ) {}

  /** Runs until the signal aborts or an event cannot be handled; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.state !== 'failed') {
      try {
        const checkpoint = await this.load();
        await this.own(checkpoint, signal);
      } catch (error) {
        if (isAborted(signal)) break;
        await this.recover(error, signal).catch(() => undefined);
      }
    }
    if (this.state !== 'failed') this.change({ state: 'stopped' });
  }

  /** Looks on while somebody else moves the checkpoint, until they are done, and never rejects. */
  async watch(others: Promise<unknown>, signal: AbortSignal): Promise<void> {
    const { clock, pollMs } = this.options;
    this.change({ state: 'catchingUp' });
    const over = others.then(
      () => true,
      () => true,
    );
    let isOver = false;
    while (!isOver && !signal.aborted) {
      const pause = clock.wait(pollMs, signal).then(
        () => false,
        () => true,
      );
      isOver = await Promise.race([over, pause]);
      // What cannot be read now is met again, and reported, by `run`.
      await this.look().catch(() => undefined);
    }
  }

  private async load(): Promise<Checkpoint> {
    const { key } = this.consumer;
    const checkpoint = await loadCheckpoint(this.options.views.read, key);
    if (!checkpoint) throw new Unresumable(`${key.name} has no checkpoint: the views database was changed while it runs; restart`);
    const identity = await this.options.store.identity();
    if (checkpoint.store !== identity)
      throw new Unresumable(
        `${key.name} was built from another event store (${checkpoint.store}, not ${identity}): if the events were restored or replaced, delete the views database and start again`,
      );
    this.position = checkpoint.position;
    return checkpoint;
  }

  private async own(checkpoint: Checkpoint, signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const inner = AbortSignal.any([signal, stop.signal]);
    this.change({ state: this.suspect ? 'retrying' : 'catchingUp' });
    const { filter } = this.consumer;
    const feed = new DeliveryFeed(this.options.store.subscribe({ after: checkpoint.position, filter, signal: inner }), readAhead);
    try {
      let saved = checkpoint;
      let taking: Promise<readonly Delivery[] | undefined> | undefined;
      let saveDue: Promise<'save'> | undefined;
      for (;;) {
        taking ??= feed.take(this.suspect ? 1 : this.consumer.maxBatch);
        if (saved.position !== this.position) saveDue ??= this.saveDue(inner);
        const next = await (saveDue ? Promise.race([taking, saveDue]) : taking);
        if (!next || isAborted(signal)) return;
        if (next === 'save') saved = await this.save(saved);
        else {
          taking = undefined;
          saved = await this.consume(saved, toBatch(next), signal);
        }
        if (saved.position === this.position) saveDue = undefined;
        // Everything above is synchronous at heart: the rest of the process gets its turn.
        await nextTurn();
      }
    } finally {
      stop.abort();
      await feed.finished();
    }
  }

  private async consume(saved: Checkpoint, batch: Batch, signal: AbortSignal): Promise<Checkpoint> {
    // Passing over events that are not for this consumer is stored a little later, for many of them at once.
    const passing = batch.events.length === 0 && !batch.caughtUp;
    if (!passing) {
      const advance = (tx: Transaction<AnyTables>): Promise<void> =>
        batch.position === saved.position ? Promise.resolve() : advanceCheckpoint(tx, this.consumer.key, saved, batch.position);
      await this.consumer.consume(batch, advance, signal);
    }
    this.position = batch.position;
    if (batch.events.some(({ id }) => id === this.suspect?.id)) this.suspect = undefined;
    const state = batch.caughtUp ? 'live' : this.state === 'retrying' && !this.suspect ? 'catchingUp' : this.state;
    this.change({ state, batch });
    return passing ? saved : { ...saved, position: batch.position };
  }

  private saveDue(signal: AbortSignal): Promise<'save'> {
    const due = (): 'save' => 'save';
    return this.options.clock.wait(saveWithinMs, signal).then(due, due);
  }

  private async save(saved: Checkpoint): Promise<Checkpoint> {
    const { position } = this;
    if (position === 'start') return saved;
    await this.options.views.write((tx) => advanceCheckpoint(tx, this.consumer.key, saved, position));
    return { ...saved, position };
  }

  private async recover(error: unknown, signal: AbortSignal): Promise<void> {
    if (error instanceof CheckpointLost) return this.standBy(signal);
    if (error instanceof Unresumable) {
      this.change({ state: 'failed', error: { message: error.message, attempts: 1 } });
      return;
    }
    if (!(error instanceof EventFailed)) {
      // The store or the views database could not be reached; nothing is wrong with an event.
      this.change({ state: 'retrying', error: { message: messageOf(error), attempts: (this.error?.attempts ?? 0) + 1 } });
      return this.options.clock.wait(resubscribeMs, signal);
    }
    const { id, type, stream, position } = error.event;
    const attempts = this.suspect?.id === id ? this.suspect.attempts + 1 : 1;
    this.suspect = { id, attempts };
    const wait = this.consumer.retryAfter(attempts);
    this.change({
      state: wait === undefined ? 'failed' : 'retrying',
      error: { message: error.message, event: { id, type, stream, position }, attempts },
    });
    if (wait !== undefined) await this.options.clock.wait(wait, signal);
  }

  /** Returns when the owner has not moved the checkpoint for `takeoverMs` though there is something to read. */
  private async standBy(signal: AbortSignal): Promise<void> {
    const { clock, store, pollMs, takeoverMs } = this.options;
    this.change({ state: 'following' });
    let movedAt = clock.now().getTime();
    while (clock.now().getTime() - movedAt < takeoverMs) {
      await clock.wait(pollMs, signal);
      if ((await this.look()) || this.position === (await store.head())) movedAt = clock.now().getTime();
    }
  }

  /** Whether the checkpoint has been moved since it was last looked at. */
  private async look(): Promise<boolean> {
    const { position } = this;
    await this.load();
    if (this.position === position) return false;
    this.change({ batch: { events: [], position: this.position as Position, caughtUp: false } });
    return true;
  }

  private change(change: { state?: FollowerState; error?: FollowerError; batch?: Batch }): void {
    this.state = change.state ?? this.state;
    this.error = change.error ?? (change.batch && !this.suspect ? undefined : this.error);
    const { batch, error } = change;
    this.consumer.onChange({ ...(batch && { batch }), ...(error && { error }) });
  }
}

class Unresumable extends Error {}

const isAborted = (signal: AbortSignal): boolean => signal.aborted;

const messageOf = (error: unknown): string => (error as { message?: string } | null)?.message ?? String(error);

const toBatch = (deliveries: readonly Delivery[]): Batch => {
  const events = deliveries.flatMap((delivery) => (delivery.kind === 'event' ? [delivery.event] : []));
  const last = deliveries.at(-1);
  if (!last) throw new TypeError('a batch holds at least one delivery');
  return {
    events,
    position: last.kind === 'event' ? last.event.position : last.position,
    caughtUp: deliveries.some(({ kind }) => kind === 'caughtUp'),
  };
};
