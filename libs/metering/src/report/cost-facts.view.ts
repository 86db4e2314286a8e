import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { monthsFrom } from '../month.js';
import type { Month } from '../month.js';
import { knownKind } from '../statement/line-kinds.js';
import { readCells } from './cell-document.js';
import type { ReportCell } from './cell-document.js';
import { fromTexts, nothing } from './cost-amounts.js';
import type { Amounts } from './cost-amounts.js';
import type { CheckedQuery } from './cost-query.js';
import type { CostFact } from './cost-report.js';
import { amountTexts } from './cost-tables.view.js';
import type { CostDatabase, TotalColumns } from './cost-tables.view.js';
import { readDays } from './day-document.js';
import { spreadUnused } from './spread-lumps.js';

/** What the query must tell apart: the coarsest rows that do are read. */
export const levelOf = ({ groupBy, filter }: CheckedQuery) => {
  const asks = (names: readonly string[]): boolean => groupBy.some((dimension) => names.includes(dimension));
  const tags = groupBy.some((dimension) => dimension.startsWith('tag:')) || filter.tags !== undefined;
  return {
    rows:
      asks(['account', 'tenant']) || filter.accounts || filter.tenants
        ? ('accounts' as const)
        : asks(['project']) || filter.projects || tags
          ? ('projects' as const)
          : asks(['workspace']) || filter.workspaces
            ? ('workspaces' as const)
            : ('months' as const),
    cells: asks(['service', 'recordType', 'kind']) || !!filter.services || !!filter.recordTypes || !!filter.kinds,
  };
};

type Level = 'accounts' | 'projects' | 'workspaces' | 'months';

const rowConditions = ({ filter }: CheckedQuery, level: Level, month: Month): RawBuilder<unknown> => {
  const oneOf = (column: string, values: readonly string[] | undefined): RawBuilder<unknown>[] =>
    values ? [sql`r.${sql.ref(column)} IN (${sql.join(values)})`] : [];
  const workspaces = filter.workspaces ?? (filter.projects && [...new Set(filter.projects.map((key) => key.split('/')[0] ?? ''))]);
  const holder = level === 'months' ? [] : oneOf('workspace', workspaces);
  const accounts = level === 'accounts' ? [...oneOf('account', filter.accounts), ...oneOf('tenant_id', filter.tenants)] : [];
  return sql.join([sql`r.month = ${month}`, ...oneOf('payer', filter.payers), ...holder, ...accounts], sql` AND `);
};

interface ReadRow {
  readonly payer: string;
  readonly month: string;
  readonly workspace?: string;
  readonly project?: string;
  readonly tenant_id?: string;
  readonly account?: string;
}

const factOf = (row: ReadRow, amounts: Amounts, cell?: ReportCell): CostFact => ({
  period: row.month,
  payer: row.payer,
  workspace: row.workspace ?? '',
  project: row.project ?? '',
  tenant: row.tenant_id ?? '',
  account: row.account ?? '',
  service: cell?.service ?? '',
  recordType: cell?.recordType ?? '',
  // As on the accrual basis, before policies. A cell does not say whether a fee bought a commitment.
  kind: (cell && knownKind(cell, 'accrual')) ?? 'OTHER',
  amounts,
});

const shownColumns = {
  accounts: sql`r.payer, r.month, r.workspace, r.project, r.tenant_id, r.account`,
  projects: sql`r.payer, r.month, r.workspace, r.project`,
  workspaces: sql`r.payer, r.month, r.workspace`,
  months: sql`r.payer, r.month`,
};

const tablesOf = {
  accounts: { totals: 'cost_accounts', cells: 'cost_account_cells', key: 'account_key' },
  projects: { totals: 'cost_projects', cells: 'cost_project_cells', key: 'project_key' },
  workspaces: { totals: 'cost_workspaces', cells: 'cost_workspace_cells', key: 'workspace_key' },
  months: { totals: 'cost_months', cells: 'cost_months', key: 'month_key' },
} as const;

/** Facts of each month, from the coarsest rows that answer the query. Between months whoever else waits in this process has a turn. */
export async function* monthlyFacts(db: CostDatabase, query: CheckedQuery): AsyncGenerator<readonly CostFact[]> {
  const { rows: level, cells } = levelOf(query);
  const tables = tablesOf[level];
  for (const month of query.periods) {
    const where = rowConditions(query, level, month);
    if (cells || level === 'months') {
      const { rows } = await sql<ReadRow & { readonly cells: string }>`SELECT ${shownColumns[level]}, c.cells FROM ${sql.table(tables.totals)} r
        JOIN ${sql.table(tables.cells)} c ON c.${sql.ref(tables.key)} = r.${sql.ref(tables.key)} WHERE ${where}`.execute(db);
      yield rows.flatMap((row) => readCells(row.cells).map((cell) => factOf(row, cell.amounts, cell)));
    } else {
      const { rows } = await sql<ReadRow & TotalColumns>`SELECT ${shownColumns[level]}, r.amortized, r.unblended, r.net_amortized, r.net_unblended
        FROM ${sql.table(tables.totals)} r WHERE ${where}`.execute(db);
      yield rows.map((row) => factOf(row, fromTexts(amountTexts(row))));
    }
    await setImmediate();
  }
}

interface DaysRead extends ReadRow {
  readonly days: string;
  readonly cells: string | null;
}

/** Facts by day, with AWS's first-day lump of unused reservations spread; `spread` is what was moved. */
export const dailyFacts = async (
  db: CostDatabase,
  query: CheckedQuery,
): Promise<{ readonly facts: readonly CostFact[]; readonly spread: bigint }> => {
  const level = levelOf(query).rows === 'accounts' ? 'accounts' : 'projects';
  const passing = new Set(query.periods);
  let spread = 0n;
  const facts: CostFact[] = [];
  for (const month of monthsFrom(query.months.first, query.months.last)) {
    for (const row of await daysRead(db, level, rowConditions(query, level, month))) {
      const known = spreadUnused(row.month, readDays(row.days), unusedReservations(row.cells));
      spread += known.spread;
      for (const [day, { amortized, unblended }] of known.days)
        if (passing.has(day)) facts.push({ ...factOf(row, { ...nothing, amortized, unblended }), period: day });
    }
  }
  return { facts, spread };
};

const daysRead = async (db: CostDatabase, level: 'accounts' | 'projects', where: RawBuilder<unknown>): Promise<readonly DaysRead[]> => {
  const { rows } =
    level === 'accounts'
      ? await sql<DaysRead>`SELECT r.payer, r.month, r.workspace, r.project, r.tenant_id, r.account, r.days, c.cells FROM cost_account_days r
          LEFT JOIN cost_account_cells c ON c.account_key = r.account_key WHERE ${where}`.execute(db)
      : await sql<DaysRead>`SELECT r.payer, r.month, r.workspace, r.project, r.days, c.cells FROM cost_project_days r
          LEFT JOIN cost_project_cells c ON c.project_key = r.project_key WHERE ${where}`.execute(db);
  return rows;
};

/** Amortised cost of reservations that nobody used, of one month's cells. @source specs/chargeback.md §2.2 */
export const unusedReservations = (cells: string | null): bigint =>
  !cells?.includes('RIFee')
    ? 0n
    : readCells(cells)
        .filter(({ recordType }) => recordType === 'RIFee')
        .reduce((sum, { amounts }) => sum + amounts.amortized, 0n);
