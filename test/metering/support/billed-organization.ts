import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAwsConnections, defaultFeatures, MemoryPacerStore, printPolicies, renderPrincipals } from '@orgledger/aws';
import type { AwsConnections } from '@orgledger/aws';
import { createMemoryEventStore, fromRecorded, toNewEvent } from '@orgledger/event-store';
import { governanceProjection } from '@orgledger/governance';
import { metadataOf, ScaledClock, systemClock, uuidv5 } from '@orgledger/kernel';
import type { CommandMetadata } from '@orgledger/kernel';
import {
  addMonths,
  Collector,
  createCostObservationQueries,
  defaultBillingPolicy,
  executeMonthCommand,
  loadPayer,
  meteringProjections,
  meteringStreams,
  MonthCloser,
  monthTasks,
  PageCache,
  startOf,
  statementQueries,
} from '@orgledger/metering';
import type {
  BillingPolicy,
  CollectionView,
  CommitmentMonthView,
  MeteringEvent,
  Month,
  MonthEvent,
  PayerSettings,
  Statement,
  StatementTables,
} from '@orgledger/metering';
import { createLogger } from '@orgledger/observability';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { SeededOrganization } from '../../../apps/sandbox/src/services/organizations/seed.js';
import { startSandbox } from '../../../apps/sandbox/src/sandbox.js';
import type { Sandbox } from '../../../apps/sandbox/src/sandbox.js';
import { sandboxControl } from '../../../tools/lab/sandbox-control.js';
import type { SandboxControl } from '../../../tools/lab/sandbox-control.js';
import { eventually } from '../../replication/support/eventually.js';
import { withoutRates } from '../../sandbox/support/identity-sandbox.js';
import { applyPolicies } from '../../support/apply-policies.js';
import { platform as printedPlatform } from '../../support/policy-options.js';

const namespace = '0d2a3c50-8f63-5b0e-8a52-7c8b2f1d9e11';
const externalId = 'Zm9yLW1ldGVyaW5nLW9ubHktbm90LWEtc2VjcmV0LWE';
const role = { name: 'MeshCostExplorerServiceRole', path: '/' };
const region = 'us-east-1';
/** The sandbox's time moves by `goTo` alone. */
const standingStill = 0.000_01;
/** The product's clock runs on a little, so that its polls come round. */
const productScale = 100;

type Closing = Extract<MonthEvent, { type: 'MonthClosed' | 'MonthCloseBlocked' }>;

/**
 * An AWS organisation in the sandbox whose management account is a registered payer, with the collecting and the closing process of metering as they
 * run: printed policies, the SDK over HTTP, the event store, the read models. Costs are planted; nothing closes unless it is asked for.
 */
export class BilledOrganization {
  private readonly directory = mkdtempSync(join(tmpdir(), 'orgledger-billed-'));
  private readonly store = createMemoryEventStore();
  private readonly views: ViewsDatabase = openViews({ file: join(this.directory, 'views.sqlite') });
  private readonly clock: ScaledClock;
  private readonly projections: ProjectionRunner;
  private readonly control: SandboxControl;
  private readonly connections: AwsConnections;
  private readonly collector: Collector;
  private readonly closer: MonthCloser;
  private readonly payer: string;
  private commands = 0;

  private constructor(
    private readonly sandbox: Sandbox,
    private now: string,
    /** Of the tenants alpha, beta, gamma, … in this order. */
    readonly accountIds: readonly string[],
    key: { readonly accessKeyId: string; readonly secretAccessKey: string },
  ) {
    const { store, views } = this;
    this.payer = sandbox.managementAccountId;
    this.control = sandboxControl(sandbox.endpoint);
    this.clock = new ScaledClock({ origin: Date.parse(now), wallOrigin: Date.now(), scale: productScale });
    const clock = this.clock;
    const projections = [governanceProjection, ...meteringProjections];
    this.projections = new ProjectionRunner({ store, views, clock: systemClock, projections, pollMs: 5 });
    this.connections = createAwsConnections({
      wire: { endpoint: sandbox.endpoint, callTimeoutMs: 30_000 },
      clock,
      quotas: { default: { rate: 1e6, burst: 1e6 } },
      credentials: { kind: 'static', ...key },
      pacerStore: new MemoryPacerStore(),
      observer: () => undefined,
    });
    const logger = createLogger('billed-organization', 'silent');
    const shared = { store, views, projections: this.projections, clock, logger };
    this.collector = new Collector({
      ...shared,
      owner: 'collector',
      collectAt: undefined,
      cache: new PageCache(views),
      prices: { usdPerRequest: '0.01', groupsPerPage: 5_000 },
      payer: (id) => loadPayer(store, id),
      payers: () => Promise.resolve([this.payer]),
      connect: (payer) => this.connections.forPayer(payer, { worker: 'collector' }),
    });
    this.closer = new MonthCloser({ ...shared, tasks: monthTasks(store, views, clock), closeAt: undefined });
  }

