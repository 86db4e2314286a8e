import type { BillLines, MetricName } from '../billing/bill-lines.js';
import type { MonthBill } from '../billing/month-bill.js';
import { shapeReader } from './dimensions.js';
import type { Filter } from './filter.js';
import { compileFilter } from './filter.js';

export interface GroupKey {
  readonly type: 'DIMENSION' | 'TAG' | 'COST_CATEGORY';
  readonly key: string;
}

export interface CostGroup {
  readonly keys: readonly string[];
  /** By the query's metrics. */
  readonly sums: readonly bigint[];
  readonly unit: string;
}

export interface CostQuery {
  readonly metrics: readonly MetricName[];
  readonly groupBy: readonly GroupKey[];
  readonly filter: Filter | undefined;
  /** The only account that the caller may see, when it is not the payer. */
  readonly onlyAccount: string | undefined;
}

/** Numbers for the values of one group key, the same in every month part of a query. */
class Values {
  readonly texts: string[] = [];
  private readonly ids = new Map<string, number>();

  id(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    this.texts.push(text);
    this.ids.set(text, this.texts.length - 1);
    return this.texts.length - 1;
  }
}

interface Slot {
  readonly keys: readonly number[];
  readonly sums: bigint[];
  /** Anything about the group at all, also what is not asked for. */
  presence: bigint;
  unit: string;
}

const WIDTH = 2 ** 22;

class Grouping {
  readonly slots = new Map<number, Slot>();
  private readonly values: readonly Values[];

  constructor(
    private readonly query: CostQuery,
    private readonly bill: MonthBill,
  ) {
    this.values = query.groupBy.map(() => new Values());
  }

  /** Adds the lines with that sign: a part of a month is what is known at its end less what was known at its start. */
  add(lines: BillLines, sign: 1n | -1n): void {
    const { metrics, onlyAccount } = this.query;
    const { accounts } = this.bill;
    const admits = compileFilter(this.query.filter, lines, accounts);
    const only = onlyAccount === undefined ? undefined : accounts.findIndex(({ id }) => id === onlyAccount);
    const [first, second] = this.query.groupBy.map((group, at) => this.reader(group, at, lines));
    const columns = metrics.map((metric) => lines.columns[metric]);
    const { UsageQuantity } = lines.columns;
    for (let line = 0; line < lines.length; line += 1) {
      const account = lines.accounts[line] ?? 0;
      const shape = lines.shapeOf[line] ?? 0;
      if ((only !== undefined && only !== account) || !admits(account, shape)) continue;
      const one = first?.(account, shape) ?? 0;
      const two = second?.(account, shape) ?? 0;
      const slot = this.slot(one, two);
      for (let at = 0; at < columns.length; at += 1) slot.sums[at] = (slot.sums[at] ?? 0n) + sign * (columns[at]?.[line] ?? 0n);
      slot.presence += sign * (1n + (UsageQuantity[line] ?? 0n));
      const unit = lines.shapes[shape]?.unit ?? 'N/A';
      slot.unit = slot.unit === '' || slot.unit === unit ? unit : 'N/A';
    }
  }

  groups(): CostGroup[] {
    const order = this.values.map((values) => ranks(values.texts));
    const rank = (slot: Slot): number => (order[0]?.[slot.keys[0] ?? 0] ?? 0) * WIDTH + (order[1]?.[slot.keys[1] ?? 0] ?? 0);
    return [...this.slots.values()]
      .filter((slot) => slot.presence !== 0n || slot.sums.some((sum) => sum !== 0n))
      .sort((one, other) => rank(one) - rank(other))
      .map(({ keys, sums, unit }) => ({ keys: this.values.map((values, at) => values.texts[keys[at] ?? 0] ?? ''), sums, unit: unit || 'N/A' }));
  }

  private slot(one: number, two: number): Slot {
    const key = one * WIDTH + two;
    const known = this.slots.get(key);
    if (known) return known;
    const slot = { keys: [one, two], sums: this.query.metrics.map(() => 0n), presence: 0n, unit: '' };
    this.slots.set(key, slot);
    return slot;
  }

  private reader(group: GroupKey, at: number, lines: BillLines): (account: number, shape: number) => number {
    const values = this.values[at] ?? new Values();
    if (group.type !== 'DIMENSION') {
      const none = values.id(`${group.key}$`);
      return () => none;
    }
    if (group.key === 'LINKED_ACCOUNT') {
      const ids = this.bill.accounts.map(({ id }) => values.id(id));
      return (account) => ids[account] ?? 0;
    }
    const read = shapeReader(group.key);
    const ids = lines.shapes.map((shape) => values.id(read(shape)));
    return (_, shape) => ids[shape] ?? 0;
  }
}

const ranks = (texts: readonly string[]): readonly number[] => {
  const order = texts.map((_, index) => index).sort((one, other) => ((texts[one] ?? '') < (texts[other] ?? '') ? -1 : 1));
  const rank: number[] = [];
  order.forEach((index, position) => (rank[index] = position));
  return rank;
};

/** Sums of the bill's days [fromDay, toDay) by the query's keys, in the keys' order. Without keys: one group, or none. */
export const costGroups = (bill: MonthBill, query: CostQuery, fromDay: number, toDay: number): readonly CostGroup[] => {
  const grouping = new Grouping(query, bill);
  grouping.add(bill.lines(toDay), 1n);
  if (fromDay > 0) grouping.add(bill.lines(fromDay), -1n);
  return grouping.groups();
};
