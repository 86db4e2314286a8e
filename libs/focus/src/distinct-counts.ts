import { shown } from './cell.js';
import type { Check } from './model.js';
import type { Columns, Row } from './row-check.js';

type DistinctCheck = Extract<Check, { fn: 'CheckDistinctCount' }>;

interface Group {
  readonly values: Set<string>;
  /** The row that brought one value too many, or the first of the group. */
  row: number;
}

/** How many different values of one column go with each value of another. Remembers at most one more per group than is allowed. */
export class DistinctCounts {
  private readonly groups = new Map<string, Group>();

  constructor(
    private readonly check: DistinctCheck,
    private readonly columns: Columns,
  ) {}

  add(row: Row, rowNumber: number): void {
    const key = this.read(row, this.check.column);
    const value = this.read(row, this.check.other);
    if (key === null) return;
    const group = this.groups.get(key) ?? { values: new Set<string>(), row: rowNumber };
    this.groups.set(key, group);
    if (value === null || group.values.has(value) || group.values.size > this.check.count) return;
    group.values.add(value);
    group.row = rowNumber;
  }

  findings(limit: number): { readonly violations: number; readonly rows: readonly number[]; readonly reason: string } {
    const { column, other, count } = this.check;
    const wrong = [...this.groups].filter(([, { values }]) => values.size !== count);
    const [first] = wrong;
    return {
      violations: wrong.length,
      rows: wrong.slice(0, limit).map(([, { row }]) => row),
      reason: first
        ? `${column} ${shown(first[0])} has ${first[1].values.size === 0 ? `no ${other}` : `${other} ${[...first[1].values].map(shown).join(' and ')}`}, not exactly ${count}`
        : '',
    };
  }

  private read(row: Row, name: string): string | null {
    const at = this.columns(name);
    return at === undefined ? null : (row[at] ?? null);
  }
}
