import type { Month } from '../month.js';

/** What tells one cell of an account's month from another. */
export interface CellKey {
  /** As Cost Explorer names it: an open list. */
  readonly recordType: string;
  readonly service: string;
  /** True when the billing entity is AWS Marketplace. */
  readonly marketplace: boolean;
}

/** Raw decimal text as Cost Explorer sent it. Net metrics are absent where the payer has none, or where they are the same text as gross. */
export interface CellAmounts {
  readonly unblended: string;
  readonly amortized: string;
  readonly netUnblended?: string;
  readonly netAmortized?: string;
}

export interface ObservedCell extends CellKey, CellAmounts {}

/**
 * Stream `costs-<payer>.<account>.<month>`: the cells that differ from what the stream says so far, one event per pull.
 * A cell that Cost Explorer no longer shows is in `gone`. Amounts: the payer's billing currency.
 */
export interface CostObservationEvent {
  readonly type: 'CostCellsObserved';
  readonly payerAccountId: string;
  readonly accountId: string;
  readonly accountName?: string;
  readonly month: Month;
  readonly pullId: string;
  readonly pulledAt: string;
  readonly estimated: boolean;
  readonly cells: readonly ObservedCell[];
  readonly gone: readonly CellKey[];
}
