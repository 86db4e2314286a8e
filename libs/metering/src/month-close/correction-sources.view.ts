import { fromJson } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Month } from '../month.js';
import type { CorrectionInput } from '../statement/month-inputs.js';
import type { LineKind, Statement } from '../statement/statement.js';
import { dueCorrections } from './corrections.js';
import type { Posting } from './month.events.js';
import { monthIsClosed } from './month.decider.js';
import type { ViewsAt } from './month-sources.view.js';
import { stateOf } from './months.view.js';
import type { MonthRow } from './months.view.js';

/** What a closing of `month` posts for the months before it: at the rate that the tenant's statement of the corrected month had. */
export const correctionsDue = async (db: ViewsAt, payerAccountId: string, month: Month): Promise<readonly CorrectionInput[]> => {
  const { rows } = await sql<MonthRow>`SELECT * FROM metering_months
    WHERE payer_account_id = ${payerAccountId} AND month < ${month} AND closed_at IS NOT NULL ORDER BY month`.execute(db);
  const due: CorrectionInput[] = [];
  for (const row of rows) {
    const state = stateOf(row);
    // A reopened month is computed whole by its own next closing.
    if (!monthIsClosed(state)) continue;
    const posted = await postedFor(db, payerAccountId, row.month, month);
    const differences = state.restated?.differences ?? [];
    if (posted.length + differences.length > 0) due.push(...dueCorrections(differences, posted, await ratesOf(db, payerAccountId, row.month)));
  }
  return due;
};

/** What the statements that count hold for a closed month, but for those of the month that is being closed. */
export const postedFor = async (db: ViewsAt, payerAccountId: string, corrected: Month, closing?: Month): Promise<readonly Posting[]> => {
  const { rows } = await sql<{ tenant_id: string; kind: LineKind; amount: string }>`SELECT c.tenant_id, c.kind, c.amount FROM metering_corrections c
    JOIN metering_statements s ON s.statement_id = c.statement_id
    WHERE c.payer_account_id = ${payerAccountId} AND c.corrected_month = ${corrected} AND s.state = 'current' AND s.month <> ${closing ?? ''}
    ORDER BY c.tenant_id, c.kind, s.month`.execute(db);
  return rows.map(({ tenant_id, kind, amount }) => ({ month: corrected, tenantId: tenant_id, kind, amount }));
};

const ratesOf = async (db: ViewsAt, payerAccountId: string, month: Month): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ tenant_id: string; header: string }>`SELECT tenant_id, header FROM metering_statements
    WHERE payer_account_id = ${payerAccountId} AND month = ${month} AND state = 'current'`.execute(db);
  return new Map(rows.map(({ tenant_id, header }) => [tenant_id, fromJson<Pick<Statement, 'rate'>>(header).rate]));
};
