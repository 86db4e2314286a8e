import type { World } from '../../../core/service.js';
import type { MonthBill } from '../billing/month-bill.js';
import type { CostGroup, CostQuery } from './cost-groups.js';
import { costGroups } from './cost-groups.js';
import type { Slice } from './time-period.js';

const KEPT_ANSWERS = 6;
const answers = new WeakMap<World, Map<string, readonly CostGroup[]>>();

/** An hour's part of a day's sum: parts of 24 hours add up to it. */
const hourOf = (sum: bigint, hour: number): bigint => (sum * BigInt(hour + 1)) / 24n - (sum * BigInt(hour)) / 24n;

/** Groups of one row of an answer, kept for its next pages. */
export const groupsOfSlice = (world: World, bill: MonthBill, query: CostQuery, slice: Slice, request: string): readonly CostGroup[] => {
  const known = answers.get(world) ?? new Map<string, readonly CostGroup[]>();
  answers.set(world, known);
  const key = `${request} ${slice.label.Start} ${bill.version}`;
  const found = known.get(key) ?? computed(bill, query, slice);
  known.delete(key);
  known.set(key, found);
  const oldest = known.keys().next().value;
  if (known.size > KEPT_ANSWERS && oldest !== undefined) known.delete(oldest);
  return found;
};

const computed = (bill: MonthBill, query: CostQuery, { fromDay, toDay, hour }: Slice): readonly CostGroup[] => {
  const groups = costGroups(bill, query, fromDay, toDay);
  return hour === undefined ? groups : groups.map((group) => ({ ...group, sums: group.sums.map((sum) => hourOf(sum, hour)) }));
};
