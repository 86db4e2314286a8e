import type { Month } from '../month.js';

export type PaymentOption = 'All Upfront' | 'Partial Upfront' | 'No Upfront';

/** What a reservation or savings plan is, from its attributes. Amounts: raw decimal text. Times: ISO 8601 UTC, `end` exclusive (AWS names the last second). */
export interface CommitmentTerms {
  readonly commitmentId: string;
  /** Of a reservation that has an ARN: AWS's other name of it. */
  readonly subscriptionId?: string;
  readonly kind: 'reservation' | 'savingsPlan';
  readonly ownerAccountId: string;
  readonly paymentOption: PaymentOption;
  /** Of the whole commitment: a reservation's per-instance fee is multiplied at ingest, decided by which candidate satisfies I8. */
  readonly upfrontFee: string;
  /** Per hour: of the whole reservation, or of the savings plan. */
  readonly recurringHourlyFee: string;
  /** Savings plans only. */
  readonly hourlyCommitment?: string;
  readonly start: string;
  readonly end: string;
  /** Set when it was returned, sold, cancelled or exchanged before its end. */
  readonly cancelledAt?: string;
  readonly termHours: number;
  readonly quantity: number;
  readonly service?: string;
  readonly region?: string;
  /** e.g. ComputeSavingsPlans, m5.large. */
  readonly description: string;
  readonly status: string;
}

/** One month of a commitment as Cost Explorer reports it; raw decimal text. Hours for reservations, money for savings plans. */
export interface CommitmentUtilization {
  readonly purchased: string;
  readonly used: string;
  readonly unused: string;
  readonly amortizedUpfront: string;
  readonly amortizedRecurring: string;
  readonly totalAmortized: string;
  readonly onDemandEquivalent: string;
  readonly netSavings: string;
  /** Amortised cost of what was not used, in the billing currency. */
  readonly unusedCost: string;
}

interface Observed {
  readonly payerAccountId: string;
  readonly commitmentId: string;
  readonly pullId: string;
  readonly pulledAt: string;
}

/**
 * Observations: stream `commitment-<payer>.<hash of id>`, only when they differ from the last one of their month. What people record:
 * stream `commitmentsettlement-<payer>`.
 */
export type CommitmentEvent =
  | (Observed & {
      readonly type: 'ReservationObserved';
      readonly month: Month;
      readonly terms: CommitmentTerms;
      readonly utilization: CommitmentUtilization;
    })
  | (Observed & {
      readonly type: 'SavingsPlanObserved';
      readonly month: Month;
      readonly terms: CommitmentTerms;
      readonly utilization: CommitmentUtilization;
    })
  /** Who used it: amortised cost by account. */
  | (Observed & {
      readonly type: 'CommitmentUsageObserved';
      readonly month: Month;
      readonly usage: readonly { readonly accountId: string; readonly amortized: string }[];
    })
  /** The tenant had paid the upfront fee when the fair-chargeback flag was turned on: it gets the discounts from `fromMonth` on. @source specs/chargeback.md §4.4 */
  | {
      readonly type: 'UpfrontSettled';
      readonly payerAccountId: string;
      readonly commitmentId: string;
      readonly tenantId: string;
      readonly fromMonth: Month;
      readonly reason: string;
    }
  /** The contract goes over to another tenant: what is left of the upfront fee moves with it. */
  | {
      readonly type: 'CommitmentNovated';
      readonly payerAccountId: string;
      readonly commitmentId: string;
      readonly fromTenantId: string;
      readonly toTenantId: string;
      readonly month: Month;
      readonly reason: string;
    }
  /** A modification or exchange made this commitment of another one, whose unamortised balance it carries on. */
  | {
      readonly type: 'CommitmentPredecessorNamed';
      readonly payerAccountId: string;
      readonly commitmentId: string;
      readonly predecessorId: string;
      readonly reason: string;
    };