  /** `since`: from when there are costs, and where the sandbox's time begins. One account for each tenant, without any costs. */
  static async start(since: Month, tenantIds: readonly string[] = ['alpha', 'beta', 'gamma']): Promise<BilledOrganization> {
    const sandbox = await startSandbox({ seed: 'billed', quotas: withoutRates(), origin: Date.parse(`${since}-01T00:00:00Z`), scale: 600 });
    const control = sandboxControl(sandbox.endpoint);
    const { accountIds } = (await control.seed({ accounts: tenantIds.length })) as SeededOrganization;
    await control.plantCosts({ since: `${since}-01`, profile: 'none' });
    const userArn = `arn:aws:iam::${sandbox.platformAccountId}:user/metering`;
    const platform = {
      ...printedPlatform,
      managementAccountId: sandbox.managementAccountId,
      platformAccountId: sandbox.platformAccountId,
      automationAccountId: sandbox.automationAccountId,
      principalArn: `arn:aws:iam::${sandbox.platformAccountId}:user/replicator`,
    };
    const printed = printPolicies({ profile: 'minimal', platform, features: defaultFeatures, metering: { userArn, role, externalId } });
    const metering = renderPrincipals(printed).filter(({ id }) => id === 'meteringUser' || id === 'metering');
    const { accessKeys } = await applyPolicies(metering, { endpoint: sandbox.endpoint, region, ...sandbox.admin });
    if (!accessKeys.meteringUser) throw new Error('metering has no key');
    await control.advance(60_000);
    await control.setScale(standingStill);
    const now = new Date((await control.clock()).now).toISOString();
    const organization = new BilledOrganization(sandbox, now, accountIds, accessKeys.meteringUser);
    await organization.register(userArn, tenantIds, startOf(since));
    return organization;
  }

  private async register(principalArn: string, tenantIds: readonly string[], from: string): Promise<void> {
    const settings: PayerSettings = {
      payerAccountId: this.payer,
      displayName: 'Acme',
      partition: 'aws',
      region,
      principalArn,
      role,
      externalId,
      billingCurrency: 'USD',
      costs: 'gross',
      monthlyRequestBudget: '1000',
      // All that there is: the checks then compare used and unused of each commitment, too.
      optionalCalls: { commitmentUsage: true, dailyCosts: false },
    };
    await this.append(meteringStreams.payer(this.payer), { type: 'PayerRegistered', ...settings });
    for (const [index, tenantId] of tenantIds.entries()) {
      const accountId = this.accountIds[index] ?? '';
      await this.append(meteringStreams.accountTenancy(accountId), {
        ...{ type: 'AccountAssigned', accountId, tenantId, from, why: 'created' },
        ...{ workspaceIdentifier: `ws-${tenantId}`, projectIdentifier: 'prod', platformIdentifier: 'aws' },
      });
    }
    await this.projections.start();
    await this.collector.start();
    await this.closer.start();
  }

  /** The sandbox's facts: commitments with their use, lines of the bill. */
  async plant(facts: { readonly commitments?: readonly unknown[]; readonly lines?: readonly unknown[] }): Promise<void> {
    await this.control.plantCosts(facts);
  }

  /** For all months: the last one counts. */
  async policy(change: Partial<BillingPolicy>): Promise<void> {
    const policy = { ...defaultBillingPolicy, ...change };
    const changed = { type: 'BillingPolicyChanged', payerAccountId: this.payer, effectiveFrom: '2020-01', policy } as const;
    await this.append(meteringStreams.billingPolicy(this.payer), changed);
  }

  async ownRate(quote: string, month: Month, rate: string): Promise<void> {
    await this.append(meteringStreams.rates('USD', quote), { type: 'OwnRateSet', base: 'USD', quote, month, rate, reason: 'Treasury.' });
  }

  async goTo(instant: string): Promise<void> {
    const ahead = Date.parse(instant) - (await this.control.clock()).now;
    if (ahead < 0) throw new RangeError(`${instant} is over`);
    await this.control.advance(ahead);
    this.now = instant;
    this.clock.follow({ origin: Date.parse(instant), wallOrigin: Date.now(), scale: productScale });
  }

