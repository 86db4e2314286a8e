import { cellOf } from './cell.js';
import { corrections, correctModel } from './corrections.js';
import { DistinctCounts } from './distinct-counts.js';
import { columnsOf } from './model.js';
import type { Check, FocusModel, FocusRule } from './model.js';
import { explain, requirementOf, speaksOf } from './row-check.js';
import type { Columns, Row, RowTest } from './row-check.js';
import { share, tallyOf } from './report.js';
import type { FocusReport, RuleResult } from './report.js';
import { isComposite, partsOf, RuleGraph } from './rule-graph.js';

export interface CheckOptions {
  /** Applicability criteria that hold for who made the data; absent: all of the model. */
  readonly criteria?: readonly string[];
  /** Follow the rule file even where it contradicts its own words. */
  readonly asWritten?: boolean;
  /** How many rows at fault each rule names. */
  readonly rowsShown?: number;
}

type Outcome = Pick<RuleResult, 'status' | 'reason' | 'violations' | 'rows'>;

const skipped = (reason: string): Outcome => ({ status: 'skipped', reason, violations: 0, rows: [] });
const passed: Outcome = { status: 'passed', violations: 0, rows: [] };
const failed = (reason: string, violations = 0, rows: readonly number[] = []): Outcome => ({ status: 'failed', reason, violations, rows });

/** What rows have shown about one rule so far. */
interface Watch {
  readonly rule: FocusRule;
  readonly when: RowTest | undefined;
  readonly holds: RowTest;
  readonly describe: (row: Row) => string;
  readonly distinct?: DistinctCounts;
  seen: number;
  violations: number;
  readonly rows: number[];
  reason: string | undefined;
}

/**
 * Checks a FOCUS file row by row: the heading first, then `row` for each, then `report`. Memory grows with the rules, and with the number of
 * different services and prices that three of them count, never with the rows.
 */
export class FocusChecker {
  private readonly model: FocusModel;
  private readonly criteria: readonly string[];
  private readonly graph: RuleGraph;
  private readonly positions: ReadonlyMap<string, number>;
  private readonly columns: Columns;
  private readonly watches = new Map<string, Watch>();
  private readonly watchList: readonly Watch[];
  private readonly corrected: ReadonlyMap<string, string>;
  private readonly rowsShown: number;
  private rowCount = 0;

  /** Throws RangeError for a criterion that the model does not know. */
  constructor(
    model: FocusModel,
    private readonly heading: readonly string[],
    { criteria = [...model.criteria.keys()], asWritten = false, rowsShown = 5 }: CheckOptions = {},
  ) {
    for (const name of criteria)
      if (!model.criteria.has(name)) throw new RangeError(`${name} is no applicability criterion of FOCUS ${model.version}`);
    this.model = asWritten ? model : correctModel(model);
    this.corrected = new Map(asWritten ? [] : corrections.map(({ ruleId, why }) => [ruleId, why]));
    this.criteria = criteria;
    this.rowsShown = rowsShown;
    this.graph = new RuleGraph(this.model, new Set(criteria));
    this.positions = new Map(heading.map((name, at) => [name, at]));
    this.columns = (name) => this.positions.get(name);
    for (const rule of this.model.rules.values()) {
      const watch = this.watch(rule);
      if (watch) this.watches.set(rule.ruleId, watch);
    }
    this.watchList = [...this.watches.values()];
  }

  /** The next row's fields, in the order of the heading. */
  row(fields: readonly string[]): void {
    this.rowCount += 1;
    const row = fields.map(cellOf);
    for (const watch of this.watchList) {
      if (watch.when && !watch.when(row)) continue;
      watch.seen += 1;
      if (watch.distinct) watch.distinct.add(row, this.rowCount);
      else if (!watch.holds(row)) this.note(watch, row);
    }
  }

  report(): FocusReport {
    const outcomes = new Map<string, Outcome>();
    const rules = [...this.model.rules.values()].map((rule): RuleResult => {
      const { ruleId, kind, subject, level, text } = rule;
      const correction = this.corrected.get(ruleId);
      return { ruleId, kind, subject, level, text, ...this.outcome(rule, outcomes), ...(correction === undefined ? {} : { correction }) };
    });
    const total = tallyOf(rules);
    const byLevel = {
      must: tallyOf(rules.filter(({ level }) => level === 'must')),
      should: tallyOf(rules.filter(({ level }) => level === 'should')),
    };
    return {
      version: this.model.version,
      rows: this.rowCount,
      columns: this.heading,
      criteria: this.criteria,
      rules,
      total,
      byLevel,
      conformance: share(total),
      mandatory: share(byLevel.must),
    };
  }

