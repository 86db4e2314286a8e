import type { DomainCommand } from '@orgledger/kernel';
import type { Month } from '../month.js';
import type { BillingPolicy } from './billing-policy.js';

/** Replaces the whole policy from a month on, later changes included. Closed months keep theirs. */
export interface ChangeBillingPolicy extends DomainCommand {
  readonly type: 'ChangeBillingPolicy';
  readonly payerAccountId: string;
  readonly effectiveFrom: Month;
  readonly policy: BillingPolicy;
}
