import type { Month } from '../month.js';
import type { BillingPolicy } from './billing-policy.js';

/** Stream `billingpolicy-<payer>`. For a month the last recorded policy with `effectiveFrom` at or before it holds; months that are closed keep theirs. */
export interface BillingPolicyEvent {
  readonly type: 'BillingPolicyChanged';
  readonly payerAccountId: string;
  readonly effectiveFrom: Month;
  readonly policy: BillingPolicy;
}
