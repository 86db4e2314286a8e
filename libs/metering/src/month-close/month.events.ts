import type { BillingPolicy } from '../policy/billing-policy.js';
import type { FixedRate } from '../rates/rates.events.js';
import type { LineKind } from '../statement/statement.js';
import type { Month } from '../month.js';

/** What still stands against closing, or stood: a code, what was found, what to do next. */
export interface CloseCheck {
  /** e.g. WAIT_PERIOD, STILL_ESTIMATED, PULLS_DIFFER, RATE_MISSING, PREVIOUS_MONTH_OPEN, INVARIANT_BROKEN, NOT_COLLECTED. */
  readonly code: string;
  readonly passed: boolean;
  readonly message: string;
  readonly remedy?: string;
}

/** Cents (billing currency, decimal text) of a month by tenant and kind: what corrections are measured in. */
export interface Posting {
  readonly month: Month;
  readonly tenantId: string;
  readonly kind: LineKind;
  readonly amount: string;
}

export interface MonthFigures {
  readonly statements: number;
  readonly lines: number;
  /** Sum of all statements' `billTotal` in the billing currency: the bill, ROUNDING included, revenue kinds and corrections excluded. */
  readonly total: string;
  /** The same before rounding, ten digits. */
  readonly exact: string;
  readonly revenue: string;
  readonly corrections: string;
  readonly invoiceTotal?: string;
}

/** Stream `billmonth-<payer>.<month>`. */
export type MonthEvent =
  | {
      readonly type: 'MonthCloseRequested';
      readonly payerAccountId: string;
      readonly month: Month;
      readonly closeId: string;
      readonly trigger: 'schedule' | 'request';
    }
  | {
      readonly type: 'MonthCloseBlocked';
      readonly payerAccountId: string;
      readonly month: Month;
      readonly closeId: string;
      readonly checks: readonly CloseCheck[];
    }
  /** Everything that the statements follow from is fixed here; statements are stored after it, and `MonthClosed` last. A death in between repeats the same bytes. */
  | {
      readonly type: 'MonthCloseStarted';
      readonly payerAccountId: string;
      readonly month: Month;
      readonly closeId: string;
      readonly version: number;
      readonly policy: BillingPolicy;
      readonly rates: readonly FixedRate[];
      /** Digest of the month's costs as MonthObserved gave it. */
      readonly costsDigest: string;
      /** Digest of all that the month's own lines follow from. */
      readonly inputsDigest: string;
      /** Digest of what this closing adds: corrections of earlier months, the invoice, and who holds what at the month's end. */
      readonly additionsDigest: string;
    }
  | {
      readonly type: 'MonthCloseAbandoned';
      readonly payerAccountId: string;
      readonly month: Month;
      readonly closeId: string;
      readonly message: string;
    }
  | {
      readonly type: 'MonthClosed';
      readonly payerAccountId: string;
      readonly month: Month;
      readonly closeId: string;
      readonly version: number;
      readonly figures: MonthFigures;
      /** SHA-256 over the statements' hashes in the order of tenant ids. */
      readonly digest: string;
      readonly checks: readonly CloseCheck[];
    }
  /**
   * A later pull, invoice or assignment changed a closed month. `number` counts from 1 and starts over with a reopened month's next closing.
   * A large restatement needs several events, appended at once: `part` of `parts`, from 1.
   */
  | {
      readonly type: 'MonthRestated';
      readonly payerAccountId: string;
      readonly month: Month;
      readonly number: number;
      readonly costsDigest: string;
      readonly inputsDigest: string;
      /** Of the recomputation, as `figures.total`. */
      readonly total: string;
      /** Cents by tenant and kind: the recomputation less the closed statements. What closings have posted of it since is not taken off. */
      readonly differences: readonly Posting[];
      readonly part: number;
      readonly parts: number;
    }
  | { readonly type: 'MonthReopened'; readonly payerAccountId: string; readonly month: Month; readonly version: number; readonly reason: string };
