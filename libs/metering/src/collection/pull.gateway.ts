import type { EventStore } from '@orgledger/event-store';
import type { Clock, CommandMetadata } from '@orgledger/kernel';
import type { ProjectionRunner, ViewsDatabase } from '@orgledger/projections';
import type { MeteringConnection } from '@orgledger/aws';
import type { PayerSettings } from '../payer/payer.events.js';
import type { PageCache } from './page-cache.store.js';
import type { PagedReader } from './paged-reader.gateway.js';
import type { RequestBudget } from './request-budget.js';

/** All that collecting needs, and that all pulls of a process share. */
export interface CollectorWorld {
  readonly store: EventStore;
  readonly views: ViewsDatabase;
  readonly projections: Pick<ProjectionRunner, 'waitFor'>;
  readonly clock: Clock;
  readonly cache: PageCache;
  /** Settings of a registered payer, from its stream. */
  readonly payer: (payerAccountId: string) => Promise<PayerSettings | undefined>;
  /** The way into a payer account by metering's own credentials. */
  readonly connect: (payer: PayerSettings) => MeteringConnection;
  readonly prices: RequestPrices;
}

/** Of AWS's quotas file. */
export interface RequestPrices {
  /** Dollars, decimal text. */
  readonly usdPerRequest: string;
  readonly groupsPerPage: number;
}

/** One pull under way. */
export interface Pull extends Omit<CollectorWorld, 'payer'> {
  readonly pullId: string;
  readonly payer: PayerSettings;
  /** When it began: ISO 8601 UTC. A restart goes by the same time. */
  readonly startedAt: string;
  readonly reader: PagedReader;
  readonly budget: RequestBudget;
  /** Accounts that are in the organisation now. */
  readonly accountNames: ReadonlyMap<string, string>;
  readonly metaOf: (what: string) => CommandMetadata;
  /** Read models show everything that is stored. */
  readonly caughtUp: () => Promise<void>;
}
