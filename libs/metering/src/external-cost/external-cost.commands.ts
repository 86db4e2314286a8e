import type { DomainCommand } from '@orgledger/kernel';
import type { Month } from '../month.js';

/** One row of an import. */
export interface ExternalCostRow {
  readonly month: Month;
  readonly tenantId: string;
  readonly description: string;
  readonly seller: string;
  /** In the billing currency: decimal text, at most ten digits after the point; negative for a credit. */
  readonly amount: string;
}

/** At most 500 rows, all of open months. */
export interface ImportExternalCosts extends DomainCommand {
  readonly type: 'ImportExternalCosts';
  /** UUID made at the edge, the same when the command is repeated. */
  readonly importId: string;
  readonly payerAccountId: string;
  readonly name: string;
  readonly costs: readonly ExternalCostRow[];
}

/** All of an import, while all its months are open. */
export interface WithdrawExternalCosts extends DomainCommand {
  readonly type: 'WithdrawExternalCosts';
  readonly importId: string;
  readonly reason: string;
}

export type ExternalCostCommand = ImportExternalCosts | WithdrawExternalCosts;
