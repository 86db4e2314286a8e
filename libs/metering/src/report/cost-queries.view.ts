import { formatUnits, refuse } from '@orgledger/kernel';
import { sql } from 'kysely';
import { dailyFacts, monthlyFacts } from './cost-facts.view.js';
import { checkCostQuery } from './cost-query.js';
import type { CheckedQuery, CostQuery, CostReport } from './cost-query.js';
import { reportBuilder } from './cost-report.js';
import type { CostDatabase } from './cost-tables.view.js';
import { tagValues } from './tag-values.view.js';

/** Explorer-like reports over the costs that were collected. */
export interface CostQueries {
  /**
   * Throws FIELD_MALFORMED for a query that cannot be answered, CURRENCIES_INVALID for one that would add up different currencies,
   * PAYER_NOT_FOUND and TAG_UNKNOWN for what nobody has.
   */
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
    const collected = await collectedPeriods(db, query);
    const known = {
      currency,
      periods: query.periods,
      estimated: query.periods.filter((period) => estimated.has(period.slice(0, 7))),
      missing: query.periods.filter((period) => !collected.has(period)),
    };
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
  const stranger = asked.findIndex((payer) => !known.has(payer));
  if (stranger >= 0)
    refuse(
      'PAYER_NOT_FOUND',
      `filter.payers[${stranger}]`,
      `There is no payer ${asked[stranger] ?? ''}: choose one of ${[...known.keys()].join(', ')}.`,
    );
  const distinct = [...new Set(asked.map((payer) => known.get(payer) ?? 'USD'))];
  if (distinct.length > 1)
    refuse('CURRENCIES_INVALID', 'filter.payers', `The payers ${asked.join(', ')} bill in ${distinct.join(', ')}: filter by payers of one currency.`);
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

/** Periods of which at least one of the payers was read. */
const collectedPeriods = async (db: CostDatabase, { granularity, from, to, filter }: CheckedQuery): Promise<ReadonlySet<string>> => {
  const payers = filter.payers ? sql`payer IN (${sql.join(filter.payers)})` : sql`true`;
  const { rows } =
    granularity === 'day'
      ? await sql<{ period: string }>`SELECT DISTINCT day AS period FROM cost_days WHERE day BETWEEN ${from} AND ${to} AND ${payers}`.execute(db)
      : await sql<{ period: string }>`SELECT DISTINCT month AS period FROM cost_months WHERE month BETWEEN ${from} AND ${to} AND ${payers}`.execute(
          db,
        );
  return new Set(rows.map(({ period }) => period));
};
