import { fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import type { DomainEvent } from '@orgledger/kernel';
import type { CommitmentSettlements } from '../commitment/commitment-settlement.decider.js';
import { loadSettlements } from '../commitment/commitment-settlement.store.js';
import type { ExternalCost, ExternalCostEvent } from '../external-cost/external-cost.events.js';
import type { InvoiceEvent } from '../invoice/invoice.events.js';
import { monthInvoice } from '../invoice/month-invoice.js';
import type { MonthInvoice } from '../invoice/month-invoice.js';
import type { Month } from '../month.js';
import { defaultBillingPolicy } from '../policy/billing-policy.js';
import type { BillingPolicy } from '../policy/billing-policy.js';
import type { BillingPolicyEvent } from '../policy/billing-policy.events.js';
import type { FixedRate, RateEvent } from '../rates/rates.events.js';
import { streams } from '../streams.js';
import { policyOf, rateOf } from './month-settings.js';

/** What people entered that a month's statements follow from, read from the log itself: a closing must not depend on how far a read model is. */
export class MonthSettings {
  constructor(
    private readonly store: EventStore,
    private readonly payerAccountId: string,
  ) {}

  async policy(month: Month): Promise<BillingPolicy> {
    return policyOf(await this.events<BillingPolicyEvent>(streams.billingPolicy(this.payerAccountId)), month) ?? defaultBillingPolicy;
  }

  async rate(base: string, quote: string, month: Month): Promise<FixedRate | undefined> {
    return rateOf(await this.events<RateEvent>(streams.rates(base, quote)), base, quote, month);
  }

  async invoice(month: Month): Promise<MonthInvoice | undefined> {
    return monthInvoice(await this.events<InvoiceEvent>(streams.invoice(this.payerAccountId, month)));
  }

  async externalCosts(month: Month): Promise<readonly ExternalCost[]> {
    const imports = new Map<string, readonly ExternalCost[]>();
    for await (const event of this.all<ExternalCostEvent>(['ExternalCostsImported', 'ExternalCostsWithdrawn'])) {
      if (event.payerAccountId !== this.payerAccountId) continue;
      if (event.type === 'ExternalCostsImported') imports.set(event.importId, event.costs);
      else imports.delete(event.importId);
    }
    return [...imports.values()].flat().filter((cost) => cost.month === month);
  }

  /** Up to and including the month, by commitment. */
  async settlements(month: Month): Promise<CommitmentSettlements> {
    const all = await loadSettlements(this.store, this.payerAccountId);
    return new Map([...all].map(([id, one]) => [id, { ...one, novations: one.novations.filter((novation) => novation.month <= month) }]));
  }

  private async events<Event extends DomainEvent>(stream: string): Promise<readonly Event[]> {
    const { events } = await this.store.readStream(stream);
    return events.map((event) => fromRecorded<Event>(event));
  }

  private async *all<Event extends DomainEvent>(types: readonly Event['type'][]): AsyncGenerator<Event> {
    for await (const event of this.store.readAll({ filter: { types } })) yield fromRecorded<Event>(event);
  }
}
