import { AppendInDoubt, fromRecorded, toNewEvent } from '@orgledger/event-store';
import type { EventStore, NewEvent } from '@orgledger/event-store';
import { fold, metadataOf, uuidv5 } from '@orgledger/kernel';
import type { Clock, CommandMetadata } from '@orgledger/kernel';
import type { RunCommand } from './run.commands.js';
import { runDecider } from './run.decider.js';
import type { Run } from './run.decider.js';
import type { RunEvent } from './run.events.js';

type Unstamped<Command> = Command extends unknown ? Omit<Command, 'meta'> : never;

export const runStream = (runId: string): string => `replication-${runId}`;

/**
 * One run's stream, held open by the worker that has the tenant's lease. `record` is durable when it returns; `note` keeps what nobody
 * has to find after a crash until the next durable append. Another writer's append throws ConcurrencyConflict: the lease was lost.
 */
export class RunLog {
  private pending: NewEvent[] = [];

  private constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    readonly runId: string,
    private current: Run,
    private revision: bigint | 'no_stream',
  ) {}

  static async open(store: EventStore, clock: Clock, runId: string): Promise<RunLog> {
    const { events } = await store.readStream(runStream(runId));
    const run = fold(
      runDecider,
      events.map((event) => fromRecorded<RunEvent>(event)),
    );
    return new RunLog(store, clock, runId, run, events.at(-1)?.revision ?? 'no_stream');
  }

  get state(): Run {
    return this.current;
  }

  note(command: Unstamped<RunCommand>): void {
    const meta = this.stamp();
    for (const event of runDecider.decide({ ...command, meta }, this.current)) {
      this.current = runDecider.evolve(this.current, event);
      this.pending.push(toNewEvent(event, uuidv5(this.runId, this.nextNumber()), metadataOf(meta)));
    }
  }

  async record(command: Unstamped<RunCommand>): Promise<void> {
    this.note(command);
    await this.flush();
  }

  async flush(): Promise<void> {
    if (this.pending.length === 0) return;
    const events = this.pending;
    const append = () => this.store.append(runStream(this.runId), this.revision, events);
    const { revision } = await append().catch((error: unknown) => {
      if (error instanceof AppendInDoubt) return append();
      throw error;
    });
    this.revision = revision;
    this.pending = [];
  }

  private nextNumber(): number {
    return Number(this.revision === 'no_stream' ? 0n : this.revision + 1n) + this.pending.length;
  }

  // Every event of a run is numbered by its place in the stream: its ids are the same whoever writes it.
  private stamp(): CommandMetadata {
    return {
      commandId: uuidv5(this.runId, `append:${this.nextNumber()}`),
      actor: { kind: 'system', id: 'replicator' },
      now: this.clock.now().toISOString(),
      correlationId: this.runId,
    };
  }
}
