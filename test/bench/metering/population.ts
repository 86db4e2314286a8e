import { createHash } from 'node:crypto';
import { toNewEvent } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { formatUnits, metadataOf, parseUnits, uuidv5 } from '@orgledger/kernel';
import { addMonths, executeMonthCommand, meteringStreams } from '@orgledger/metering';
import type { MeteringEvent, Month, ObservedCell } from '@orgledger/metering';

export const payer = '999999999999';
const namespace = 'b0a7c5f2-4f0a-5a43-9e52-0d8a1f5b7c11';
const accountsPerWorkspace = 20;
const together = 500;

export const workspaceOf = (account: number): string => `ws-${Math.floor(account / accountsPerWorkspace)}`;
export const tenantOf = (account: number): string => uuidv5(namespace, `tenant ${account}`);
const accountIdOf = (account: number): string => String(100_000_000_000 + account);

/** Direct synthetic observations of an organisation: what collections would have stored, without the pages. */
export class Population {
  private count = 0;

  constructor(
    private readonly store: EventStore,
    readonly accounts: number,
    readonly services: number,
  ) {}

  async found(first: Month): Promise<void> {
    await this.append(meteringStreams.payer(payer), `${first}-01T00:00:00.000Z`, {
      type: 'PayerRegistered',
      payerAccountId: payer,
      billingCurrency: 'USD',
      costs: 'gross',
    } as MeteringEvent);
    await this.each(async (account) => {
      const accountId = accountIdOf(account);
      await this.append(meteringStreams.accountTenancy(accountId), `${first}-01T00:00:00.000Z`, {
        type: 'AccountAssigned',
        accountId,
        from: `${first}-01T00:00:00.000Z`,
        why: 'created',
        tenantId: tenantOf(account),
        workspaceIdentifier: workspaceOf(account),
        projectIdentifier: `p-${account % 3}`,
        platformIdentifier: 'aws',
      });
    });
  }

  /** All cells of a month, then two equal readings of it after its end. */
  async observe(month: Month): Promise<void> {
    const next = addMonths(month, 1);
    const sums = { unblended: 0n, amortized: 0n };
    const digest = createHash('sha256');
    await this.each(async (account) => {
      const cells = this.cellsOf(account, month);
      for (const { unblended, amortized } of cells) {
        sums.unblended += parseUnits(unblended);
        sums.amortized += parseUnits(amortized);
      }
      digest.update(JSON.stringify(cells));
      const accountId = accountIdOf(account);
      await this.append(meteringStreams.costs(payer, accountId, month), `${next}-06T03:00:00.000Z`, {
        type: 'CostCellsObserved',
        ...{ payerAccountId: payer, accountId, month, pullId: 'first', pulledAt: `${next}-06T03:00:00.000Z`, estimated: false },
        cells,
        gone: [],
      });
    });
    const [unblended, amortized, hash] = [formatUnits(sums.unblended), formatUnits(sums.amortized), digest.digest('hex')];
    for (const day of ['06', '07']) {
      const pulledAt = `${next}-${day}T03:00:00.000Z`;
      const pullId = uuidv5(namespace, `pull ${month} ${day}`);
      await this.append(meteringStreams.collection(pullId), pulledAt, {
        type: 'MonthObserved',
        ...{ pullId, payerAccountId: payer, month, pulledAt, estimated: false, digest: hash, findings: [] },
        accounts: this.accounts,
        changedAccounts: day === '06' ? this.accounts : 0,
        totals: { unblended, amortized, netUnblended: unblended, netAmortized: amortized },
      });
    }
  }

  async requestClose(month: Month): Promise<void> {
    const now = closingTime(month);
    const closeId = uuidv5(namespace, `close ${month}`);
    const meta = { commandId: uuidv5(namespace, `request ${month}`), actor: { kind: 'system', id: 'bench' }, now, correlationId: closeId } as const;
    await executeMonthCommand(this.store, { type: 'RequestMonthClose', payerAccountId: payer, month, closeId, trigger: 'request', meta });
  }

  /** A usage cell per service, tax, and a savings plan that every tenth account uses. */
  private cellsOf(account: number, month: Month): readonly ObservedCell[] {
    const number = Number(month.slice(5));
    const amountOf = (service: number): string =>
      `${(account * 7919 + service * 104_729 + number * 31) % 1000}.${String((account * 31_337 + service * 27_644_437 + number) % 10_000_000_000).padStart(10, '0')}`;
    const cell = (recordType: string, service: string, unblended: string, amortized = unblended): ObservedCell => ({
      recordType,
      service,
      marketplace: false,
      unblended,
      amortized,
    });
    const usage = Array.from({ length: this.services }, (_, service) => cell('Usage', `Service ${service}`, amountOf(service)));
    const covered =
      account % 10 === 0
        ? [cell('SavingsPlanCoveredUsage', 'Service 0', '40.0000000001', '30'), cell('SavingsPlanNegation', 'Service 0', '-40.0000000001', '0')]
        : [];
    return [...usage, ...covered, cell('Tax', 'Tax', `${account % 50}.19`)];
  }

  private async each(work: (account: number) => Promise<void>): Promise<void> {
    for (let at = 0; at < this.accounts; at += together)
      await Promise.all(Array.from({ length: Math.min(together, this.accounts - at) }, (_, index) => work(at + index)));
  }

  private async append(stream: string, at: string, event: MeteringEvent): Promise<void> {
    const id = uuidv5(namespace, `event ${(this.count += 1)}`);
    const metadata = metadataOf({ commandId: id, actor: { kind: 'system', id: 'bench' }, now: at, correlationId: id });
    await this.store.append(stream, 'any', [toNewEvent(event, id, metadata)]);
  }
}

/** When the schedule would close the month. */
export const closingTime = (month: Month): string => `${addMonths(month, 1)}-08T04:00:00.000Z`;
