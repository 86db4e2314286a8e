import type { AwsConnections } from '@orgledger/aws';
import type { EventStore } from '@orgledger/event-store';
import type { GovernanceQueries, RoleBindingCommand, TenantCommand, TenantSnapshotQueries } from '@orgledger/governance';
import { systemClock } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import type { Logger } from '@orgledger/observability';
import { ReactionRunner } from '@orgledger/projections';
import type { ProjectionRunner, ViewsDatabase } from '@orgledger/projections';
import { driftReaction } from '../drift/drift.subscription.js';
import { dryRunReaction } from '../dry-run/dry-run.subscription.js';
import { ReplicationQueue } from '../queue/queue.store.js';
import { queueReaction } from '../queue/queue.subscription.js';
import { createReplicationQueries } from '../replication-queries.view.js';
import type { ReplicationCommand } from '../requests/replication.commands.js';
import type { RunWorld } from '../run/execute-run.gateway.js';
import { ReplicatedGroupsView } from '../run/replicated-groups.view.js';
import { TrustProofsView } from '../run/trust-proofs.view.js';
import { sweepReaction } from '../sweep/sweep.subscription.js';
import { AwsReach } from './aws-reach.gateway.js';
import { ReplicationWorker } from './replication-worker.gateway.js';
import type { WorkerSettings } from './replication-worker.gateway.js';
import { ReplicationSchedule } from './schedule.gateway.js';

export interface ReplicatorOptions {
  readonly store: EventStore;
  readonly views: ViewsDatabase;
  readonly projections: ProjectionRunner;
  readonly governance: TenantSnapshotQueries & Pick<GovernanceQueries, 'platforms' | 'dueExpiries'>;
  readonly aws: Pick<AwsConnections, 'forPlatform'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly worker: WorkerSettings;
  /** HH:MM in UTC; undefined: no nightly sweep. */
  readonly sweepAt: string | undefined;
  /** Dispatches on the command bus. */
  readonly tell: (command: TenantCommand | RoleBindingCommand | ReplicationCommand) => Promise<unknown>;
}

/** Everything that makes AWS match in one process: queue, worker, schedule, dry runs, sweeps. */
export class Replicator {
  private readonly stopping = new AbortController();
  private readonly queue: ReplicationQueue;
  private readonly worker: ReplicationWorker;
  private readonly reactions: ReactionRunner;
  private readonly schedule: ReplicationSchedule;

  constructor(options: ReplicatorOptions) {
    const { store, views, projections, governance, aws, clock, logger, worker, sweepAt, tell } = options;
    const world: RunWorld = {
      store,
      clock,
      snapshots: governance,
      groups: new ReplicatedGroupsView(views),
      proofs: new TrustProofsView(views),
      reach: new AwsReach(aws, clock, worker.owner, this.stopping.signal),
      tell: async (command) => {
        await tell(command);
      },
    };
    this.queue = new ReplicationQueue(views);
    this.worker = new ReplicationWorker(world, this.queue, projections, worker, logger);
    this.reactions = new ReactionRunner({
      store,
      views,
      // Its polls and waits concern this machine, not AWS: the wall clock.
      clock: systemClock,
      reactions: [
        queueReaction(this.queue, governance, projections, () => this.worker.wake()),
        driftReaction(store, clock),
        dryRunReaction(world, projections),
        sweepReaction(world, this.queue, projections),
      ],
      onFailure: (status) => logger.error({ ...status }, 'a reaction of replication failed; it is tried again'),
    });
    const queries = createReplicationQueries(views);
    this.schedule = new ReplicationSchedule({
      clock,
      governance,
      sweepAt,
      sweptBefore: async () => (await queries.sweeps(undefined, { first: 1 })).totalCount > 0,
      requestSweep: tell,
      expire: tell,
      logger,
    });
  }

  async start(): Promise<void> {
    await this.queue.create();
    await this.reactions.start();
    this.worker.start();
    await this.schedule.start();
  }

  /** Calls under way are broken off; runs go on from where they are at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('the process is stopping'));
    await this.schedule.stop();
    await this.reactions.stop();
    await this.worker.stop();
  }
}
