import { addMonths, hoursIn, monthOf } from '../month.js';
import type { Month } from '../month.js';
import type { CommitmentReads } from './call-plan.js';
import { addDays } from './days.js';
import { monthsDue, monthsOnRequest, usageIsDue } from './months-due.js';
import { dailyWindow, planDays, planMonth, requestsOf } from './project-cost.js';
import type { OrganizationSize, PlannedCall } from './project-cost.js';

export interface PullFacts {
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly trigger: 'schedule' | 'request';
  /** Undefined: what is due. */
  readonly wanted: readonly Month[] | undefined;
  readonly lastRead: ReadonlyMap<Month, string>;
  readonly reads: CommitmentReads;
  readonly optionalCalls: { readonly commitmentUsage: boolean; readonly dailyCosts: boolean };
  readonly sizeOf: (month: Month) => OrganizationSize;
  /** The last day whose costs by account are known, `YYYY-MM-DD`. */
  readonly lastDay: string | undefined;
  readonly groupsPerPage: number;
}

export interface PlannedMonth {
  readonly month: Month;
  readonly usage: boolean;
  readonly calls: readonly PlannedCall[];
}

/** What a pull will ask for, as far as it is known before it begins. */
export interface PullPlan {
  /** Newest first. */
  readonly months: readonly PlannedMonth[];
  readonly days: { readonly start: string; readonly end: string; readonly call: PlannedCall } | undefined;
  /** Needed requests of the rest of the calendar month's daily pulls. */
  readonly reserved: number;
}

/** @source specs/chargeback.md §4.1, §2.7 */
export const planPull = (facts: PullFacts): PullPlan => {
  const { now, trigger, wanted, lastRead, reads, optionalCalls, sizeOf, groupsPerPage } = facts;
  const months = wanted ?? (trigger === 'request' ? monthsOnRequest(now, lastRead) : monthsDue(now, lastRead));
  const planOf = (month: Month): PlannedMonth => {
    const usage = optionalCalls.commitmentUsage && (trigger === 'request' || usageIsDue(month, now));
    return { month, usage, calls: planMonth(sizeOf(month), { ...reads, usage }, groupsPerPage) };
  };
  const today = now.slice(0, 10);
  const current = monthOf(now);
  const daysLeft = hoursIn(current) / 24 - Number(today.slice(8));
  const daily = requestsOf([...planOf(current).calls, ...planOf(addMonths(current, -1)).calls], 'needed');
  return { months: months.map(planOf), days: optionalCalls.dailyCosts ? daysOf(facts, today) : undefined, reserved: daily * daysLeft };
};

/** Days that passed: the last week, or since two months ago when none is known yet. */
const daysOf = ({ now, lastDay, sizeOf, groupsPerPage }: PullFacts, today: string): PullPlan['days'] => {
  const current = monthOf(now);
  const first = `${addMonths(current, -1)}-01`;
  const week = addDays(today, -dailyWindow);
  const since = lastDay === undefined || lastDay < first ? first : lastDay < week ? lastDay : week;
  const count = Math.round((Date.parse(today) - Date.parse(since)) / 86_400_000);
  return { start: since, end: today, call: planDays(sizeOf(current).accounts, count, groupsPerPage) };
};

/** What of a plan fits into `room` requests: needed calls of as many months as fit, the newest first. */
export const fitMonths = (
  months: readonly PlannedMonth[],
  room: number,
): { readonly fitting: readonly Month[]; readonly skipped: readonly Month[] } => {
  let left = room;
  const fitting: Month[] = [];
  const skipped: Month[] = [];
  for (const { month, calls } of months) {
    const needed = requestsOf(calls, 'needed');
    // A smaller month further back does not jump the queue.
    if (needed <= left && skipped.length === 0) {
      fitting.push(month);
      left -= needed;
    } else skipped.push(month);
  }
  return { fitting, skipped };
};
