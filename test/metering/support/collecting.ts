import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MeteringConnection } from '@orgledger/aws';
import { createMemoryEventStore, fromRecorded, toNewEvent } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { metadataOf, systemClock, uuidv5 } from '@orgledger/kernel';
import type { Clock, DomainEvent } from '@orgledger/kernel';
import { Collector, createCostObservationQueries, loadPayer, meteringProjections, meteringStreams, PageCache } from '@orgledger/metering';
import type { BillingPolicy, CollectionView, CostObservationQueries, MeteringEvent, Month, PayerSettings, RequestPrices } from '@orgledger/metering';
import { createLogger } from '@orgledger/observability';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { eventually } from '../../replication/support/eventually.js';

const namespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

export interface CollectingOptions {
  readonly payer: PayerSettings;
  readonly clock: Clock;
  readonly connect: () => MeteringConnection;
  readonly prices: RequestPrices;
}

/** Collection as metering's process does it, with the real client, over a memory store. */
export class Collecting {
  private readonly directory = mkdtempSync(join(tmpdir(), 'orgledger-collection-'));
  readonly store: EventStore = createMemoryEventStore();
  readonly views: ViewsDatabase = openViews({ file: join(this.directory, 'views.sqlite') });
  readonly projections = new ProjectionRunner({
    store: this.store,
    views: this.views,
    clock: systemClock,
    projections: meteringProjections,
    pollMs: 10,
  });
  readonly queries: CostObservationQueries = createCostObservationQueries(this.store, this.views.read);
  private readonly running: Collector[] = [];
  private commands = 0;

  constructor(private readonly options: CollectingOptions) {}

  protected async begin(): Promise<this> {
    const { payer } = this.options;
    await this.append(meteringStreams.payer(payer.payerAccountId), { type: 'PayerRegistered', ...payer });
    await this.projections.start();
    return this;
  }

  static start(options: CollectingOptions): Promise<Collecting> {
    return new Collecting(options).begin();
  }

  append(stream: string, event: MeteringEvent): Promise<unknown> {
    const id = uuidv5(namespace, String((this.commands += 1)));
    const meta = { commandId: id, actor: { kind: 'system', id: 'test' }, now: this.options.clock.now().toISOString(), correlationId: id } as const;
    return this.store.append(stream, 'any', [toNewEvent(event, id, metadataOf(meta))]);
  }

  changePolicy(policy: BillingPolicy, effectiveFrom: Month = '2025-01'): Promise<unknown> {
    const { payerAccountId } = this.options.payer;
    return this.append(meteringStreams.billingPolicy(payerAccountId), { type: 'BillingPolicyChanged', payerAccountId, effectiveFrom, policy });
  }

  async startCollector(overrides: { store?: EventStore; views?: ViewsDatabase; owner?: string; collectAt?: string } = {}): Promise<Collector> {
    const { store = this.store, views = this.views, owner = 'bench', collectAt } = overrides;
    const { clock, connect, prices, payer } = this.options;
    const collector = new Collector({
      store,
      views,
      projections: this.projections,
      clock,
      cache: new PageCache(views),
      payer: (id) => loadPayer(store, id),
      payers: () => Promise.resolve([payer.payerAccountId]),
      connect,
      prices,
      owner,
      collectAt,
      logger: createLogger('bench', 'silent'),
    });
    await collector.start();
    this.running.push(collector);
    return collector;
  }

  async request(months?: readonly Month[]): Promise<string> {
    const pullId = uuidv5(namespace, `pull ${(this.commands += 1)}`);
    await this.append(meteringStreams.collection(pullId), {
      type: 'CollectionRequested',
      pullId,
      payerAccountId: this.options.payer.payerAccountId,
      trigger: 'request',
      ...(months ? { months } : {}),
    });
    return pullId;
  }

  /** The pull as queries show it once it has the status. */
  reaches(pullId: string, ...statuses: readonly CollectionView['status'][]): Promise<CollectionView> {
    return eventually(async () => {
      const view = await this.queries.collection(pullId);
      return view && statuses.includes(view.status) ? view : undefined;
    });
  }

  /** Asks for a pull and waits until it is over. */
  async collect(months?: readonly Month[]): Promise<CollectionView> {
    return this.reaches(await this.request(months), 'completed', 'failed');
  }

  async events<Type extends MeteringEvent['type']>(type: Type): Promise<readonly Extract<MeteringEvent, { readonly type: Type }>[]> {
    const events: DomainEvent[] = [];
    for await (const event of this.store.readAll({ filter: { types: [type] } })) events.push(fromRecorded<DomainEvent>(event));
    return events as Extract<MeteringEvent, { readonly type: Type }>[];
  }

  /** What is stored of a month: `account recordType service [marketplace]` → unblended, or another metric. */
  async cells(month: Month, metric: 'unblended' | 'amortized' = 'unblended'): Promise<Readonly<Record<string, string>>> {
    await this.caughtUp();
    const found: Record<string, string> = {};
    for await (const account of this.queries.cells(this.options.payer.payerAccountId, month))
      for (const cell of account.cells())
        found[[account.accountId, cell.recordType, cell.service, ...(cell.marketplace ? ['marketplace'] : [])].join(' ')] = cell[metric];
    return found;
  }

  async caughtUp(): Promise<void> {
    if (!(await this.projections.waitFor(await this.store.head(), { timeoutMs: 30_000 }))) throw new Error(JSON.stringify(this.projections.status()));
  }

  async close(): Promise<void> {
    for (const collector of this.running) await collector.stop();
    await this.projections.stop();
    await this.views.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
