import type { Units } from '@orgledger/kernel';
import type { CommitmentTerms } from '../commitment/commitment.events.js';
import type { ExternalCost } from '../external-cost/external-cost.events.js';
import type { Posting } from '../month-close/month.events.js';
import type { CellKey } from '../observation/observation.events.js';
import type { BillingPolicy } from '../policy/billing-policy.js';
import type { FixedRate } from '../rates/rates.events.js';
import type { Month } from '../month.js';
import type { CloseCheck } from '../month-close/month.events.js';
import type { LineKind, Statement, StatementHolder } from './statement.js';

/** One cell with the metrics that the payer's choice of gross or net names, in 10⁻¹⁰ of the billing currency. */
export interface CostCell extends CellKey {
  readonly accountId: string;
  readonly unblended: Units;
  readonly amortized: Units;
}

/** A commitment as one month needs it; amounts in 10⁻¹⁰ of the billing currency. */
export interface CommitmentMonth {
  readonly terms: CommitmentTerms;
  /** What Cost Explorer says of this month; absent when it says nothing (the term does not touch it, or the call was skipped). */
  readonly observed?: {
    readonly amortizedUpfront: Units;
    readonly amortizedRecurring: Units;
    readonly totalAmortized: Units;
    readonly unusedCost: Units;
  };
  /** Amortised upfront posted as discounts in earlier closed months: cents, for the last month's true-up. */
  readonly discountedCents: bigint;
  readonly discountedMonths: number;
  /** The tenant that holds the contract in this month: the buyer's at the start, or who took it over. Absent: the owner account had no tenant at the start. */
  readonly holderTenantId?: string;
  /** Set when an operator recorded that the tenant had paid before the flag was on. */
  readonly settledFrom?: Month;
  readonly novations: readonly { readonly month: Month; readonly fromTenantId: string; readonly toTenantId: string }[];
  readonly predecessorId?: string;
}

/** All that a month's statements follow from, and nothing else: the same inputs give the same bytes. */
export interface MonthInputs {
  readonly payerAccountId: string;
  readonly billingCurrency: string;
  readonly month: Month;
  readonly cells: Iterable<CostCell>;
  readonly commitments: readonly CommitmentMonth[];
  /** The holder of an account's costs in this month; `undefined` for accounts of nobody. */
  readonly tenantOf: (accountId: string) => string | undefined;
  /** Every tenant that stands at the month's end or has costs in it, by id. */
  readonly holders: ReadonlyMap<string, StatementHolder>;
  readonly policy: BillingPolicy;
  /** By currency of a workspace; the billing currency needs none. */
  readonly rates: ReadonlyMap<string, FixedRate>;
  readonly externalCosts: readonly ExternalCost[];
  /** Corrections of closed months that this closing posts, with the rate of their own month. */
  readonly corrections: readonly CorrectionInput[];
  readonly invoice?: { readonly total: string; readonly invoiceId: string };
}

export interface CorrectionInput extends Posting {
  /** The statement's currency amount at the corrected month's rate. */
  readonly converted: string;
}

/** What the engine gives back. `statements` only when every check has passed. Ordered by tenant id. */
export interface MonthResult {
  readonly statements: readonly Statement[];
  readonly checks: readonly CloseCheck[];
  /** Exact sum of what the bill explains, ten digits, and its rounding to cents: T of specs/chargeback.md §4.5. */
  readonly exact: string;
  readonly total: string;
  /** Cents by tenant and kind of this month's own lines (without corrections): the base of later corrections. */
  readonly postings: readonly Posting[];
  /** Kinds that came of record types nobody knows. */
  readonly unknownRecordTypes: readonly { readonly recordType: string; readonly kind: LineKind; readonly amount: string }[];
}
