import { conditionOf, requirementOf } from './row-check.js';
import type { Columns, RowTest } from './row-check.js';
import type { FocusModel, FocusRule } from './model.js';

/** Rules that a composite consists of. */
export const partsOf = ({ check }: FocusRule): readonly string[] =>
  check && (check.fn === 'AND' || check.fn === 'OR') ? check.items.flatMap((item) => (item.fn === 'CheckModelRule' ? [item.ruleId] : [])) : [];

export const isComposite = (rule: FocusRule): boolean => partsOf(rule).length > 0;

/** Who consists of whom: a part inherits the condition and the applicability of what it is part of. */
export class RuleGraph {
  private readonly wholes = new Map<string, FocusRule[]>();

  constructor(
    private readonly model: FocusModel,
    private readonly criteria: ReadonlySet<string>,
  ) {
    for (const rule of model.rules.values()) for (const part of partsOf(rule)) this.wholes.set(part, [...this.wholesOf(part), rule]);
  }

  /** All criteria of a rule must hold ("unit pricing and public price lists"), and those of one group that it is part of. */
  applies({ ruleId, criteria }: FocusRule): boolean {
    if (!criteria.every((criterion) => this.criteria.has(criterion))) return false;
    const wholes = this.wholesOf(ruleId);
    return wholes.length === 0 || wholes.some((whole) => this.applies(whole));
  }

  /** Rows that fall under a rule: its own condition, within that of one group that it is part of. Undefined: all rows. */
  condition(rule: FocusRule, columns: Columns): RowTest | undefined {
    const own = rule.condition && conditionOf(rule.condition, columns);
    const wholes = this.wholesOf(rule.ruleId).map((whole) => this.condition(whole, columns));
    const limits = wholes.flatMap((test) => (test ? [test] : []));
    // One group without a condition lets all rows in.
    const within = limits.length > 0 && limits.length === wholes.length ? limits : undefined;
    if (!within) return own;
    const inSome: RowTest = (row) => within.some((test) => test(row));
    return own ? (row) => own(row) && inSome(row) : inSome;
  }

  /** A rule that stands only as one of several ways to meet another: failing it alone breaks nothing. */
  alternativeTo({ ruleId, condition, criteria }: FocusRule): string | undefined {
    const wholes = this.wholesOf(ruleId);
    const free = condition === undefined && criteria.length === 0;
    return free && wholes.length > 0 && wholes.every(({ check }) => check?.fn === 'OR') ? wholes[0]?.ruleId : undefined;
  }

  /** A group joined by OR, row by row: each row meets one of its parts. Undefined where a part is no matter of rows. */
  anyOf(rule: FocusRule, columns: Columns): RowTest | undefined {
    const tests: RowTest[] = [];
    for (const part of partsOf(rule)) {
      const of = this.model.rules.get(part);
      if (!of?.check || isComposite(of) || of.check.fn === 'ColumnPresent' || of.check.fn === 'CheckDistinctCount') return undefined;
      const [when, holds] = [of.condition && conditionOf(of.condition, columns), requirementOf(of.check, columns)];
      tests.push(when ? (row) => !when(row) || holds(row) : holds);
    }
    return (row) => tests.some((test) => test(row));
  }

  private wholesOf(ruleId: string): readonly FocusRule[] {
    return this.wholes.get(ruleId) ?? [];
  }
}
