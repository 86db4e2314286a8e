import type { DomainCommand } from '@orgledger/kernel';
import type { BillingPolicy } from '../policy/billing-policy.js';
import type { FixedRate } from '../rates/rates.events.js';
import type { Month } from '../month.js';
import type { CloseCheck, MonthFigures, Posting } from './month.events.js';

interface OfMonth extends DomainCommand {
  readonly payerAccountId: string;
  readonly month: Month;
}

/** Asks for the month to be closed. Nothing when it is closed, or when a closing is asked for or under way already. */
export interface RequestMonthClose extends OfMonth {
  readonly type: 'RequestMonthClose';
  readonly closeId: string;
  readonly trigger: 'schedule' | 'request';
}

export interface BlockMonthClose extends OfMonth {
  readonly type: 'BlockMonthClose';
  readonly closeId: string;
  readonly checks: readonly CloseCheck[];
}

/** Fixes all that the statements follow from. */
export interface StartMonthClose extends OfMonth {
  readonly type: 'StartMonthClose';
  readonly closeId: string;
  readonly policy: BillingPolicy;
  readonly rates: readonly FixedRate[];
  readonly costsDigest: string;
  readonly inputsDigest: string;
  readonly additionsDigest: string;
}

export interface AbandonMonthClose extends OfMonth {
  readonly type: 'AbandonMonthClose';
  readonly closeId: string;
  readonly message: string;
}

/** Every statement of this closing is stored. */
export interface CompleteMonthClose extends OfMonth {
  readonly type: 'CompleteMonthClose';
  readonly closeId: string;
  readonly figures: MonthFigures;
  readonly digest: string;
  readonly checks: readonly CloseCheck[];
}

/** `parts`: the differences in pieces that fit an event each; at least one, which may be empty. */
export interface RestateMonth extends OfMonth {
  readonly type: 'RestateMonth';
  readonly version: number;
  readonly costsDigest: string;
  readonly inputsDigest: string;
  readonly total: string;
  readonly parts: readonly (readonly Posting[])[];
}

/** The next closing makes another version of every statement. */
export interface ReopenMonth extends OfMonth {
  readonly type: 'ReopenMonth';
  readonly reason: string;
}

export type MonthCommand =
  RequestMonthClose | BlockMonthClose | StartMonthClose | AbandonMonthClose | CompleteMonthClose | RestateMonth | ReopenMonth;
