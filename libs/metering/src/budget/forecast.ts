import { divideHalfEven } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import { hoursIn, startOf } from '../month.js';
import type { Month } from '../month.js';
import { daysOf } from '../report/cost-query.js';
import { median, robustMean } from './robust.js';

export interface ForecastInputs {
  readonly month: Month;
  /** ISO 8601 UTC: when the costs were read. */
  readonly asOf: string;
  /** What the month has come to in that reading. */
  readonly monthToDate: Units;
  /** Cost by day of this month and the one before, first-day lumps of unused reservations spread. Empty where daily costs are not read. */
  readonly days: ReadonlyMap<string, Units>;
  /** Totals of up to three months before, the newest last. */
  readonly lastMonths: readonly Units[];
  /** Charges that come late (support on day 6 or 7 of the next month, tax), by kind: of the months before, and of this one so far. */
  readonly late: readonly { readonly lastMonths: readonly Units[]; readonly seen: Units }[];
}

export interface Forecast {
  readonly amount: Units;
  /**
   * `daily`: cost of the complete days, then a usual weekday or weekend day for each day that is left. `monthToDate`: the pace so far, weighed
   * against the months before by how much of the month is over. `lastMonths`: their mean. `none`: nothing is known.
   */
  readonly method: 'daily' | 'monthToDate' | 'lastMonths' | 'none';
}

const hour = 3_600_000;
/** Cost Explorer is complete up to about a day ago. @source specs/chargeback.md §2.6 */
const lagMs = 24 * hour;
const dayMs = 24 * hour;
const leastDays = 4;
const windowDays = 14;

const isWeekend = (day: string): boolean => [0, 6].includes((Date.parse(day) / dayMs + 4) % 7);

const mean = (values: readonly Units[]): Units =>
  divideHalfEven(
    values.reduce((sum, value) => sum + value, 0n),
    BigInt(values.length),
  );

/** What usually comes late and has not come yet: only kinds of which nothing is there, as what is there is part of a day's cost already. */
const missing = (late: ForecastInputs['late']): Units =>
  late.reduce((sum, { lastMonths, seen }) => (seen === 0n && lastMonths.length > 0 ? sum + median(lastMonths) : sum), 0n);

/** A usual day of each class; both alike while there are too few days to tell them apart. */
const usualDays = (days: readonly (readonly [string, Units])[]): ((day: string) => Units) => {
  const ofClass = (weekend: boolean): readonly Units[] => days.filter(([day]) => isWeekend(day) === weekend).map(([, cost]) => cost);
  const all = robustMean(days.map(([, cost]) => cost));
  const [week, weekend] = [ofClass(false), ofClass(true)];
  if (week.length < 3 || weekend.length < 2) return () => all;
  const [onWeekdays, onWeekends] = [robustMean(week), robustMean(weekend)];
  return (day) => (isWeekend(day) ? onWeekends : onWeekdays);
};

const byDays = ({ month, asOf, days, monthToDate, late }: ForecastInputs): Forecast | undefined => {
  const complete = (day: string): boolean => Date.parse(day) + dayMs + lagMs <= Date.parse(asOf);
  const known = [...days].filter(([day]) => complete(day)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (known.length < leastDays) return undefined;
  const usual = usualDays(known.slice(-windowDays));
  // The month's own total may know more than its days do; only what belongs to incomplete days is put in their place.
  let amount = monthToDate + missing(late);
  for (const day of daysOf(month)) {
    if (complete(day)) continue;
    amount += usual(day) - (days.get(day) ?? 0n);
  }
  return { amount, method: 'daily' };
};

const byPace = ({ month, asOf, monthToDate, lastMonths, late }: ForecastInputs): Forecast => {
  const whole = BigInt(hoursIn(month));
  const passed = BigInt(Math.min(hoursIn(month), Math.max(0, Math.floor((Date.parse(asOf) - lagMs - Date.parse(startOf(month))) / hour))));
  if (passed === 0n || (monthToDate === 0n && lastMonths.length > 0)) {
    if (lastMonths.length === 0) return { amount: monthToDate, method: monthToDate === 0n ? 'none' : 'monthToDate' };
    const usual = mean(lastMonths);
    return { amount: usual > monthToDate ? usual : monthToDate, method: 'lastMonths' };
  }
  const pace = divideHalfEven(monthToDate * whole, passed);
  const usual = lastMonths.length === 0 ? pace : mean(lastMonths);
  const whatIsLeft = divideHalfEven((pace * passed + usual * (whole - passed)) * (whole - passed), whole * whole);
  return { amount: monthToDate + whatIsLeft + missing(late), method: 'monthToDate' };
};

/** What a month will come to, before it is over. Errors on generated organisations: docs/reports.md. */
export const forecastMonth = (inputs: ForecastInputs): Forecast => byDays(inputs) ?? byPace(inputs);
