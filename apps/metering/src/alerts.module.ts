import { Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { EVENT_STORE, PERSON_STORE } from '@orgledger/event-store';
import type { EventStore, PersonStore } from '@orgledger/event-store';
import { CLOCK, systemClock } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { costWatchReactions } from '@orgledger/metering';
import { NOTIFICATION_QUERIES, NotificationDispatcher, NotificationModule } from '@orgledger/notification';
import type { NotificationQueries } from '@orgledger/notification';
import { LOGGER } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';
import { PROJECTION_RUNNER, ReactionRunner, VIEWS } from '@orgledger/projections';
import type { ProjectionRunner, ViewsDatabase } from '@orgledger/projections';
import { SEALED_SECRETS } from '@orgledger/secrets';
import type { SealedSecrets } from '@orgledger/secrets';

const COST_WATCH = Symbol('CostWatch');
const webhookTimeoutMs = 15_000;

const costWatchProvider = {
  provide: COST_WATCH,
  useFactory: (store: EventStore, views: ViewsDatabase, projections: ProjectionRunner, logger: Logger) =>
    // Like other reactions it polls by the wall clock; what it judges by is the time of the collection.
    new ReactionRunner({
      store,
      views,
      clock: systemClock,
      reactions: costWatchReactions({ store, views, projections }),
      onFailure: (status) => logger.error({ ...status }, 'the watch over costs failed and is repeated'),
    }),
  inject: [EVENT_STORE, VIEWS, PROJECTION_RUNNER, LOGGER],
};

const dispatcherProvider = {
  provide: NotificationDispatcher,
  useFactory: (
    store: EventStore,
    people: PersonStore,
    secrets: SealedSecrets,
    queries: NotificationQueries,
    clock: Clock,
    logger: Logger,
    { notification: { smtp, allowLoopback } }: Configuration,
  ) =>
    new NotificationDispatcher({
      store,
      people,
      secrets,
      clock,
      ...(smtp ? { smtp } : {}),
      webhook: { allowLoopback, timeoutMs: webhookTimeoutMs },
      due: (now, limit) => queries.dueNotifications(now, limit),
      onDefect: (error) => logger.error({ err: error }, 'a notification could not be tried'),
    }),
  inject: [EVENT_STORE, PERSON_STORE, SEALED_SECRETS, NOTIFICATION_QUERIES, CLOCK, LOGGER, CONFIGURATION],
};

/** Watches over costs after every collection, and sends what is to be told. Needs no AWS credentials. */
@Module({ imports: [NotificationModule], providers: [costWatchProvider, dispatcherProvider] })
export class AlertsModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(COST_WATCH) private readonly watch: ReactionRunner,
    private readonly dispatcher: NotificationDispatcher,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.watch.start();
    this.dispatcher.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.watch.stop();
    await this.dispatcher.stop();
  }
}
