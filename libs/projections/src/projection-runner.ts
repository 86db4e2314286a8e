import type { EventStore, Position, Recorded } from '@orgledger/event-store';
import type { Clock } from '@orgledger/kernel';
import { createCheckpointTable, loadCheckpoint } from './follow/checkpoints.js';
import { Follower, handleEvent } from './follow/follower.js';
import type { Batch, Consumer, FollowerError, FollowerState } from './follow/follower.js';
import { Turns } from './follow/turns.js';
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
  /**
   * Brings these projections up to the log somewhere else, such as in a thread, when they start far behind it; resolves or rejects when it
   * stops doing so. What is left then is done here.
   */
  readonly catchUp?: (projections: readonly string[], signal: AbortSignal) => Promise<void>;
}

export interface WaitOptions {
  /** Names; default: all. */
  readonly projections?: readonly string[];
  readonly timeoutMs: number;
}

/** Injection token of the one ProjectionRunner of a process. */
export const PROJECTION_RUNNER = Symbol('ProjectionRunner');

const maxBatch = 100;
const farBehind = 2_000;
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
    const far = this.options.catchUp ? await this.farBehind(identity) : [];
    const { signal } = this.stopping;
    const elsewhere = far.length > 0 ? this.options.catchUp?.(far, signal) : undefined;
    this.running = Promise.all(
      [...this.followers.values()].map(async ({ projection, follower }) => {
        if (elsewhere && far.includes(projection.name)) await follower.watch(elsewhere, signal);
        await follower.run(signal);
      }),
    );
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

  /** Projections that have more to read than should be read in the process that answers. */
  private async farBehind(identity: string): Promise<readonly string[]> {
    const answers = new Map<string, boolean>();
    const far: string[] = [];
    for (const projection of this.options.projections) {
      const checkpoint = await loadCheckpoint(this.options.views.read, projection);
      if (checkpoint?.store !== identity) continue;
      const { position } = checkpoint;
      const isFar = answers.get(position) ?? (await this.isFar(position));
      answers.set(position, isFar);
      if (isFar) far.push(projection.name);
    }
    return far;
  }

  private async isFar(after: Position | 'start'): Promise<boolean> {
    let count = 0;
    for await (const _event of this.options.store.readAll({ after, limit: farBehind })) count += 1;
    return count === farBehind;
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
          // The writer is this transaction's alone, also while the rest of the process has its turn.
          const turns = new Turns(this.options.clock);
          for (const event of batch.events) {
            await handleEvent(event, () => projection.apply(tx, event, physical));
            await turns.share();
          }
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
