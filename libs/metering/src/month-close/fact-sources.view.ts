import { sql } from 'kysely';
import type { MetricTotals } from '../collection/collection.events.js';
import { addMonths, monthsFrom } from '../month.js';
import type { Month } from '../month.js';
import type { CloseFacts } from './close-checks.js';
import { monthIsClosed } from './month.decider.js';
import type { ViewsAt } from './month-sources.view.js';
import { findingsOf, stateOf, totalsOf } from './months.view.js';
import type { MonthRow } from './months.view.js';

export interface MonthFacts {
  readonly facts: Omit<CloseFacts, 'now' | 'closeAfterDays' | 'missingRates'>;
  /** Of the newest whole pull; empty when there is none. */
  readonly costsDigest: string;
  readonly totals: MetricTotals | undefined;
}

/** What collections and other months say of a month. */
export const closeFactsOf = async (db: ViewsAt, payerAccountId: string, month: Month): Promise<MonthFacts> => {
  const { rows: months } = await sql<MonthRow>`SELECT * FROM metering_months
    WHERE payer_account_id = ${payerAccountId} AND month <= ${month} ORDER BY month`.execute(db);
  const row = months.find((one) => one.month === month);
  const { rows: pulls } = await sql<{ pulled_at: string; digest: string; estimated: number }>`SELECT pulled_at, digest, estimated
    FROM metering_month_pulls WHERE payer_account_id = ${payerAccountId} AND month = ${month} ORDER BY pulled_at`.execute(db);
  const newest = pulls.at(-1)?.pulled_at ?? '';
  // A collection stores what changed account by account and says last that the month is whole.
  const { rows: later } = await sql`SELECT 1 FROM metering_cells
    WHERE payer_account_id = ${payerAccountId} AND month = ${month} AND pulled_at > ${newest} LIMIT 1`.execute(db);
  const before = months.filter((one) => one.month < month && (one.pulled_at !== null || monthIsClosed(stateOf(one))));
  const known = new Set(before.map((one) => one.month));
  const [first] = before;
  return {
    facts: {
      month,
      pulls: pulls.map(({ pulled_at, digest, estimated }) => ({ pulledAt: pulled_at, digest, estimated: estimated === 1 })),
      findings: row ? findingsOf(row) : [],
      cellsAsObserved: later.length === 0,
      openBefore: before.filter((one) => !monthIsClosed(stateOf(one))).map((one) => one.month),
      missingBefore: first ? monthsFrom(first.month, addMonths(month, -1)).filter((one) => !known.has(one)) : [],
    },
    costsDigest: row?.digest ?? '',
    totals: row && totalsOf(row),
  };
};
