import { formatUnits, parseUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import { storedUnits } from './cost-amounts.js';

/** Cost of one day in the two metrics that daily observations have. */
export interface DayAmounts {
  readonly unblended: Units;
  readonly amortized: Units;
}

/** By day, `YYYY-MM-DD`. */
export type Days = ReadonlyMap<string, DayAmounts>;

export const noCost: DayAmounts = { unblended: 0n, amortized: 0n };

export const readDays = (text: string | undefined): Days =>
  new Map(
    (text === undefined ? [] : (JSON.parse(text) as readonly (readonly [string, string, string])[])).map(([day, unblended, amortized]) => [
      day,
      { unblended: storedUnits(unblended), amortized: storedUnits(amortized) },
    ]),
  );

/** Compact JSON by day; days without cost are left out. */
export const writeDays = (days: Days): string =>
  JSON.stringify(
    [...days]
      .filter(([, { unblended, amortized }]) => unblended !== 0n || amortized !== 0n)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, { unblended, amortized }]) => [day, formatUnits(unblended), formatUnits(amortized)]),
  );

export const observedDay = (raw: { readonly unblended: string; readonly amortized: string }): DayAmounts => ({
  unblended: parseUnits(raw.unblended),
  amortized: parseUnits(raw.amortized),
});

export const addDays = (days: Days, changes: Iterable<readonly [string, DayAmounts]>): Days => {
  const sums = new Map(days);
  for (const [day, change] of changes) {
    const before = sums.get(day) ?? noCost;
    sums.set(day, { unblended: before.unblended + change.unblended, amortized: before.amortized + change.amortized });
  }
  return sums;
};

export const difference = (a: DayAmounts, b: DayAmounts): DayAmounts => ({
  unblended: a.unblended - b.unblended,
  amortized: a.amortized - b.amortized,
});

export const negatedDays = (days: Days): Days => new Map([...days].map(([day, amounts]) => [day, difference(noCost, amounts)]));
