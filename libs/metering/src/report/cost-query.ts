import { DomainError } from '@orgledger/kernel';
import { addMonths, isMonth, monthsFrom } from '../month.js';
import type { Month } from '../month.js';
import type { LineKind } from '../statement/statement.js';
import type { AmountTexts, Metric } from './cost-amounts.js';

export const dimensions = ['workspace', 'project', 'tenant', 'account', 'service', 'recordType', 'kind', 'payer'] as const;
export type Dimension = (typeof dimensions)[number] | `tag:${string}`;

/** Values of one dimension are alternatives; dimensions restrict together. An empty text is what nobody holds, or no value of a tag. */
export interface CostFilter {
  readonly payers?: readonly string[];
  readonly workspaces?: readonly string[];
  /** `workspace/project`. */
  readonly projects?: readonly string[];
  readonly tenants?: readonly string[];
  readonly accounts?: readonly string[];
  readonly services?: readonly string[];
  readonly recordTypes?: readonly string[];
  readonly kinds?: readonly LineKind[];
  readonly tags?: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export interface CostQuery {
  /** `YYYY-MM`, or `YYYY-MM-DD` by day; both ends are included. */
  readonly from: string;
  readonly to: string;
  readonly granularity: 'month' | 'day';
  /** Ranks the groups; all metrics are in the answer. */
  readonly metric: Metric;
  /** At most two. Absent: only the totals. */
  readonly groupBy?: readonly Dimension[];
  readonly filter?: CostFilter;
  /** Groups shown, the largest cost first, 1–200, default 20; all others make the rest. */
  readonly top?: number;
  /** `endCursor` of the report before: shows the groups after it. */
  readonly after?: string;
}

/** Decimal texts by metric: over the whole time, and by period in the order of `periods`. */
export interface CostSeries {
  readonly total: AmountTexts;
  readonly byPeriod: readonly AmountTexts[];
}

export interface CostGroup extends CostSeries {
  /** One per dimension of `groupBy`. */
  readonly keys: readonly string[];
}

export interface CostReport {
  readonly currency: string;
  readonly periods: readonly string[];
  /** Periods whose figures may still move. */
  readonly estimated: readonly string[];
  /** Periods of which nothing has been collected: their costs are unknown, not nothing. */
  readonly missing: readonly string[];
  readonly groups: readonly CostGroup[];
  readonly endCursor: string | undefined;
  readonly hasNextPage: boolean;
  /** Everything outside the groups shown. */
  readonly rest: CostSeries & { readonly groups: number };
  readonly totals: CostSeries;
  /** By day only: unused reservations that AWS books on a month's first day, laid evenly on its days. Decimal text. */
  readonly spread?: string;
}

/** A query whose shape has been checked, with its periods. */
export interface CheckedQuery extends CostQuery {
  readonly groupBy: readonly Dimension[];
  readonly filter: CostFilter;
  readonly top: number;
  /** Groups before those shown. */
  readonly skip: number;
  readonly periods: readonly string[];
  readonly months: { readonly first: Month; readonly last: Month };
}

const mostMonths = 36;
const mostDays = 184;
const mostValues = 200;
const mostFigures = 10_000;

const refuse = (field: string, message: string): never => {
  throw new DomainError('FIELD_MALFORMED', message, { field });
};

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && isMonth(text.slice(0, 7)) && Number(text.slice(8)) >= 1 && Number(text.slice(8)) <= lastDay(text.slice(0, 7));

const lastDay = (month: Month): number => daysOf(month).length;

/** All days of a month, `YYYY-MM-DD`. */
export const daysOf = (month: Month): readonly string[] => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const count = number === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(number) ? 30 : 31;
  return Array.from({ length: count }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);
};

const periodsOf = ({ granularity, from, to }: CostQuery): readonly string[] => {
  if (granularity === 'month') {
    if (!isMonth(from)) refuse('from', 'from must be a month such as 2026-01.');
    if (!isMonth(to)) refuse('to', 'to must be a month such as 2026-12.');
    if (to < from) refuse('to', 'to is before from: exchange them.');
    if (to >= addMonths(from, mostMonths)) refuse('to', `A report spans at most ${mostMonths} months: choose a shorter time.`);
    return monthsFrom(from, to);
  }
  if (!isDay(from)) refuse('from', 'from must be a day such as 2026-01-31.');
  if (!isDay(to)) refuse('to', 'to must be a day such as 2026-01-31.');
  if (to < from) refuse('to', 'to is before from: exchange them.');
  if (to.slice(0, 7) > addMonths(from.slice(0, 7), 7))
    refuse('to', `A daily report spans at most ${mostDays} days: choose a shorter time, or months.`);
  const days = monthsFrom(from.slice(0, 7), to.slice(0, 7)).flatMap(daysOf);
  const wanted = days.filter((day) => day >= from && day <= to);
  if (wanted.length > mostDays) refuse('to', `A daily report spans at most ${mostDays} days: choose a shorter time, or months.`);
  return wanted;
};

const isDimension = (text: string): text is Dimension => (dimensions as readonly string[]).includes(text) || /^tag:.+/.test(text);

/** Throws FIELD_MALFORMED that names the field and what to write instead. */
export const checkCostQuery = (query: CostQuery): CheckedQuery => {
  const { groupBy = [], filter = {}, top = 20 } = query;
  const periods = periodsOf(query);
  if (groupBy.length > 2) refuse('groupBy', 'A report is grouped by at most two dimensions: leave one out.');
  groupBy.forEach((dimension, index) => {
    if (!isDimension(dimension)) refuse(`groupBy[${index}]`, `groupBy must name one of ${dimensions.join(', ')}, or tag:<key>.`);
    if (groupBy.indexOf(dimension) !== index) refuse(`groupBy[${index}]`, 'groupBy names the same dimension twice: keep one.');
  });
  if (!Number.isInteger(top) || top < 1 || top > 200) refuse('top', 'top must be a whole number from 1 to 200.');
  if (top * periods.length > mostFigures)
    refuse('top', `The answer would hold ${top * periods.length} figures, at most ${mostFigures} are given: ask for fewer groups or a shorter time.`);
  for (const [name, values] of Object.entries(filter)) {
    const list = values as readonly unknown[];
    if (list.length === 0 || list.length > mostValues) refuse(`filter.${name}`, `A filter has 1–${mostValues} values: leave it out to take all.`);
  }
  const { after } = query;
  if (after !== undefined && !/^\d{1,9}$/.test(after)) refuse('after', 'after is not a cursor: give the endCursor of the report before.');
  if (query.granularity === 'day') checkDaily(query, groupBy, filter);
  const skip = after === undefined ? 0 : Number(after) + 1;
  return { ...query, groupBy, filter, top, skip, periods, months: { first: query.from.slice(0, 7), last: query.to.slice(0, 7) } };
};

const checkDaily = ({ metric }: CostQuery, groupBy: readonly Dimension[], filter: CostFilter): void => {
  const remedy = 'Daily costs are known by account, not by service or record type: ask by month for these.';
  const index = groupBy.findIndex((dimension) => dimension === 'service' || dimension === 'recordType' || dimension === 'kind');
  if (index >= 0) refuse(`groupBy[${index}]`, remedy);
  for (const name of ['services', 'recordTypes', 'kinds'] as const) if (filter[name]) refuse(`filter.${name}`, remedy);
  if (metric !== 'amortized' && metric !== 'unblended') refuse('metric', 'Daily costs are known amortized and unblended: choose one of these.');
};
