import type { VerificationCheck } from '@orgledger/governance';
import type { Month } from '../month.js';

/** Totals of one month over all accounts, raw decimal text by metric. */
export interface MetricTotals {
  readonly unblended: string;
  readonly amortized: string;
  readonly netUnblended: string;
  readonly netAmortized: string;
}

/** Something in the answers that a person should know; nothing is dropped for it. */
export interface CollectionFinding {
  /** e.g. UNKNOWN_RECORD_TYPE, CUBES_DISAGREE, AMORTIZATION_DISAGREES, NEGATIVE_TOTAL, MONTH_MISSING, ACCOUNT_LEFT. */
  readonly code: string;
  readonly month?: Month;
  readonly accountId?: string;
  readonly subject?: string;
  /** What was found and what to do next. */
  readonly message: string;
}

/** Paid requests of one pull (each page is one) and what they cost in US dollars, decimal text. */
export interface RequestCost {
  readonly requests: number;
  readonly usd: string;
  readonly byOperation: Readonly<Record<string, number>>;
}

/** Stream `collection-<pullId>`: one pull of one payer's costs. */
export type CollectionEvent =
  | {
      readonly type: 'CollectionRequested';
      readonly pullId: string;
      readonly payerAccountId: string;
      readonly trigger: 'schedule' | 'request';
      /** Months to read; absent: what the re-reading plan has due. */
      readonly months?: readonly Month[];
    }
  | {
      readonly type: 'CollectionStarted';
      readonly pullId: string;
      readonly payerAccountId: string;
      readonly months: readonly Month[];
      /** What the payer's request budget leaves no room for: months and optional calls. */
      readonly skipped: readonly string[];
      /** The proofs that the metering role lets in its own caller alone, carried out before it was used. */
      readonly checks: readonly VerificationCheck[];
    }
  /** A month was read whole, and every change of it is stored before this event. `digest`: SHA-256 over all its cells and commitments. */
  | {
      readonly type: 'MonthObserved';
      readonly pullId: string;
      readonly payerAccountId: string;
      readonly month: Month;
      readonly pulledAt: string;
      readonly estimated: boolean;
      readonly digest: string;
      readonly accounts: number;
      readonly changedAccounts: number;
      readonly totals: MetricTotals;
      readonly findings: readonly CollectionFinding[];
    }
  /** Days and their cost by account, for charts and the spike detector: raw unblended and amortized text. Replaces what was known of these days. */
  | {
      readonly type: 'DailyCostsObserved';
      readonly pullId: string;
      readonly payerAccountId: string;
      readonly day: string;
      readonly costs: readonly { readonly accountId: string; readonly unblended: string; readonly amortized: string }[];
      /** Large organisations need several events for a day: this is number `part` of `parts`, from 1. */
      readonly part: number;
      readonly parts: number;
    }
  | {
      readonly type: 'CollectionCompleted';
      readonly pullId: string;
      readonly payerAccountId: string;
      readonly cost: RequestCost;
      readonly findings: readonly CollectionFinding[];
    }
  | {
      readonly type: 'CollectionFailed';
      readonly pullId: string;
      readonly payerAccountId: string;
      readonly cost: RequestCost;
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
      /** ISO 8601 UTC: the same pull goes on then, with the pages it has. Absent: it has ended, and only a person can help. */
      readonly retryAt?: string;
      /** Which proof failed, when it was the way into the account. */
      readonly checks?: readonly VerificationCheck[];
    };
