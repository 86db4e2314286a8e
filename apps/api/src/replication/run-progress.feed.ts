import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore, Position } from '@orgledger/event-store';
import { PROJECTION_RUNNER } from '@orgledger/projections';
import type { ProjectionRunner } from '@orgledger/projections';
import { REPLICATION_QUERIES, runsProjection } from '@orgledger/replication';
import type { ReplicationQueries, RunProgress } from '@orgledger/replication';

const visibleWithinMs = 5000;

/** Runs as they go on, in whatever process the replicator is: it follows the log, and shows what the read model made of it. */
@Injectable()
export class RunProgressFeed {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PROJECTION_RUNNER) private readonly projections: ProjectionRunner,
    @Inject(REPLICATION_QUERIES) private readonly queries: ReplicationQueries,
  ) {}

  /** First the runs as they stand, then each run whenever it has changed. Ends when the reader does. */
  follow(tenantId?: string): AsyncIterableIterator<RunProgress> {
    const stop = new AbortController();
    const runs = this.runs(tenantId, stop.signal);
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => runs.next(),
      // A generator that waits for the next event cannot end before it comes: the abort wakes it.
      return: () => {
        stop.abort();
        return runs.return(undefined);
      },
    };
  }

  private async *runs(tenantId: string | undefined, signal: AbortSignal): AsyncGenerator<RunProgress, undefined> {
    const after = await this.store.head();
    // What is before `after` comes from the read model, which must have it: else a run that began just now would be in neither.
    await this.visible(after);
    yield* await this.asTheyStand(tenantId);
    for await (const delivery of this.store.subscribe({ after, filter: { categories: ['replication'] }, signal })) {
      if (delivery.kind !== 'event') continue;
      const { position, stream } = delivery.event;
      await this.visible(position);
      const run = await this.queries.run(stream.slice('replication-'.length));
      if (run && (tenantId === undefined || run.tenantId === tenantId)) yield run;
    }
    return undefined;
  }

  private visible(position: Position): Promise<boolean> {
    return this.projections.waitFor(position, { projections: [runsProjection.name], timeoutMs: visibleWithinMs });
  }

  private async asTheyStand(tenantId: string | undefined): Promise<readonly RunProgress[]> {
    if (tenantId !== undefined) return this.queries.latestRuns([tenantId]);
    return (await this.queries.runs({ status: 'running' }, { first: 200 })).nodes;
  }
}
