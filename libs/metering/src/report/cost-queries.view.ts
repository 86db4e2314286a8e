import { DomainError, formatUnits } from '@orgledger/kernel';
import { fromJson } from '@orgledger/projections';
import { sql } from 'kysely';
import { endOf } from '../month.js';
import { dailyFacts, monthlyFacts } from './cost-facts.view.js';
import { checkCostQuery } from './cost-query.js';
import type { CheckedQuery, CostQuery, CostReport } from './cost-query.js';
import { reportBuilder } from './cost-report.js';
import type { TagValue } from './cost-report.js';
import type { CostDatabase } from './cost-tables.view.js';

/** Explorer-like reports over the costs that were collected. */
export interface CostQueries {
  /** Throws FIELD_MALFORMED for a query that cannot be answered, CURRENCIES_INVALID for one that would add up different currencies. */
  costReport(query: CostQuery): Promise<CostReport>;
  /** Currency by payer. */
  payerCurrencies(): Promise<ReadonlyMap<string, string>>;
}

export const costQueries = (db: CostDatabase): CostQueries => ({
  costReport: async (asked) => {
    const query = checkCostQuery(asked);
    const currency = await oneCurrency(db, query);
    const tagValue = await tagValues(db, query);
    const estimated = await estimatedMonths(db, query);
    const known = { currency, periods: query.periods, estimated: query.periods.filter((period) => estimated.has(period.slice(0, 7))) };
    const builder = reportBuilder(query, tagValue);
    if (query.granularity === 'month') {
      for await (const facts of monthlyFacts(db, query)) builder.add(facts);
      return { ...known, ...builder.report() };
    }
    const { facts, spread } = await dailyFacts(db, query);
    builder.add(facts);
    return { ...known, ...builder.report(), spread: formatUnits(spread) };
  },
  payerCurrencies: () => currencies(db),
});

const currencies = async (db: CostDatabase): Promise<ReadonlyMap<string, string>> => {
  const rows = await db.selectFrom('cost_payers').selectAll().orderBy('payer').execute();
  return new Map(rows.map(({ payer, currency }) => [payer, currency]));
};

const oneCurrency = async (db: CostDatabase, { filter }: CheckedQuery): Promise<string> => {
  const known = await currencies(db);
  const asked = filter.payers ?? [...known.keys()];
  const distinct = [...new Set(asked.map((payer) => known.get(payer) ?? 'USD'))];
  if (distinct.length > 1)
    throw new DomainError('CURRENCIES_INVALID', `The payers ${asked.join(', ')} bill in ${distinct.join(', ')}: filter by payers of one currency.`, {
      field: 'filter.payers',
    });
  return distinct[0] ?? 'USD';
};

const estimatedMonths = async (db: CostDatabase, { months, filter }: CheckedQuery): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ month: string }>`WITH RECURSIVE m(month) AS (
      SELECT min(month) FROM cost_accounts WHERE month >= ${months.first}
      UNION ALL SELECT (SELECT min(month) FROM cost_accounts WHERE month > m.month) FROM m WHERE m.month IS NOT NULL)
    SELECT month FROM m WHERE month <= ${months.last} AND EXISTS (
      SELECT 1 FROM cost_accounts a WHERE a.month = m.month AND a.estimated = 1
        AND ${filter.payers ? sql`a.payer IN (${sql.join(filter.payers)})` : sql`true`})`.execute(db);
  return new Set(rows.map(({ month }) => month));
};

interface TagVersion {
  readonly since: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Tags as they stood at a month's end; an object that is younger than its costs has those it was made with. A project's value goes before its workspace's. */
const tagValues = async (db: CostDatabase, { groupBy, filter }: CheckedQuery): Promise<TagValue> => {
  if (!filter.tags && !groupBy.some((dimension) => dimension.startsWith('tag:'))) return () => '';
  const rows = await db.selectFrom('cost_tags').selectAll().orderBy('object').orderBy('revision').execute();
  const versions = new Map<string, TagVersion[]>();
  for (const { object, since, tags } of rows)
    versions.set(object, [...(versions.get(object) ?? []), { since, tags: fromJson<TagVersion['tags']>(tags) }]);
  const valueOf = (object: string, month: string, key: string): string | undefined => {
    const known: readonly TagVersion[] = versions.get(object) ?? [];
    return (known.findLast(({ since }) => since < endOf(month)) ?? known[0])?.tags[key];
  };
  return (workspace, project, month, key) => valueOf(`${workspace}/${project}`, month, key) ?? valueOf(workspace, month, key) ?? '';
};