  /** One pull of one month, as the collecting process carries it out. */
  async collect(month: Month): Promise<CollectionView> {
    const pullId = this.nextId('pull');
    const requested = { type: 'CollectionRequested', pullId, payerAccountId: this.payer, trigger: 'request', months: [month] } as const;
    await this.append(meteringStreams.collection(pullId), requested);
    const queries = createCostObservationQueries(this.store, this.views.read);
    return eventually(async () => {
      const view = await queries.collection(pullId);
      return view && ['completed', 'failed', 'waiting'].includes(view.status) ? view : undefined;
    });
  }

  /** Two pulls a day apart after the month's end; then its wait is over. */
  async settle(month: Month): Promise<void> {
    const next = addMonths(month, 1);
    for (const moment of ['07T03:00', '08T04:00']) {
      await this.goTo(`${next}-${moment}:00.000Z`);
      const { status, message, findings } = await this.collect(month);
      if (status !== 'completed' || findings.length > 0)
        throw new Error(`${month} was not collected as it should be: ${message ?? status} ${JSON.stringify(findings)}`);
    }
  }

  /** Asks the closing process to close the month and waits for its answer; a month that is blocked fails with the checks. */
  async close(month: Month): Promise<Extract<Closing, { type: 'MonthClosed' }>> {
    const closeId = this.nextId('close');
    const key = { payerAccountId: this.payer, month };
    await executeMonthCommand(this.store, { type: 'RequestMonthClose', ...key, closeId, trigger: 'request', meta: this.meta() });
    const answer = await eventually(async () =>
      (await this.monthEvents(month)).find(
        (event): event is Closing => (event.type === 'MonthClosed' || event.type === 'MonthCloseBlocked') && event.closeId === closeId,
      ),
    );
    if (answer.type === 'MonthCloseBlocked') throw new Error(JSON.stringify(answer.checks.filter(({ passed }) => !passed)));
    await this.caughtUp();
    return answer;
  }

  async settleAndClose(month: Month, policy?: Partial<BillingPolicy>): Promise<readonly Statement[]> {
    if (policy) await this.policy(policy);
    await this.settle(month);
    await this.close(month);
    return this.statements(month);
  }

  /** The same costs under another policy: the month is reopened and closed again. */
  async closeAgain(month: Month, policy: Partial<BillingPolicy>): Promise<readonly Statement[]> {
    const key = { payerAccountId: this.payer, month };
    await executeMonthCommand(this.store, { type: 'ReopenMonth', ...key, reason: 'Another policy.', meta: this.meta() });
    await this.policy(policy);
    await this.close(month);
    return this.statements(month);
  }

  /** Resolves when the closing process has recorded that the closed month is another now. */
  async restated(month: Month): Promise<Extract<MonthEvent, { type: 'MonthRestated' }>> {
    const restated = await eventually(async () => (await this.monthEvents(month)).find((event) => event.type === 'MonthRestated'));
    await this.caughtUp();
    return restated;
  }

  /** What Cost Explorer told of commitments in a month, as it was stored. */
  async commitments(month: Month): Promise<readonly CommitmentMonthView[]> {
    return createCostObservationQueries(this.store, this.views.read).commitmentMonths(this.payer, month);
  }

  /** Statements that count, by tenant. */
  async statements(month: Month): Promise<readonly Statement[]> {
    const queries = statementQueries(this.views.read as Kysely<StatementTables>);
    const { nodes } = await queries.statements({ payerAccountId: this.payer, month }, { first: 100 });
    return Promise.all(
      nodes.map(async ({ holder: { tenantId } }) => {
        const statement = await queries.wholeStatement({ payerAccountId: this.payer, month, tenantId });
        if (!statement) throw new Error(`${tenantId} has no statement of ${month}`);
        return statement;
      }),
    );
  }

  async end(): Promise<void> {
    await this.collector.stop();
    await this.closer.stop();
    await this.projections.stop();
    await this.views.close();
    this.connections.close();
    await this.sandbox.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async monthEvents(month: Month): Promise<readonly MonthEvent[]> {
    const { events } = await this.store.readStream(meteringStreams.month(this.payer, month));
    return events.map((event) => fromRecorded<MonthEvent>(event));
  }

  private async caughtUp(): Promise<void> {
    if (!(await this.projections.waitFor(await this.store.head(), { timeoutMs: 30_000 }))) throw new Error(JSON.stringify(this.projections.status()));
  }

  private async append(stream: string, event: MeteringEvent): Promise<void> {
    await this.store.append(stream, 'any', [toNewEvent(event, this.nextId('event'), metadataOf(this.meta()))]);
  }

  private nextId(name: string): string {
    this.commands += 1;
    return uuidv5(namespace, `${name} ${this.commands}`);
  }

  private meta(): CommandMetadata {
    const id = this.nextId('command');
    return { commandId: id, actor: { kind: 'system', id: 'spec' }, now: this.now, correlationId: id };
  }
}
