import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Command } from '@nestjs/cqrs';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { CONFIGURATION, readConfiguration } from '@orgledger/config';
import { createMemoryEventStore, createMemoryPersonStore, EVENT_STORE, PERSON_STORE } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { governanceProjection, governanceReactions } from '@orgledger/governance';
import { CLOCK, systemClock } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import { notificationProjections } from '@orgledger/notification';
import { openViews, ProjectionRunner, ReactionRunner, VIEWS } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { METERING_SETTINGS_QUERIES, MeteringModule, meteringProjections, meteringReactions } from '../src/index.js';
import type { MeteringSettingsQueries, MeteringSettingsTables } from '../src/index.js';

@Global()
@Module({})
class StoresModule {
  static of(providers: Required<DynamicModule>['providers'], tokens: symbol[]): DynamicModule {
    return { module: StoresModule, imports: [CqrsModule.forRoot(), MeteringModule], providers, exports: tokens };
  }
}

/** Governance and metering as they run in a process, over a memory store. */
export interface MeteringInstallation {
  readonly store: EventStore;
  readonly views: ViewsDatabase<MeteringSettingsTables>;
  readonly queries: MeteringSettingsQueries;
  readonly execute: <Event extends DomainEvent>(command: Command<Executed<Event>>) => Promise<Executed<Event>>;
  /** Read models have everything that is stored. */
  readonly settled: () => Promise<void>;
  stop(): Promise<void>;
}

/** `reactions`: run governance's and metering's reactions as well; default: no. */
export const startMetering = async ({ reactions = false } = {}): Promise<MeteringInstallation> => {
  const directory = mkdtempSync(join(tmpdir(), 'orgledger-metering-'));
  const store = createMemoryEventStore();
  const people = createMemoryPersonStore();
  const views = openViews<MeteringSettingsTables>({ file: join(directory, 'views.sqlite') });
  const common = { store, views, clock: systemClock, pollMs: 10 };
  const projections = new ProjectionRunner({ ...common, projections: [governanceProjection, ...meteringProjections, ...notificationProjections] });
  const runner = new ReactionRunner({ ...common, reactions: reactions ? [...governanceReactions(store, people), ...meteringReactions(store)] : [] });
  await projections.start();
  await runner.start();
  const stores = [
    { provide: EVENT_STORE, useValue: store },
    { provide: PERSON_STORE, useValue: people },
    { provide: VIEWS, useValue: views },
    { provide: CLOCK, useValue: systemClock },
    { provide: CONFIGURATION, useValue: readConfiguration({ ORGLEDGER_DATA_DIR: directory }) },
  ];
  const root = StoresModule.of(
    stores,
    stores.map(({ provide }) => provide),
  );
  const application = await NestFactory.createApplicationContext(root, { logger: false });
  const bus = application.get(CommandBus);
  return {
    store,
    views,
    queries: application.get<MeteringSettingsQueries>(METERING_SETTINGS_QUERIES),
    execute: (command) => bus.execute(command),
    settled: async () => {
      if (!(await projections.waitFor(await store.head(), { timeoutMs: 10_000 }))) throw new Error(JSON.stringify(projections.status()));
    },
    stop: async () => {
      await application.close();
      await runner.stop();
      await projections.stop();
      await views.close();
      rmSync(directory, { recursive: true });
    },
  };
};
