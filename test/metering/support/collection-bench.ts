import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectToStub } from '@orgledger/aws/testing';
import type { StubConnection } from '@orgledger/aws/testing';
import { createMemoryEventStore, fromRecorded, toNewEvent } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { metadataOf, ScaledClock, systemClock, uuidv5 } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import { Collector, createCostObservationQueries, loadPayer, meteringProjections, meteringStreams, PageCache } from '@orgledger/metering';
import type { BillingPolicy, CollectionView, CostObservationQueries, MeteringEvent, Month, PayerSettings } from '@orgledger/metering';
import { createLogger } from '@orgledger/observability';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { eventually } from '../../replication/support/eventually.js';
import { meteringExternalId, meteringUser, payerAccountId } from './stub-cost-explorer.js';
import type { StubCostExplorer } from './stub-cost-explorer.js';

export const payer: PayerSettings = {
  payerAccountId,
  displayName: 'Acme',
  partition: 'aws',
  region: 'us-east-1',
  principalArn: meteringUser,
  role: { name: 'MeshCostExplorerServiceRole', path: '/' },
  externalId: meteringExternalId,
  billingCurrency: 'USD',
  costs: 'gross',
  monthlyRequestBudget: '25',
  optionalCalls: { commitmentUsage: false, dailyCosts: false },
};

const prices = { usdPerRequest: '0.01', groupsPerPage: 5_000 };
const namespace = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
/** Product hours go by in wall seconds, for waits; the date stays the same day. */
const clockScale = 200;

/** Collection as metering's process does it, with the real client, over a memory store and a stub of AWS. */
export class CollectionBench {
  private readonly directory = mkdtempSync(join(tmpdir(), 'orgledger-collection-'));
  readonly views: ViewsDatabase = openViews({ file: join(this.directory, 'views.sqlite') });
  readonly projections: ProjectionRunner;
  readonly queries: CostObservationQueries;
  readonly clock: ScaledClock;
  private readonly running: Collector[] = [];
  private commands = 0;

  private constructor(
    readonly aws: StubCostExplorer,
    readonly stub: StubConnection,
    readonly store: EventStore,
    now: string,
  ) {
    this.clock = new ScaledClock({ origin: Date.parse(now), wallOrigin: Date.now(), scale: clockScale });
    this.projections = new ProjectionRunner({ store, views: this.views, clock: systemClock, projections: meteringProjections, pollMs: 10 });
    this.queries = createCostObservationQueries(store, this.views.read);
  }

  static async open(aws: StubCostExplorer, settings: Partial<PayerSettings> = {}, now = '2026-06-09T04:00:00.000Z'): Promise<CollectionBench> {
    const stub = await connectToStub(aws.answer, { wire: { callTimeoutMs: 30_000 } });
    const bench = new CollectionBench(aws, stub, createMemoryEventStore(), now);
    await bench.append(meteringStreams.payer(payerAccountId), { type: 'PayerRegistered', ...payer, ...settings });
    await bench.projections.start();
    return bench;
  }

  append(stream: string, event: MeteringEvent): Promise<unknown> {
    const id = uuidv5(namespace, String((this.commands += 1)));
    const meta = { commandId: id, actor: { kind: 'system', id: 'test' }, now: this.clock.now().toISOString(), correlationId: id } as const;
    return this.store.append(stream, 'any', [toNewEvent(event, id, metadataOf(meta))]);
  }

  changePolicy(policy: BillingPolicy, effectiveFrom: Month = '2025-01'): Promise<unknown> {
    return this.append(meteringStreams.billingPolicy(payerAccountId), { type: 'BillingPolicyChanged', payerAccountId, effectiveFrom, policy });
  }

  /** Another time line from now on. */
  setClock(now: string): void {
    this.clock.follow({ origin: Date.parse(now), wallOrigin: Date.now(), scale: clockScale });
  }

  async startCollector(overrides: { store?: EventStore; views?: ViewsDatabase; owner?: string; collectAt?: string } = {}): Promise<Collector> {
    const { store = this.store, views = this.views, owner = 'bench', collectAt } = overrides;
    const collector = new Collector({
      store,
      views,
      projections: this.projections,
      clock: this.clock,
      cache: new PageCache(views),
      payer: (id) => loadPayer(store, id),
      payers: () => Promise.resolve([payerAccountId]),
      connect: () => this.stub.payer,
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
      payerAccountId,
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

  /** What is stored of a month: `account recordType service [marketplace]` → unblended. */
  async cells(month: Month): Promise<Readonly<Record<string, string>>> {
    await this.caughtUp();
    const found: Record<string, string> = {};
    for await (const account of this.queries.cells(payerAccountId, month))
      for (const cell of account.cells())
        found[[account.accountId, cell.recordType, cell.service, ...(cell.marketplace ? ['marketplace'] : [])].join(' ')] = cell.unblended;
    return found;
  }

  async caughtUp(): Promise<void> {
    if (!(await this.projections.waitFor(await this.store.head(), { timeoutMs: 30_000 }))) throw new Error(JSON.stringify(this.projections.status()));
  }

  async close(): Promise<void> {
    for (const collector of this.running) await collector.stop();
    await this.projections.stop();
    await this.views.close();
    await this.stub.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
