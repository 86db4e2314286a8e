import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryEventStore, fromRecorded, toNewEvent } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { governanceProjection } from '@orgledger/governance';
import { metadataOf, systemClock, uuidv5 } from '@orgledger/kernel';
import type { Clock, CommandMetadata } from '@orgledger/kernel';
import { defaultBillingPolicy, meteringProjections, meteringStreams, monthQueries, monthTasks, statementQueries } from '@orgledger/metering';
import type {
  BillingPolicy,
  MeteringEvent,
  Month,
  MonthQueries,
  MonthTasks,
  ObservedCell,
  Statement,
  StatementQueries,
  ViewsAt,
} from '@orgledger/metering';
import { executeMonthCommand } from '@orgledger/metering';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';

export const payer = '111122223333';
const namespace = '6f0b6f2e-2f0e-5d0b-9d65-0a3a50c8c6f1';

/** Accounts A, B, C of the worked examples, each with its tenant. */
export const accounts = { alpha: '000000000001', beta: '000000000002', gamma: '000000000003' } as const;

export const cell = (
  recordType: string,
  unblended: string,
  amortized = unblended,
  service = 'Amazon Elastic Compute Cloud - Compute',
): ObservedCell => ({
  recordType,
  service,
  marketplace: false,
  unblended,
  amortized,
});

export type CellsByAccount = Readonly<Record<string, readonly ObservedCell[]>>;

/** @source specs/chargeback.md §5.1 */
export const example51: CellsByAccount = {
  [accounts.alpha]: [
    cell('Usage', '12.345678'),
    cell('SavingsPlanCoveredUsage', '400.00', '300.00'),
    cell('SavingsPlanNegation', '-400.00', '0'),
    cell('SavingsPlanRecurringFee', '720.00', '70.00', 'Savings Plans for AWS Compute usage'),
  ],
  [accounts.beta]: [cell('Usage', '50.10'), cell('SavingsPlanCoveredUsage', '320.00', '250.00'), cell('SavingsPlanNegation', '-320.00', '0')],
  [accounts.gamma]: [cell('Usage', '0.005'), cell('SavingsPlanCoveredUsage', '160.00', '100.00'), cell('SavingsPlanNegation', '-160.00', '0')],
};

/** @source specs/chargeback.md §5.5 */
export const example55: CellsByAccount = {
  ...example51,
  [accounts.beta]: [...(example51[accounts.beta] ?? []), cell('Credit', '-5.00')],
  [accounts.gamma]: [cell('Usage', '1.239567'), ...(example51[accounts.gamma] ?? []).slice(1)],
};

const digestOf = (cells: CellsByAccount): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(cells).toSorted()))
    .digest('hex');

const total = (cells: CellsByAccount, metric: 'unblended' | 'amortized'): string => {
  const units = Object.values(cells)
    .flat()
    .reduce((sum, one) => sum + BigInt(Math.round(Number(one[metric]) * 1e6)), 0n);
  const text = (units < 0n ? -units : units).toString().padStart(7, '0');
  return `${units < 0n ? '-' : ''}${text.slice(0, -6)}.${text.slice(-6)}`;
};

/** Metering's closing over a store, with a clock that tests set. Nothing runs by itself. */
export class ClosingLab {
  private constructor(
    readonly store: EventStore,
    readonly views: ViewsDatabase,
    readonly clock: Clock & { set(now: string): void },
    readonly projections: ProjectionRunner,
    private readonly stopped: () => void,
  ) {
    const read = views.read as ViewsAt;
    this.tasks = monthTasks(store, views, clock);
    this.statements = statementQueries(read);
    this.months = monthQueries(read);
  }

  readonly tasks: MonthTasks;
  readonly statements: StatementQueries;
  readonly months: MonthQueries;
  private appended = 0;
  private readonly known = new Map<string, CellsByAccount>();

  /** `dataDir`: where `views.sqlite` lies; default: a folder that goes with the lab. */
  static async start(store: EventStore = createMemoryEventStore(), dataDir?: string): Promise<ClosingLab> {
    const directory = dataDir ?? mkdtempSync(join(tmpdir(), 'orgledger-closing-'));
    const views = openViews({ file: join(directory, 'views.sqlite') });
    const runner = new ProjectionRunner({
      store,
      views,
      clock: systemClock,
      projections: [governanceProjection, ...meteringProjections],
      pollMs: 5,
    });
    await runner.start();
    let now = '2026-07-08T04:00:00.000Z';
    const clock = { ...systemClock, now: () => new Date(now), set: (instant: string) => void (now = instant) };
    const lab = new ClosingLab(store, views, clock, runner, () => (dataDir === undefined ? rmSync(directory, { recursive: true }) : undefined));
    await lab.append(meteringStreams.payer(payer), {
      type: 'PayerRegistered',
      payerAccountId: payer,
      billingCurrency: 'USD',
      costs: 'gross',
    } as MeteringEvent);
    for (const [tenantId, accountId] of Object.entries(accounts)) await lab.assign(accountId, tenantId, '2026-01-01T00:00:00.000Z');
    return lab;
  }

  /** The same stores with another view of them: a process that dies, or a second closer. */
  tasksOver(store: EventStore): MonthTasks {
    return monthTasks(store, this.views, this.clock);
  }

  async append(stream: string, ...events: readonly MeteringEvent[]): Promise<void> {
    const at = this.clock.now().toISOString();
    const metadata = metadataOf(this.meta(`append ${(this.appended += 1)}`, at));
    await this.store.append(
      stream,
      'any',
      events.map((event, index) => toNewEvent(event, uuidv5(namespace, `${this.appended} ${index}`), metadata)),
    );
  }

