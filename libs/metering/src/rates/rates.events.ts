import type { Month } from '../month.js';

/** Stream `fxrate-<base>.<quote>`: how many `quote` one `base` is, decimal text with at most ten digits after the point. */
export type RateEvent =
  /** Read from a rate file as the European Central Bank publishes it; `days` are `YYYY-MM-DD`. */
  | {
      readonly type: 'ReferenceRatesImported';
      readonly base: string;
      readonly quote: string;
      readonly source: string;
      readonly rates: readonly { readonly day: string; readonly rate: string }[];
    }
  /** Wins over reference rates. */
  | {
      readonly type: 'OwnRateSet';
      readonly base: string;
      readonly quote: string;
      readonly month: Month;
      readonly rate: string;
      readonly reason: string;
    };

/** The rate that one month's statements are converted with. */
export interface FixedRate {
  readonly base: string;
  readonly quote: string;
  readonly rate: string;
  /** `own`, or the name of the reference. */
  readonly source: string;
  /** Day of a reference rate. */
  readonly day?: string;
}
