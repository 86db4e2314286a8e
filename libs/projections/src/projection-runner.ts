import type { EventStore, Position, Recorded } from '@orgledger/event-store';
import type { Clock } from '@orgledger/kernel';
import { createCheckpointTable } from './follow/checkpoints.js';
import { Follower, handleEvent } from './follow/follower.js';
import type { Batch, Consumer, FollowerError, FollowerState } from './follow/follower.js';
import type { Projection } from './projection.js';
import { physicalNames, prepareProjection, switchTo } from './projection-tables.js';
import type { ViewsDatabase } from './sql/views-database.js';

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly state: FollowerState;
  readonly position: Position | 'start';
  readonly error?: FollowerError;
}

/** A hint that read models have moved; lost when the process ends. `events` is empty when another process applied them. */
export interface Applied {
  readonly projection: string;
  readonly position: Position;
  readonly events: readonly Recorded[];
}

export interface ProjectionRunnerOptions {
  readonly store: EventStore;
  readonly views: ViewsDatabase;
  readonly clock: Clock;
  readonly projections: readonly Projection[];
  /** Told of every failed attempt; a projection whose state is `failed` stands still until the program is started again. */
  readonly onFailure?: (status: ProjectionStatus) => void;
  readonly pollMs?: number;
  readonly takeoverMs?: number;
}

export interface WaitOptions {
  /** Names; default: all. */
  readonly projections?: readonly string[];
  readonly timeoutMs: number;
}

/** Injection token of the one ProjectionRunner of a process. */
export const PROJECTION_RUNNER = Symbol('ProjectionRunner');

const maxBatch = 100;
const retryWaits = [50, 500];

/** Keeps the read models of one process up to date with the log. */
export class ProjectionRunner {
  private readonly followers: ReadonlyMap<string, { readonly projection: Projection; readonly follower: Follower }>;
  private readonly listeners = new Set<(applied: Applied) => void>();
  private readonly rechecks = new Set<() => void>();
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ProjectionRunnerOptions) {
    const { pollMs = 100, takeoverMs = 5_000, projections } = options;
    this.followers = new Map(
      projections.map((projection) => [
        projection.name,
        { projection, follower: new Follower(this.consumerOf(projection), { ...options, pollMs, takeoverMs }) },
      ]),
    );
    if (this.followers.size < projections.length) throw new TypeError('two projections have the same name');
  }

  /** Resolves when every table is there and can be queried; catching up goes on. */
  async start(): Promise<void> {
    const { views, store, projections } = this.options;
    await createCheckpointTable(views);
    const identity = await store.identity();
    for (const projection of projections) await prepareProjection(views, projection, identity);
    this.running = Promise.all([...this.followers.values()].map(({ follower }) => follower.run(this.stopping.signal)));
  }

  /** Finishes the batches under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  status(): readonly ProjectionStatus[] {
    return [...this.followers.keys()].map((name) => this.statusOf(name));
  }

  /** Whether everything up to the position is visible in these projections within `timeoutMs`. False at once when one of them has failed. */
  async waitFor(position: Position, { projections = [...this.followers.keys()], timeoutMs }: WaitOptions): Promise<boolean> {
    for (const name of projections) if (!this.followers.has(name)) throw new TypeError(`there is no projection ${name}`);
    const visible = (): boolean | undefined => this.visible(position, projections);
    const now = visible();
    if (now !== undefined) return now;
    const timer = new AbortController();
    return new Promise<boolean>((resolve) => {
      const settle = (answer: boolean): void => {
        this.rechecks.delete(recheck);
        timer.abort();
        resolve(answer);
      };
      const recheck = (): void => {
        const answer = visible();
        if (answer !== undefined) settle(answer);
      };
      this.rechecks.add(recheck);
      this.options.clock.wait(timeoutMs, timer.signal).then(
        () => settle(visible() ?? false),
        () => undefined,
      );
    });
  }

  /** Calls `listener` after each commit that moved a projection. Returns how to stop that. */
  onApplied(listener: (applied: Applied) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private visible(position: Position, names: readonly string[]): boolean | undefined {
    const followers = names.map((name) => this.followers.get(name)?.follower);
    const behind = followers.filter((follower) => !follower || !this.reached(follower.position, position));
    if (behind.length === 0) return true;
    return behind.some((follower) => follower?.state === 'failed' || follower?.state === 'stopped') ? false : undefined;
  }

  private reached(at: Position | 'start', position: Position): boolean {
    return at !== 'start' && this.options.store.comparePositions(at, position) >= 0;
  }

  private statusOf(name: string): ProjectionStatus {
    const found = this.followers.get(name);
    if (!found) throw new TypeError(`there is no projection ${name}`);
    const { state, position, error } = found.follower;
    return { name, version: found.projection.version, state, position, ...(error && { error }) };
  }

  private consumerOf(projection: Projection): Consumer {
    const physical = physicalNames(projection);
    return {
      key: projection,
      filter: projection.filter,
      maxBatch,
      consume: (batch, advance) =>
        this.options.views.write(async (tx) => {
          for (const event of batch.events) await handleEvent(event, () => projection.apply(tx, event, physical));
          await advance(tx);
          if (batch.caughtUp) await switchTo(tx, projection);
        }),
      retryAfter: (attempts) => retryWaits[attempts - 1],
      onChange: ({ batch, error }) => {
        if (error) this.options.onFailure?.(this.statusOf(projection.name));
        if (batch) this.announce(projection.name, batch);
        for (const recheck of [...this.rechecks]) recheck();
      },
    };
  }

  private announce(projection: string, { position, events }: Batch): void {
    for (const listener of [...this.listeners]) listener({ projection, position, events });
  }
}
