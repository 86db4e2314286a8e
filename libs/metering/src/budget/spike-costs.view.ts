import { parseUnits } from '@orgledger/kernel';
import { sql } from 'kysely';
import { setImmediate } from 'node:timers/promises';
import { addMonths, monthOf } from '../month.js';
import type { Month } from '../month.js';
import { readCells } from '../report/cell-document.js';
import type { ReportCell } from '../report/cell-document.js';
import { daysOf } from '../report/cost-query.js';
import type { CostDatabase, HolderColumns } from '../report/cost-tables.view.js';
import { readDays } from '../report/day-document.js';
import { spreadUnused } from '../report/spread-lumps.js';
import { findSpikes } from './spike.js';
import type { Spike } from './spike.js';

export interface AccountSpike extends Spike {
  readonly accountId: string;
}

interface Row {
  readonly account: string;
  readonly month: Month;
  readonly days: string;
  readonly cells: string | null;
}

/** Below this excess (in the billing currency) nothing is recorded, whatever budgets ask for. */
const leastExcess = parseUnits('10');
const judgedDays = 3;
const accountsAtOnce = 500;

/** Days until `now` that cost far more than usual, by account of a payer: the last three, as costs of a day still come for two more. */
export const readSpikes = async (db: CostDatabase, payer: string, now: string): Promise<readonly AccountSpike[]> => {
  const month = monthOf(now);
  const first = addMonths(month, -1);
  const judged = [...daysOf(first), ...daysOf(month)].filter((day) => day <= now.slice(0, 10)).slice(-judgedDays);
  const spikes: AccountSpike[] = [];
  let after = '';
  for (;;) {
    const { rows: accounts } = await sql<{ account: string }>`SELECT DISTINCT account FROM cost_account_days
      WHERE payer = ${payer} AND month IN (${first}, ${month}) AND account > ${after} ORDER BY account LIMIT ${accountsAtOnce}`.execute(db);
    const last = accounts.at(-1)?.account;
    if (last === undefined) return spikes;
    const { rows } = await sql<Row>`SELECT d.account, d.month, d.days, c.cells FROM cost_account_days d
      LEFT JOIN cost_account_cells c ON c.account_key = d.account_key
      WHERE d.payer = ${payer} AND d.month IN (${first}, ${month}) AND d.account > ${after} AND d.account <= ${last}`.execute(db);
    for (const { account } of accounts)
      spikes.push(
        ...spikesOf(
          rows.filter((row) => row.account === account),
          judged,
        ).map((spike) => ({ ...spike, accountId: account })),
      );
    after = last;
    await setImmediate();
  }
};

const spikesOf = (rows: readonly Row[], judged: readonly string[]): readonly Spike[] => {
  const cells = new Map(rows.map((row) => [row.month, row.cells === null ? [] : readCells(row.cells)]));
  const days = new Map<string, bigint>();
  for (const row of rows)
    for (const [day, { amortized }] of spreadUnused(row.month, readDays(row.days), sumOf(cells.get(row.month), ['RIFee'])).days)
      days.set(day, amortized);
  return findSpikes({
    days,
    judged,
    onceAMonth: (month) => ({ fees: sumOf(cells.get(month), ['Fee']), late: sumOf(cells.get(month), ['Support', 'Tax']) }),
    minimum: leastExcess,
  });
};

const sumOf = (cells: readonly ReportCell[] | undefined, recordTypes: readonly string[]): bigint =>
  (cells ?? []).reduce((sum, { recordType, amounts }) => (recordTypes.includes(recordType) ? sum + amounts.amortized : sum), 0n);

/** Who bears an account's costs in a day's month. */
export const holderOfAccount = async (
  db: CostDatabase,
  { payerAccountId, accountId, day }: { readonly payerAccountId: string; readonly accountId: string; readonly day: string },
): Promise<Pick<HolderColumns, 'workspace' | 'project'>> => {
  const { rows } = await sql<Pick<HolderColumns, 'workspace' | 'project'>>`SELECT workspace, project FROM cost_account_days
    WHERE account_key = ${`${payerAccountId}/${monthOf(day)}/${accountId}`}`.execute(db);
  return rows[0] ?? { workspace: '', project: '' };
};
