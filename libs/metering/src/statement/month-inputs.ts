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
    /** Amortised cost of what was used, over all accounts, where it was read for this commitment in this state of the month. */
    readonly usedCost?: Units;
  };
  /** Discounts that statements of earlier months hold for it, as positive cents (`discountsIn`); of a restated month those of its latest state. For the last month's true-up. */
  readonly discountedCents: bigint;
  /** The same before rounding: what is left of the upfront fee follows from it. */
  readonly discountedExact: Units;
  readonly discountedMonths: number;
  /** The tenant that holds the contract at the month's end: the buyer's at the start, or who took it over. Absent: the owner account had no tenant at the start. */
  readonly holderTenantId?: string;
  /** Set when an operator recorded that the tenant had paid before the flag was on. */
  readonly settledFrom?: Month;
  readonly novations: readonly { readonly month: Month; readonly fromTenantId: string; readonly toTenantId: string }[];
  readonly predecessorId?: string;
}

/** What AWS invoiced for the month. Absent when a closed month is computed anew for corrections: its invoice belongs to what was closed. */
export interface InvoiceInput {
  /** Decimal text, two digits after the point. */
  readonly total: string;
  readonly invoiceId: string;
  /** Absent: the billing currency. Another one needs a rate, and the difference becomes a line FX_DIFFERENCE. */
  readonly currency?: string;
  /** Lines that AWS rounded one by one. Absent: as many as the month has cells with a cost. */
  readonly lineCount?: number;
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
  /** Every tenant that stands at the month's end, has costs or corrections in it, or holds a commitment, by id. */
  readonly holders: ReadonlyMap<string, StatementHolder>;
  /** Those of `holders` that do not stand at the month's end any more: no recurring prices, no even or fixed shares. */
  readonly endedTenantIds?: ReadonlySet<string>;
  readonly policy: BillingPolicy;
  /** By currency of a workspace; the billing currency needs none. */
  readonly rates: ReadonlyMap<string, FixedRate>;
  readonly externalCosts: readonly ExternalCost[];
  /** Corrections of closed months that this closing posts, with the rate of their own month. */
  readonly corrections: readonly CorrectionInput[];
  readonly invoice?: InvoiceInput;
  /** Totals over the whole organisation that Cost Explorer gave apart from the cells, in the metrics of the cells. */
  readonly observedTotals?: { readonly unblended: Units; readonly amortized: Units };
}

export interface CorrectionInput extends Posting {
  /** The statement's currency amount at the corrected month's rate. */
  readonly converted: string;
}

/** What a person should know of a month; nothing is held back for it. */
export interface MonthFinding {
  /** UNKNOWN_RECORD_TYPE, AMORTIZATION_DISAGREES, UPFRONT_FEE_TIMING, CASH_DIFFERS, UPFRONT_REFUND_UNMATCHED, SHARED_COST_WITHOUT_TARGET, TRUE_UP_LARGE, HOLDER_UNKNOWN. */
  readonly code: string;
  readonly subject: string;
  readonly message: string;
}

/** What the engine gives back. */
export interface MonthResult {
  /** Ordered by tenant id; empty unless every check has passed. Each iteration makes them anew, one at a time: a large month's statements never lie in memory together. */
  readonly statements: Iterable<Statement>;
  readonly statementCount: number;
  readonly lineCount: number;
  readonly checks: readonly CloseCheck[];
  readonly findings: readonly MonthFinding[];
  /** Exact sum of what the bill explains, ten digits, and its rounding to cents: T of specs/chargeback.md §4.5. */
  readonly exact: string;
  readonly total: string;
  /** Cents by tenant and kind of this month's own lines (without corrections and differences to an invoice): the base of later corrections. */
  readonly postings: readonly Posting[];
  /** Kinds that came of record types nobody knows. */
  readonly unknownRecordTypes: readonly { readonly recordType: string; readonly kind: LineKind; readonly amount: string }[];
}
