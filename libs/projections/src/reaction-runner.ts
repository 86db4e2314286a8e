import type { EventStore, Position } from '@orgledger/event-store';
import type { Clock } from '@orgledger/kernel';
import { createCheckpointTable, insertCheckpoint, loadCheckpoint } from './follow/checkpoints.js';
import type { CheckpointKey } from './follow/checkpoints.js';
import { Follower, handleEvent } from './follow/follower.js';
import type { Consumer, FollowerError, FollowerState } from './follow/follower.js';
import type { Reaction } from './reaction.js';
import type { ViewsDatabase } from './sql/views-database.js';

export interface ReactionStatus {
  readonly name: string;
  readonly state: FollowerState;
  readonly position: Position | 'start';
  readonly error?: FollowerError;
}

export interface ReactionRunnerOptions {
  readonly store: EventStore;
  readonly views: ViewsDatabase;
  readonly clock: Clock;
  readonly reactions: readonly Reaction[];
  /** Told of every failed attempt. */
  readonly onFailure?: (status: ReactionStatus) => void;
  readonly pollMs?: number;
  readonly takeoverMs?: number;
}

const firstWaitMs = 500;
const longestWaitMs = 60_000;

/** Runs durable reactions, each at its own stored position. In several processes each reaction runs in one of them. */
export class ReactionRunner {
  private readonly followers: ReadonlyMap<string, Follower>;
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ReactionRunnerOptions) {
    const { pollMs = 100, takeoverMs = 5_000, reactions } = options;
    this.followers = new Map(
      reactions.map((reaction) => [reaction.name, new Follower(this.consumerOf(reaction), { ...options, pollMs, takeoverMs })]),
    );
    if (this.followers.size < reactions.length) throw new TypeError('two reactions have the same name');
  }

  async start(): Promise<void> {
    const { views, store, reactions } = this.options;
    await createCheckpointTable(views);
    const identity = await store.identity();
    for (const reaction of reactions) {
      const position = reaction.from === 'end' ? await store.head() : 'start';
      await views.write(async (tx) => {
        if (!(await loadCheckpoint(tx, keyOf(reaction)))) await insertCheckpoint(tx, keyOf(reaction), { store: identity, position }, []);
      });
    }
    this.running = Promise.all([...this.followers.values()].map((follower) => follower.run(this.stopping.signal)));
  }

  /** Aborts the handlers' signal and waits for them. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  status(): readonly ReactionStatus[] {
    return [...this.followers].map(([name, { state, position, error }]) => ({ name, state, position, ...(error && { error }) }));
  }

  private consumerOf(reaction: Reaction): Consumer {
    return {
      key: keyOf(reaction),
      filter: reaction.filter,
      maxBatch: 1,
      consume: async ({ events }, advance, signal) => {
        for (const event of events) await handleEvent(event, () => reaction.handle(event, signal));
        await this.options.views.write(advance);
      },
      retryAfter: (attempts) => Math.min(firstWaitMs * 2 ** (attempts - 1), longestWaitMs),
      onChange: ({ error }) => {
        const status = this.status().find(({ name }) => name === reaction.name);
        if (error && status) this.options.onFailure?.(status);
      },
    };
  }
}

const keyOf = ({ name }: Reaction): CheckpointKey => ({ name: `reaction ${name}`, version: 0 });
