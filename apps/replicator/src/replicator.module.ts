import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { createAwsConnections, QuotaTable, SqlitePacerStore } from '@orgledger/aws';
import type { AwsConnections, PacerStore, QuotaData } from '@orgledger/aws';
import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { GOVERNANCE_QUERIES, GovernanceModule } from '@orgledger/governance';
import type { GovernanceQueries } from '@orgledger/governance';
import { CLOCK, uuidv7 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { LOGGER } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';
import { PROJECTION_RUNNER, VIEWS } from '@orgledger/projections';
import type { ProjectionRunner, ViewsDatabase } from '@orgledger/projections';
import { PlatformVerificationSubscription, ReplicationModule, Replicator } from '@orgledger/replication';
import { tellOn } from './tell.js';

/** Names this start's worker in leases and AWS sessions. */
const WORKER = Symbol('Worker');
const AWS = Symbol('AwsConnections');
const PACER_STORE = Symbol('PacerStore');
const QUOTAS = Symbol('Quotas');

/** A few more tenants than AWS creates accounts at once: none of its slots is idle while a worker looks for the next. */
const creationsAtOnce = (quotas: QuotaData): number =>
  3 + Math.max(1, ...new QuotaTable(quotas).limitsOf('organizations', 'CreateAccount').slots.map(({ outstanding }) => outstanding));

const providers = [
  { provide: WORKER, useFactory: (clock: Clock) => `orgledger-${uuidv7(clock.now())}`, inject: [CLOCK] },
  {
    provide: PACER_STORE,
    useFactory: ({ dataDir }: Configuration) => new SqlitePacerStore(join(dataDir, 'pacer.sqlite')),
    inject: [CONFIGURATION],
  },
  {
    provide: QUOTAS,
    useFactory: ({ aws }: Configuration) => JSON.parse(readFileSync(aws.quotasFile, 'utf8')) as QuotaData,
    inject: [CONFIGURATION],
  },
  {
    provide: AWS,
    useFactory: ({ aws }: Configuration, clock: Clock, quotas: QuotaData, pacerStore: PacerStore, logger: Logger): AwsConnections =>
      createAwsConnections({
        wire: { callTimeoutMs: aws.callTimeoutMs, ...(aws.endpoint === undefined ? {} : { endpoint: aws.endpoint }) },
        clock,
        quotas,
        credentials: aws.credentials,
        pacerStore,
        observer: (call) => logger.debug(call, 'AWS was called'),
      }),
    inject: [CONFIGURATION, CLOCK, QUOTAS, PACER_STORE, LOGGER],
  },
  {
    provide: Replicator,
    useFactory: (
      store: EventStore,
      views: ViewsDatabase,
      projections: ProjectionRunner,
      governance: GovernanceQueries,
      aws: AwsConnections,
      clock: Clock,
      logger: Logger,
      { replication: { workers, sweepAt } }: Configuration,
      quotas: QuotaData,
      owner: string,
      bus: CommandBus,
    ) =>
      new Replicator({
        store,
        views,
        projections,
        governance,
        aws,
        clock,
        logger,
        worker: { owner, concurrency: workers, creations: creationsAtOnce(quotas) },
        sweepAt,
        tell: tellOn(bus),
      }),
    inject: [EVENT_STORE, VIEWS, PROJECTION_RUNNER, GOVERNANCE_QUERIES, AWS, CLOCK, LOGGER, CONFIGURATION, QUOTAS, WORKER, CommandBus],
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

/** Makes AWS match, over the runtime of its process. The only module that holds AWS credentials. */
@Module({ imports: [GovernanceModule, ReplicationModule], providers })
export class ReplicatorModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly replicator: Replicator,
    private readonly verification: PlatformVerificationSubscription,
    @Inject(AWS) private readonly aws: AwsConnections,
    @Inject(PACER_STORE) private readonly pacerStore: PacerStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.replicator.start();
    this.verification.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.verification.stop();
    await this.replicator.stop();
    this.aws.close();
    await this.pacerStore.close();
  }
}
