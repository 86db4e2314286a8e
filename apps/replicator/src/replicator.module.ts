import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { createAwsConnections, SqlitePacerStore } from '@orgledger/aws';
import type { AwsConnections, PacerStore, QuotaData } from '@orgledger/aws';
import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { ExecuteTenantCommand, GOVERNANCE_QUERIES, GovernanceModule } from '@orgledger/governance';
import type { GovernanceQueries } from '@orgledger/governance';
import { CLOCK, systemClock, uuidv7 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { LOGGER } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';
import { PROJECTION_RUNNER, ReactionRunner, VIEWS } from '@orgledger/projections';
import type { ProjectionRunner, ViewsDatabase } from '@orgledger/projections';
import {
  AwsReach,
  PlatformVerificationSubscription,
  queueReaction,
  ReplicatedGroupsView,
  ReplicationQueue,
  ReplicationWorker,
} from '@orgledger/replication';

/** Names this start's worker in leases and AWS sessions. */
const WORKER = Symbol('Worker');
const AWS = Symbol('AwsConnections');
const PACER_STORE = Symbol('PacerStore');
const STOPPING = Symbol('Stopping');
const QUEUE_REACTION = Symbol('QueueReaction');

// A few more tenants than AWS creates accounts at once: none of its slots is idle while a worker looks for the next.
const creations = 8;

const providers = [
  { provide: WORKER, useFactory: (clock: Clock) => `orgledger-${uuidv7(clock.now())}`, inject: [CLOCK] },
  { provide: STOPPING, useFactory: () => new AbortController() },
  {
    provide: PACER_STORE,
    useFactory: ({ dataDir }: Configuration) => new SqlitePacerStore(join(dataDir, 'pacer.sqlite')),
    inject: [CONFIGURATION],
  },
  {
    provide: AWS,
    useFactory: ({ aws }: Configuration, clock: Clock, pacerStore: PacerStore, logger: Logger): AwsConnections =>
      createAwsConnections({
        wire: aws.endpoint === undefined ? {} : { endpoint: aws.endpoint },
        clock,
        quotas: JSON.parse(readFileSync(aws.quotasFile, 'utf8')) as QuotaData,
        credentials: aws.credentials,
        pacerStore,
        observer: (call) => logger.debug(call, 'AWS was called'),
      }),
    inject: [CONFIGURATION, CLOCK, PACER_STORE, LOGGER],
  },
  { provide: ReplicationQueue, useFactory: (views: ViewsDatabase) => new ReplicationQueue(views), inject: [VIEWS] },
  {
    provide: ReplicationWorker,
    useFactory: (
      store: EventStore,
      clock: Clock,
      snapshots: GovernanceQueries,
      views: ViewsDatabase,
      projections: ProjectionRunner,
      aws: AwsConnections,
      bus: CommandBus,
      queue: ReplicationQueue,
      { replication }: Configuration,
      owner: string,
      stopping: AbortController,
      logger: Logger,
    ) =>
      new ReplicationWorker(
        {
          store,
          clock,
          snapshots,
          groups: new ReplicatedGroupsView(views),
          reach: new AwsReach(aws, clock, owner, stopping.signal),
          tell: async (command) => {
            await bus.execute(new ExecuteTenantCommand(command));
          },
        },
        queue,
        projections,
        { owner, concurrency: replication.workers, creations },
        logger,
      ),
    inject: [
      EVENT_STORE,
      CLOCK,
      GOVERNANCE_QUERIES,
      VIEWS,
      PROJECTION_RUNNER,
      AWS,
      CommandBus,
      ReplicationQueue,
      CONFIGURATION,
      WORKER,
      STOPPING,
      LOGGER,
    ],
  },
  {
    provide: QUEUE_REACTION,
    useFactory: (
      store: EventStore,
      views: ViewsDatabase,
      queue: ReplicationQueue,
      snapshots: GovernanceQueries,
      projections: ProjectionRunner,
      worker: ReplicationWorker,
      logger: Logger,
    ) =>
      new ReactionRunner({
        store,
        views,
        clock: systemClock,
        reactions: [queueReaction(queue, snapshots, projections, () => worker.wake())],
        onFailure: (status) => logger.error({ ...status }, 'tenants could not be put in the queue; it is tried again'),
      }),
    inject: [EVENT_STORE, VIEWS, ReplicationQueue, GOVERNANCE_QUERIES, PROJECTION_RUNNER, ReplicationWorker, LOGGER],
  },
  {
    provide: PlatformVerificationSubscription,
    useFactory: (store: EventStore, commands: CommandBus, clock: Clock, aws: AwsConnections, worker: string, logger: Logger) =>
      new PlatformVerificationSubscription({
        store,
        commands,
        clock,
        connect: (settings) => aws.forPlatform(settings, { worker }),
        onDefect: (error) => logger.error({ err: error }, 'a verification was interrupted; it is taken up at the next start'),
      }),
    inject: [EVENT_STORE, CommandBus, CLOCK, AWS, WORKER, LOGGER],
  },
];

/** Makes AWS match, over the runtime of its process: verification, the queue of tenants, and the worker that runs them. Holds the AWS credentials. */
@Module({ imports: [GovernanceModule], providers })
export class ReplicatorModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly queue: ReplicationQueue,
    private readonly worker: ReplicationWorker,
    private readonly verification: PlatformVerificationSubscription,
    @Inject(QUEUE_REACTION) private readonly queueing: ReactionRunner,
    @Inject(AWS) private readonly aws: AwsConnections,
    @Inject(STOPPING) private readonly stopping: AbortController,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.create();
    await this.queueing.start();
    this.worker.start();
    this.verification.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new Error('the process is stopping'));
    await this.verification.stop();
    await this.queueing.stop();
    await this.worker.stop();
    this.aws.close();
  }
}
