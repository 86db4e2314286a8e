import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { DynamicModule, Provider, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Command } from '@nestjs/cqrs';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { createMemoryEventStore, createMemoryPersonStore, EVENT_STORE, PERSON_STORE } from '@orgledger/event-store';
import type { EventStore, Executed, PersonStore } from '@orgledger/event-store';
import { CLOCK, systemClock } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import { openViews, ProjectionRunner, ReactionRunner, VIEWS } from '@orgledger/projections';
import type { Projection, Reaction, ViewsDatabase } from '@orgledger/projections';
import { GOVERNANCE_QUERIES, GovernanceModule, governanceProjection, governanceReactions } from '../src/index.js';
import type { GovernanceQueries } from '../src/index.js';

@Global()
@Module({})
class StoresModule {
  static of(providers: (Provider & { provide: symbol })[], more: readonly Type[]): DynamicModule {
    const imports = [CqrsModule.forRoot(), GovernanceModule, ...more];
    return { module: StoresModule, imports, providers, exports: providers.map(({ provide }) => provide) };
  }
}

/** Governance as it runs in a process, over a memory store. */
export interface Installation {
  readonly store: EventStore;
  readonly people: PersonStore;
  readonly views: ViewsDatabase;
  readonly queries: GovernanceQueries;
  /** What the process provides under a token. */
  readonly get: <Provided>(token: symbol) => Provided;
  readonly execute: <Event extends DomainEvent>(command: Command<Executed<Event>>) => Promise<Executed<Event>>;
  /** Read models have everything that is stored. */
  readonly settled: () => Promise<void>;
  stop(): Promise<void>;
}

export interface InstallationOptions {
  readonly store?: EventStore;
  readonly people?: PersonStore;
  /** Run reactions as well; default: no. */
  readonly reactions?: boolean;
  /** Contexts that stand on governance. */
  readonly more?: {
    readonly modules: readonly Type[];
    readonly projections: readonly Projection[];
    readonly reactions: (store: EventStore) => readonly Reaction[];
    readonly providers: (directory: string) => readonly (Provider & { provide: symbol })[];
  };
}

export const startInstallation = async (options: InstallationOptions = {}): Promise<Installation> => {
  const directory = mkdtempSync(join(tmpdir(), 'orgledger-governance-'));
  const { store = createMemoryEventStore(), people = createMemoryPersonStore() } = options;
  const views = openViews({ file: join(directory, 'views.sqlite') });
  const { more } = options;
  const common = { store, views, clock: systemClock, pollMs: 10 };
  const projections = new ProjectionRunner({ ...common, projections: [governanceProjection, ...(more?.projections ?? [])] });
  const wanted = options.reactions ? [...governanceReactions(store, people), ...(more?.reactions(store) ?? [])] : [];
  const reactions = new ReactionRunner({ ...common, reactions: wanted });
  await projections.start();
  await reactions.start();
  const stores = [
    { provide: EVENT_STORE, useValue: store },
    { provide: PERSON_STORE, useValue: people },
    { provide: VIEWS, useValue: views },
    { provide: CLOCK, useValue: systemClock },
  ];
  const root = StoresModule.of([...stores, ...(more?.providers(directory) ?? [])], more?.modules ?? []);
  const application = await NestFactory.createApplicationContext(root, { logger: false });
  const bus = application.get(CommandBus);
  return {
    store,
    people,
    views,
    get: (token) => application.get(token),
    queries: application.get<GovernanceQueries>(GOVERNANCE_QUERIES),
    execute: (command) => bus.execute(command),
    settled: async () => {
      if (!(await projections.waitFor(await store.head(), { timeoutMs: 10_000 }))) throw new Error(JSON.stringify(projections.status()));
    },
    stop: async () => {
      await application.close();
      await reactions.stop();
      await projections.stop();
      await views.close();
      rmSync(directory, { recursive: true });
    },
  };
};
