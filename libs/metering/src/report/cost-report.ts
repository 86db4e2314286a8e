import type { LineKind } from '../statement/statement.js';
import { nothing, plus, toTexts } from './cost-amounts.js';
import type { Amounts } from './cost-amounts.js';
import type { CheckedQuery, CostGroup, CostReport, CostSeries, Dimension } from './cost-query.js';

/** What a report adds up: an amount in a period, with as much of its origin as the query needs. */
export interface CostFact {
  readonly period: string;
  readonly payer: string;
  readonly workspace: string;
  readonly project: string;
  readonly tenant: string;
  readonly account: string;
  readonly service: string;
  readonly recordType: string;
  readonly kind: LineKind;
  readonly amounts: Amounts;
}

/** The value of a tag of a project in a month; the empty text when it has none. */
export type TagValue = (workspace: string, project: string, month: string, key: string) => string;

const separator = '\n';

const keyFor = (dimension: Dimension, tagValue: TagValue): ((fact: CostFact) => string) => {
  if (dimension === 'project') return ({ workspace, project }) => (project === '' ? '' : `${workspace}/${project}`);
  if (dimension.startsWith('tag:')) {
    const key = dimension.slice('tag:'.length);
    return ({ workspace, project, period }) => tagValue(workspace, project, period.slice(0, 7), key);
  }
  const name = dimension as Exclude<Dimension, `tag:${string}` | 'project'>;
  return (fact) => fact[name];
};

/** Whether a fact passes every filter. */
export const filterOf = ({ filter }: CheckedQuery, tagValue: TagValue): ((fact: CostFact) => boolean) => {
  const checks: ((fact: CostFact) => boolean)[] = [];
  const oneOf = (values: readonly string[] | undefined, read: (fact: CostFact) => string): void => {
    if (!values) return;
    const allowed = new Set(values);
    checks.push((fact) => allowed.has(read(fact)));
  };
  oneOf(filter.payers, ({ payer }) => payer);
  oneOf(filter.workspaces, ({ workspace }) => workspace);
  oneOf(filter.projects, keyFor('project', tagValue));
  oneOf(filter.tenants, ({ tenant }) => tenant);
  oneOf(filter.accounts, ({ account }) => account);
  oneOf(filter.services, ({ service }) => service);
  oneOf(filter.recordTypes, ({ recordType }) => recordType);
  oneOf(filter.kinds, ({ kind }) => kind);
  for (const { key, values } of filter.tags ?? []) oneOf(values, keyFor(`tag:${key}`, tagValue));
  return (fact) => checks.every((check) => check(fact));
};

class Series {
  total = nothing;
  private readonly periods: (Amounts | undefined)[];

  constructor(private readonly count: number) {
    this.periods = Array.from({ length: count });
  }

  add(index: number, amounts: Amounts): void {
    this.total = plus(this.total, amounts);
    this.periods[index] = plus(this.periods[index] ?? nothing, amounts);
  }

  addAll(other: Series): void {
    this.total = plus(this.total, other.total);
    for (let index = 0; index < this.count; index += 1) {
      const amounts = other.periods[index];
      if (amounts) this.periods[index] = plus(this.periods[index] ?? nothing, amounts);
    }
  }

  shown(): CostSeries {
    return { total: toTexts(this.total), byPeriod: this.periods.map((amounts) => toTexts(amounts ?? nothing)) };
  }
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

export interface ReportBuilder {
  add(facts: Iterable<CostFact>): void;
  report(): Pick<CostReport, 'groups' | 'endCursor' | 'hasNextPage' | 'rest' | 'totals'>;
}

/** Groups facts, the largest first (by magnitude, then by key), and keeps the sum: groups shown and rest are the totals to the last digit. */
export const reportBuilder = (query: CheckedQuery, tagValue: TagValue): ReportBuilder => {
  const { periods, groupBy, metric, top, skip } = query;
  const indexOf = new Map(periods.map((period, index) => [period, index]));
  const passes = filterOf(query, tagValue);
  const keys = groupBy.map((dimension) => keyFor(dimension, tagValue));
  const groups = new Map<string, Series>();
  const totals = new Series(periods.length);
  const add = (fact: CostFact): void => {
    const index = indexOf.get(fact.period);
    if (index === undefined || !passes(fact)) return;
    totals.add(index, fact.amounts);
    if (keys.length === 0) return;
    const key = keys.map((read) => read(fact)).join(separator);
    const group = groups.get(key) ?? new Series(periods.length);
    groups.set(key, group);
    group.add(index, fact.amounts);
  };
  return {
    add: (facts) => {
      for (const fact of facts) add(fact);
    },
    report: () => {
      const ranked = [...groups].toSorted(([a, { total: x }], [b, { total: y }]) => {
        const [left, right] = [magnitude(x[metric]), magnitude(y[metric])];
        return left === right ? (a < b ? -1 : 1) : left > right ? -1 : 1;
      });
      const rest = new Series(periods.length);
      const shown = ranked.slice(skip, skip + top);
      for (const [, series] of [...ranked.slice(0, skip), ...ranked.slice(skip + top)]) rest.addAll(series);
      return {
        groups: shown.map(([key, series]): CostGroup => ({ keys: key.split(separator), ...series.shown() })),
        endCursor: shown.length > 0 ? String(skip + shown.length - 1) : undefined,
        hasNextPage: skip + top < ranked.length,
        rest: { ...rest.shown(), groups: ranked.length - shown.length },
        totals: totals.shown(),
      };
    },
  };
};
