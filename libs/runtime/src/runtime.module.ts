import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { connectSandboxClock, isLoopback } from '@orgledger/aws';
import type { FollowedClock } from '@orgledger/aws';
import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { EVENT_STORE, openSqliteEventStore, openSqlitePersonStore, PERSON_STORE } from '@orgledger/event-store';
import type { EventStore, PersonStore } from '@orgledger/event-store';
import { governanceReactions } from '@orgledger/governance';
import { CLOCK, systemClock } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { LOGGER } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';
import { meteringReactions } from '@orgledger/metering';
import { openViews, PROJECTION_RUNNER, ProjectionRunner, ReactionRunner, VIEWS } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { canCatchUpInThread, catchUpInThread } from './catch-up-thread.js';
import type { ProcessContext } from './process-context.js';
import { readModels } from './read-models.js';

/** Injection token of the event store as a chain of hashes, for the audit. */
export const CHAINED_LOG = Symbol('ChainedLog');
const TIME_SOURCE = Symbol('TimeSource');
const REACTION_RUNNER = Symbol('ReactionRunner');

/** What every process of the platform stands on: configuration, log, clock, stores and read models. Global; stops after everything that uses it. */
@Module({})
export class RuntimeModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(TIME_SOURCE) private readonly timeSource: FollowedClock,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSON_STORE) private readonly people: PersonStore,
    @Inject(VIEWS) private readonly views: ViewsDatabase,
    @Inject(PROJECTION_RUNNER) private readonly projections: ProjectionRunner,
    @Inject(REACTION_RUNNER) private readonly reactions: ReactionRunner,
  ) {}

  static forRoot({ configuration, logger }: ProcessContext): DynamicModule {
    const file = (name: string): string => {
      mkdirSync(configuration.dataDir, { recursive: true });
      return join(configuration.dataDir, name);
    };
    const providers = [
      { provide: CONFIGURATION, useValue: configuration },
      { provide: LOGGER, useValue: logger },
      { provide: TIME_SOURCE, useFactory: () => timeSource(configuration) },
      { provide: CLOCK, useFactory: ({ clock }: FollowedClock) => clock, inject: [TIME_SOURCE] },
      { provide: CHAINED_LOG, useFactory: (clock: Clock) => openSqliteEventStore({ file: file('events.sqlite'), clock }), inject: [CLOCK] },
      { provide: EVENT_STORE, useExisting: CHAINED_LOG },
      { provide: PERSON_STORE, useFactory: () => openSqlitePersonStore({ file: file('people.sqlite') }) },
      { provide: VIEWS, useFactory: () => openViews({ file: file('views.sqlite') }) },
      {
        provide: PROJECTION_RUNNER,
        useFactory: (store: EventStore, views: ViewsDatabase, logger: Logger) =>
          // Its polls and waits concern this machine, not AWS: the wall clock.
          new ProjectionRunner({
            store,
            views,
            clock: systemClock,
            projections: readModels,
            onFailure: (status) => logger.error({ ...status }, 'a read model failed'),
            ...(canCatchUpInThread() ? { catchUp: inThread(file, logger) } : {}),
          }),
        inject: [EVENT_STORE, VIEWS, LOGGER],
      },
      {
        provide: REACTION_RUNNER,
        useFactory: (store: EventStore, people: PersonStore, views: ViewsDatabase, logger: Logger) =>
          new ReactionRunner({
            store,
            views,
            clock: systemClock,
            reactions: [...governanceReactions(store, people), ...meteringReactions(store)],
            onFailure: (status) => logger.error({ ...status }, 'a reaction failed and is repeated'),
          }),
        inject: [EVENT_STORE, PERSON_STORE, VIEWS, LOGGER],
      },
    ];
    return { module: RuntimeModule, global: true, imports: [CqrsModule.forRoot()], providers, exports: providers.map(({ provide }) => provide) };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.projections.start();
    await this.reactions.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.reactions.stop();
    await this.projections.stop();
    await this.views.close();
    await this.people.close();
    await this.store.close();
    this.timeSource.close();
  }
}

const inThread =
  (file: (name: string) => string, logger: Logger) =>
  async (projections: readonly string[], signal: AbortSignal): Promise<void> => {
    logger.info({ projections }, 'read models are brought up to the log in a thread');
    const order = { eventsFile: file('events.sqlite'), viewsFile: file('views.sqlite'), projections };
    await catchUpInThread(order, signal).catch((error: unknown) => logger.error({ err: error }, 'the thread died; its work goes on here'));
  };

/** Over the sandbox, product and sandbox live in one time; over AWS it is the wall clock. */
const timeSource = ({ aws: { endpoint } }: Configuration): Promise<FollowedClock> =>
  endpoint !== undefined && isLoopback(endpoint) ? connectSandboxClock(endpoint) : Promise.resolve({ clock: systemClock, close: () => undefined });