  assign(accountId: string, tenantId: string, from: string): Promise<void> {
    return this.append(meteringStreams.accountTenancy(accountId), {
      type: 'AccountAssigned',
      accountId,
      from,
      why: 'created',
      tenantId,
      workspaceIdentifier: `ws-${tenantId}`,
      projectIdentifier: 'dev',
      platformIdentifier: 'aws',
    });
  }

  policy(change: Partial<BillingPolicy>, effectiveFrom: Month = '2026-01'): Promise<void> {
    const policy = { ...defaultBillingPolicy, ...change };
    return this.append(meteringStreams.billingPolicy(payer), { type: 'BillingPolicyChanged', payerAccountId: payer, effectiveFrom, policy });
  }

  /** A whole collection of one month. */
  async observe(month: Month, pulledAt: string, cells: CellsByAccount, more: { readonly estimated?: boolean } = {}): Promise<void> {
    const pullId = uuidv5(namespace, `pull ${month} ${pulledAt}`);
    const { estimated = false } = more;
    const before = this.known.get(month) ?? {};
    for (const accountId of Object.keys({ ...before, ...cells })) {
      const [was = [], is = []] = [before[accountId], cells[accountId]];
      if (JSON.stringify(was) === JSON.stringify(is)) continue;
      const gone = was.filter((old) => !is.some((one) => one.recordType === old.recordType && one.service === old.service));
      await this.append(meteringStreams.costs(payer, accountId, month), {
        type: 'CostCellsObserved',
        ...{ payerAccountId: payer, accountId, month, pullId, pulledAt, estimated },
        cells: is,
        gone: gone.map(({ recordType, service, marketplace }) => ({ recordType, service, marketplace })),
      });
    }
    this.known.set(month, cells);
    const totals = { unblended: total(cells, 'unblended'), amortized: total(cells, 'amortized') };
    await this.append(meteringStreams.collection(pullId), {
      type: 'MonthObserved',
      ...{ pullId, payerAccountId: payer, month, pulledAt, estimated, digest: digestOf(cells), findings: [] },
      accounts: Object.keys(cells).length,
      changedAccounts: 0,
      totals: { ...totals, netUnblended: totals.unblended, netAmortized: totals.amortized },
    });
  }

  /** Two equal collections after the month's end, a day apart. */
  async settleMonth(month: Month, cells: CellsByAccount): Promise<void> {
    const [year = 0, number = 1] = month.split('-').map(Number);
    const next = `${number === 12 ? year + 1 : year}-${String((number % 12) + 1).padStart(2, '0')}`;
    await this.observe(month, `${next}-06T03:00:00.000Z`, cells);
    await this.observe(month, `${next}-07T03:00:00.000Z`, cells);
    this.clock.set(`${next}-08T04:00:00.000Z`);
  }

  async request(month: Month, name = 'one'): Promise<void> {
    const closeId = uuidv5(namespace, `close ${month} ${name}`);
    const meta = this.meta(`request ${month} ${name}`, this.clock.now().toISOString());
    await executeMonthCommand(this.store, { type: 'RequestMonthClose', payerAccountId: payer, month, closeId, trigger: 'request', meta });
    await this.settled();
  }

  async reopen(month: Month, reason = 'An account was on the wrong tenant.'): Promise<void> {
    const meta = this.meta(`reopen ${month} ${(this.appended += 1)}`, this.clock.now().toISOString());
    await executeMonthCommand(this.store, { type: 'ReopenMonth', payerAccountId: payer, month, reason, meta });
    await this.settled();
  }

  async close(month: Month, name?: string, tasks = this.tasks): ReturnType<MonthTasks['close']> {
    await this.request(month, name);
    const outcome = await tasks.close({ payerAccountId: payer, month });
    await this.settled();
    return outcome;
  }

  async restate(month: Month, cause: string): ReturnType<MonthTasks['restate']> {
    await this.settled();
    const outcome = await this.tasks.restate({ payerAccountId: payer, month, cause: uuidv5(namespace, cause) });
    await this.settled();
    return outcome;
  }

  async statement(month: Month, tenantId: string, version?: number): Promise<Statement> {
    const found = await this.statements.wholeStatement({ payerAccountId: payer, month, tenantId, ...(version === undefined ? {} : { version }) });
    if (!found) throw new Error(`${tenantId} has no statement of ${month}`);
    return found;
  }

  /** Totals of the statements that count, by tenant. */
  async totals(month: Month): Promise<Readonly<Record<string, string>>> {
    const { nodes } = await this.statements.statements({ payerAccountId: payer, month });
    return Object.fromEntries(nodes.map(({ holder, total: sum }) => [holder.tenantId, sum]));
  }

  async events(stream: string): Promise<readonly MeteringEvent[]> {
    const { events } = await this.store.readStream(stream);
    return events.map((event) => fromRecorded<MeteringEvent>(event));
  }

  async settled(): Promise<void> {
    if (!(await this.projections.waitFor(await this.store.head(), { timeoutMs: 20_000 }))) throw new Error(JSON.stringify(this.projections.status()));
  }

  async stop(): Promise<void> {
    await this.projections.stop();
    await this.views.close();
    this.stopped();
  }

  private meta(name: string, now: string): CommandMetadata {
    return { commandId: uuidv5(namespace, name), actor: { kind: 'system', id: 'spec' }, now, correlationId: uuidv5(namespace, 'spec') };
  }
}
