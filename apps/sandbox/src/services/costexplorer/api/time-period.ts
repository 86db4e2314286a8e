import type { World } from '../../../core/service.js';
import { quotaNumber } from '../../quota-numbers.js';
import type { RequestMembers } from '../../request-members.js';
import type { Month } from '../billing/calendar.js';
import { DAY, dayText, HOUR, monthAt, monthOfTime, startOfDay, timeOfDay } from '../billing/calendar.js';
import { validation } from './errors.js';

export const granularities = ['DAILY', 'MONTHLY', 'HOURLY'] as const;
export type Granularity = (typeof granularities)[number];

/** Start inclusive, end exclusive, milliseconds since 1970. */
export interface TimePeriod {
  readonly start: number;
  readonly end: number;
}

const readTime = (members: RequestMembers, member: string, hourly: boolean): number => {
  const text = members.text(member);
  const time = hourly && /^\d{4}-\d\d-\d\dT\d\d:00:00Z$/.test(text) ? Date.parse(text) : timeOfDay(text);
  if (time === undefined || Number.isNaN(time))
    throw validation(`${member} date (and hour) should be in the format ${hourly ? 'yyyy-MM-ddTHH:mm:ssZ' : 'yyyy-MM-dd'}`);
  return time;
};

export const readTimePeriod = (members: RequestMembers, granularity?: Granularity): TimePeriod => {
  const period = members.structure('TimePeriod');
  const start = readTime(period, 'Start', granularity === 'HOURLY');
  const end = readTime(period, 'End', granularity === 'HOURLY');
  if (start >= end) throw validation('Start date (and hour) should be before end date (and hour)');
  return { start, end };
};

/** The first moment that Cost Explorer still knows: thirteen whole months before the current one. */
export const historyStart = (world: World, now: number): number =>
  monthAt(monthOfTime(now).index - quotaNumber(world, ['costexplorer', 'historyMonths'], 13)).start;

/** @source GetCostAndUsage: start "must be equal to or no later than the current date"; the words about 14 months are the service's own */
export const checkWindow = (world: World, now: number, period: TimePeriod, granularity?: Granularity): void => {
  if (period.start > now) throw validation('start date is past end date or current date');
  if (period.start < historyStart(world, now)) throw validation("You haven't enabled historical data beyond 14 months.");
  if (granularity === 'HOURLY' && period.start < startOfDay(now) - 14 * DAY)
    throw validation('Hourly granularity is only supported for the last 14 days.');
};

/** Savings plans operations take no end after the current date. */
export const checkEndedWindow = (world: World, now: number, period: TimePeriod): void => {
  checkWindow(world, now, period);
  if (period.end >= startOfDay(now)) throw validation('End date should be before the current date.');
};

/** One row of `ResultsByTime`: a part of one month. Days count from the month's first, end exclusive. */
export interface Slice {
  readonly month: Month;
  readonly fromDay: number;
  readonly toDay: number;
  /** Hour of the day, for HOURLY. */
  readonly hour?: number;
  readonly label: { readonly Start: string; readonly End: string };
}

const monthSlices = (period: TimePeriod): readonly Slice[] => {
  const slices: Slice[] = [];
  for (let month = monthOfTime(period.start); month.start < period.end; month = monthAt(month.index + 1)) {
    const start = Math.max(month.start, period.start);
    const end = Math.min(month.end, period.end);
    slices.push({
      month,
      fromDay: Math.round((start - month.start) / DAY),
      toDay: Math.round((end - month.start) / DAY),
      label: { Start: dayText(start), End: dayText(end) },
    });
  }
  return slices;
};

const daySlices = (period: TimePeriod): readonly Slice[] =>
  monthSlices(period).flatMap(({ month, fromDay, toDay }) =>
    Array.from({ length: toDay - fromDay }, (_, index) => {
      const start = month.start + (fromDay + index) * DAY;
      return { month, fromDay: fromDay + index, toDay: fromDay + index + 1, label: { Start: dayText(start), End: dayText(start + DAY) } };
    }),
  );

const hourText = (time: number): string => new Date(time).toISOString().replace('.000', '');

const hourSlices = (period: TimePeriod): readonly Slice[] =>
  Array.from({ length: Math.round((period.end - period.start) / HOUR) }, (_, index) => {
    const start = period.start + index * HOUR;
    const month = monthOfTime(start);
    const fromDay = Math.floor((start - month.start) / DAY);
    const hour = Math.round((start - startOfDay(start)) / HOUR);
    return { month, fromDay, toDay: fromDay + 1, hour, label: { Start: hourText(start), End: hourText(start + HOUR) } };
  });

export const slicesOf = (period: TimePeriod, granularity: Granularity): readonly Slice[] =>
  granularity === 'MONTHLY' ? monthSlices(period) : granularity === 'DAILY' ? daySlices(period) : hourSlices(period);
