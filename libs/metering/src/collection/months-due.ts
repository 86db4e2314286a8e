import { addDays } from './days.js';
import { addMonths, endOf, monthOf, monthsFrom } from '../month.js';
import type { Month } from '../month.js';

/** Months before the current one that Cost Explorer still shows as a rule: beyond it no restatement can be observed. @source specs/chargeback.md §2.6, §2.7 */
export const historyMonths = 12;

const dayMs = 86_400_000;
const dayOf = (instant: string): number => Math.floor(Date.parse(instant) / dayMs);

/** Days that a month's last reading may be old before it is read again. */
const daysBetweenReadings = (month: Month, now: string): number => {
  const current = monthOf(now);
  if (month >= current) return 1;
  if (month === addMonths(current, -1)) return dayOf(now) - dayOf(endOf(month)) < 15 ? 1 : 7;
  return month >= addMonths(current, -3) ? 7 : 30;
};

/**
 * Which months are to be read, newest first: those never read, and those whose last reading is as old as §2.7 says. A reading dated in the
 * future (a clock that was wrong) does not count as one. @source specs/chargeback.md §2.7
 */
export const monthsDue = (now: string, lastRead: ReadonlyMap<Month, string>): readonly Month[] =>
  monthsFrom(addMonths(monthOf(now), -historyMonths), monthOf(now))
    .toReversed()
    .filter((month) => {
      const last = lastRead.get(month);
      if (last === undefined || last > now) return true;
      return dayOf(now) - dayOf(last) >= daysBetweenReadings(month, now);
    });

/** What a person who asks for a collection without naming months gets: the current and the last month in any case. */
export const monthsOnRequest = (now: string, lastRead: ReadonlyMap<Month, string>): readonly Month[] => {
  const always = [monthOf(now), addMonths(monthOf(now), -1)];
  return [...always, ...monthsDue(now, lastRead).filter((month) => !always.includes(month))];
};

/** Who used each commitment: weekly for the current month, at the close of the last one, and whenever an older month is read. @source specs/chargeback.md §4.1, X1 */
export const usageIsDue = (month: Month, now: string): boolean => {
  const current = monthOf(now);
  if (month < addMonths(current, -1)) return true;
  const monday = (dayOf(now) + 3) % 7 === 0;
  const closing = month < current && ['06', '07'].includes(now.slice(8, 10));
  return monday || closing;
};

/** Last day (exclusive) that Cost Explorer can answer for in a month; undefined when it has none yet. `lagDays`: 0 for costs, 1 for savings plans, whose period must end before today. */
export const readableEnd = (month: Month, now: string, lagDays: 0 | 1): string | undefined => {
  const today = now.slice(0, 10);
  const latest = lagDays === 0 ? today : addDays(today, -lagDays);
  const end = endOf(month).slice(0, 10);
  const last = end < latest ? end : latest;
  return last > `${month}-01` ? last : undefined;
};
