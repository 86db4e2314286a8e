import type { MonthInputs } from '../statement/month-inputs.js';
import type { BillingPolicy } from '../policy/billing-policy.js';
import type { FixedRate } from '../rates/rates.events.js';
import type { Month } from '../month.js';
import type { CloseFacts } from './close-checks.js';
import type { Posting } from './month.events.js';

/** What a closing has fixed: a resumed closing and a recomputation take these in place of today's. */
export interface FixedInputs {
  readonly policy: BillingPolicy;
  readonly rates: readonly FixedRate[];
}

export interface InputDigests {
  readonly costsDigest: string;
  readonly inputsDigest: string;
  readonly additionsDigest: string;
}

/** All of one month, read at one moment. */
export interface MonthSnapshot {
  readonly inputs: MonthInputs;
  readonly rates: readonly FixedRate[];
  readonly facts: Omit<CloseFacts, 'now' | 'closeAfterDays'>;
  readonly digests: InputDigests;
}

/** Where a month's inputs come from. Every answer is of one moment. */
export interface MonthSources {
  snapshot(payerAccountId: string, month: Month, fixed?: FixedInputs): Promise<MonthSnapshot>;
  /** Cents by tenant and kind of the month's own lines in the statements that count. */
  closedPostings(payerAccountId: string, month: Month): Promise<readonly Posting[]>;
}