  private watch(rule: FocusRule): Watch | undefined {
    const { check } = rule;
    if (!check || rule.dynamic || rule.level === 'may' || check.fn === 'ColumnPresent' || !this.graph.applies(rule)) return undefined;
    if (isComposite(rule)) {
      const holds = check.fn === 'OR' ? this.graph.anyOf(rule, this.columns) : undefined;
      return holds && this.newWatch(rule, holds, (row) => this.explainAny(rule, row));
    }
    if (columnsOf(check).some((name) => this.columns(name) === undefined)) return undefined;
    if (check.fn === 'CheckDistinctCount')
      return this.newWatch(
        rule,
        () => true,
        () => '',
        new DistinctCounts(check, this.columns),
      );
    return this.newWatch(rule, requirementOf(check, this.columns), (row) => explain(check, this.columns, row));
  }

  private newWatch(rule: FocusRule, holds: RowTest, describe: Watch['describe'], distinct?: DistinctCounts): Watch {
    const given = rule.check ? speaksOf(rule.check).flatMap((name) => this.columns(name) ?? []) : [];
    const condition = this.graph.condition(rule, this.columns);
    const when: RowTest | undefined =
      given.length === 0 ? condition : (row) => given.every((at) => (row[at] ?? null) !== null) && (condition === undefined || condition(row));
    return { rule, when, holds, describe, ...(distinct ? { distinct } : {}), seen: 0, violations: 0, rows: [], reason: undefined };
  }

  private note(watch: Watch, row: Row): void {
    watch.violations += 1;
    if (watch.rows.length < this.rowsShown) watch.rows.push(this.rowCount);
    watch.reason ??= watch.describe(row);
  }

  private outcome(rule: FocusRule, known: Map<string, Outcome>): Outcome {
    const before = known.get(rule.ruleId);
    if (before) return before;
    const outcome = this.decide(rule, known);
    known.set(rule.ruleId, outcome);
    return outcome;
  }

  private decide(rule: FocusRule, known: Map<string, Outcome>): Outcome {
    if (!this.graph.applies(rule)) return skipped(`applies where ${this.unmet(rule).join(' and ')}`);
    if (rule.dynamic || !rule.check) return skipped('no file alone can show whether this is met');
    if (rule.level === 'may') return skipped('permits and demands nothing');
    const watch = this.watches.get(rule.ruleId);
    if (watch) return this.ofRows(watch);
    if (isComposite(rule)) return this.ofParts(rule, known);
    if (rule.check.fn === 'ColumnPresent')
      return this.columns(rule.check.column) === undefined ? failed(`the file has no column ${rule.check.column}`) : passed;
    return skipped(
      `the file has no column ${columnsOf(rule.check)
        .filter((name) => this.columns(name) === undefined)
        .join(', ')}`,
    );
  }

  private ofRows({ rule, seen, violations, rows, reason, distinct }: Watch): Outcome {
    if (seen === 0) return skipped('no row falls under it');
    if (distinct) {
      const found = distinct.findings(this.rowsShown);
      return found.violations === 0 ? passed : failed(found.reason, found.violations, found.rows);
    }
    if (violations === 0) return passed;
    const whole = this.graph.alternativeTo(rule);
    return whole === undefined ? failed(reason ?? 'not met', violations, rows) : skipped(`one way of several to meet ${whole}`);
  }

  private ofParts(rule: FocusRule, known: Map<string, Outcome>): Outcome {
    const parts = partsOf(rule).flatMap((ruleId) => this.model.rules.get(ruleId) ?? []);
    const counted = (other: FocusRule): boolean => other.level === 'must' || rule.level === 'should';
    const needed = rule.dependencies.flatMap((ruleId) => this.model.rules.get(ruleId) ?? []).filter(({ entity }) => entity !== 'Dataset');
    const broken = [...new Set([...parts, ...needed])].filter((part) => counted(part) && this.outcome(part, known).status === 'failed');
    if (broken.length > 0) return failed(`not met: ${broken.map(({ ruleId }) => ruleId).join(', ')}`);
    if (parts.some((part) => this.outcome(part, known).status === 'passed')) return passed;
    return skipped('none of its parts applies or can be decided');
  }

  private explainAny(rule: FocusRule, row: Row): string {
    const checks = partsOf(rule).flatMap((ruleId): readonly Check[] => {
      const check = this.model.rules.get(ruleId)?.check;
      return check ? [check] : [];
    });
    return checks.map((check) => explain(check, this.columns, row)).join(' and ');
  }

  private unmet({ criteria }: FocusRule): readonly string[] {
    const missing = criteria.filter((criterion) => !this.criteria.includes(criterion));
    return missing.length > 0 ? missing : ['the group of rules that it is part of does'];
  }
}
