import type { Units } from '@orgledger/kernel';
import { daysOf } from './cost-query.js';
import type { Month } from '../month.js';
import type { DayAmounts, Days } from './day-document.js';
import { noCost } from './day-document.js';

/** Days with the lump of their first day laid evenly on all of them, and how much that was. */
export interface SpreadDays {
  readonly days: Days;
  readonly spread: Units;
}

/**
 * By day, AWS books the whole amortised cost of unused reservations on the month's first day, though nothing was unused that day more than
 * on another. Reports take it off that day and lay it evenly on the days known so far; the first days take what does not divide, so the
 * month's sum stays as it is. `unused`: the month's amortised RIFee of the same accounts; what the first day does not hold is not moved.
 * @source specs/chargeback.md §2.1
 */
export const spreadUnused = (month: Month, days: Days, unused: Units): SpreadDays => {
  const first = `${month}-01`;
  const onFirst = days.get(first)?.amortized ?? 0n;
  const lump = unused <= 0n || onFirst <= 0n ? 0n : unused < onFirst ? unused : onFirst;
  const last = [...days.keys()].reduce((latest, day) => (day > latest ? day : latest), first);
  const known = daysOf(month).filter((day) => day <= last);
  if (lump === 0n || known.length < 2) return { days, spread: 0n };
  const count = BigInt(known.length);
  const result = new Map<string, DayAmounts>(days);
  known.forEach((day, index) => {
    const share = lump / count + (BigInt(index) < lump % count ? 1n : 0n);
    const { unblended, amortized } = days.get(day) ?? noCost;
    result.set(day, { unblended, amortized: amortized + share - (day === first ? lump : 0n) });
  });
  return { days: result, spread: lump };
};
