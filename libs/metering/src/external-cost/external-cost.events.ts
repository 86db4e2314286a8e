import type { Month } from '../month.js';

/** A cost that AWS does not bill: licences, staff, another cloud. In the billing currency, decimal text. */
export interface ExternalCost {
  readonly costId: string;
  readonly month: Month;
  readonly tenantId: string;
  readonly description: string;
  readonly seller: string;
  readonly amount: string;
}

/** Stream `externalcost-<importId>`. */
export type ExternalCostEvent =
  | {
      readonly type: 'ExternalCostsImported';
      readonly importId: string;
      readonly payerAccountId: string;
      readonly name: string;
      readonly costs: readonly ExternalCost[];
    }
  | { readonly type: 'ExternalCostsWithdrawn'; readonly importId: string; readonly payerAccountId: string; readonly reason: string };
