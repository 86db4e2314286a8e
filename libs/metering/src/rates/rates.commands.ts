import type { DomainCommand } from '@orgledger/kernel';
import type { Month } from '../month.js';

/** A file as the European Central Bank publishes it (CSV or XML, per euro): every currency in it gets its rate for one `base`. */
export interface ImportReferenceRates extends DomainCommand {
  readonly type: 'ImportReferenceRates';
  /** ISO 4217: a payer's billing currency. */
  readonly base: string;
  readonly source: string;
  readonly content: string;
}

/** Wins over reference rates, for months that are not closed. */
export interface SetOwnRate extends DomainCommand {
  readonly type: 'SetOwnRate';
  readonly base: string;
  readonly quote: string;
  readonly month: Month;
  /** How many `quote` one `base` is: decimal text, at most ten digits after the point. */
  readonly rate: string;
  readonly reason: string;
}

/** What one pair of currencies gets of an imported file. */
export interface RecordReferenceRates extends DomainCommand {
  readonly type: 'RecordReferenceRates';
  readonly base: string;
  readonly quote: string;
  readonly source: string;
  readonly rates: readonly DayRate[];
}

export interface DayRate {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly rate: string;
}

export type RatesCommand = ImportReferenceRates | SetOwnRate;
