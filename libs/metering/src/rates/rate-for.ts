import { hoursIn } from '../month.js';
import type { Month } from '../month.js';
import type { DayRate } from './rates.commands.js';
import type { FixedRate } from './rates.events.js';

/** What is known of one pair of currencies. */
export interface KnownRates {
  /** By month. */
  readonly own: ReadonlyMap<Month, string>;
  /** Of several for one day the last counts. */
  readonly references: readonly (DayRate & { readonly source: string })[];
}

const oldestDays = 7;
const dayMs = 86_400_000;

const daysBetween = (day: string, later: string): number => (Date.parse(later) - Date.parse(day)) / dayMs;

/** The last day of a month, `YYYY-MM-DD`. */
export const lastDayOf = (month: Month): string => `${month}-${hoursIn(month) / 24}`;

/**
 * The rate of a month: the own one, else the reference of the last day published at or before the month's last day, at most 7 days older.
 * Undefined: there is none, and the month cannot be finalised; never 1:1. `asOf` (`YYYY-MM-DD`): in place of the last day, for a month under way.
 */
export const rateFor = (
  month: Month,
  base: string,
  quote: string,
  { own, references }: KnownRates,
  asOf = lastDayOf(month),
): FixedRate | undefined => {
  if (base === quote) return { base, quote, rate: '1', source: 'same currency' };
  const set = own.get(month);
  if (set !== undefined) return { base, quote, rate: set, source: 'own' };
  const until = asOf < lastDayOf(month) ? asOf : lastDayOf(month);
  let last: KnownRates['references'][number] | undefined;
  for (const reference of references)
    if (reference.day <= until && daysBetween(reference.day, until) <= oldestDays && (last === undefined || reference.day >= last.day))
      last = reference;
  return last && { base, quote, rate: last.rate, source: last.source, day: last.day };
};
