import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { readCells } from './cell-document.js';
import type { ReportCell } from './cell-document.js';
import { fromTexts, nothing } from './cost-amounts.js';
import type { Amounts } from './cost-amounts.js';
import type { CheckedQuery } from './cost-query.js';
import type { CostFact } from './cost-report.js';
import { amountTexts } from './cost-tables.view.js';
import type { AccountCostRow, CostDatabase, ProjectCostRow } from './cost-tables.view.js';
import { readDays } from './day-document.js';
import type { Days } from './day-document.js';
import { kindOfCell } from './line-kind.js';
import { spreadUnused } from './spread-lumps.js';

/** What the query must tell apart: the coarsest rows that do are read. */
export const levelOf = ({ groupBy, filter }: CheckedQuery) => {
  const asks = (names: readonly string[]): boolean => groupBy.some((dimension) => names.includes(dimension));
  const tags = groupBy.some((dimension) => dimension.startsWith('tag:')) || filter.tags !== undefined;
  return {
    rows:
      asks(['account', 'tenant']) || filter.accounts || filter.tenants
        ? ('accounts' as const)
        : asks(['workspace', 'project']) || filter.workspaces || filter.projects || tags
          ? ('projects' as const)
          : ('months' as const),
    cells: asks(['service', 'recordType', 'kind']) || !!filter.services || !!filter.recordTypes || !!filter.kinds,
  };
};

const rowConditions = ({ months, filter }: CheckedQuery, level: 'accounts' | 'projects' | 'months'): RawBuilder<unknown> => {
  const oneOf = (column: string, values: readonly string[] | undefined): RawBuilder<unknown>[] =>
    values ? [sql`r.${sql.ref(column)} IN (${sql.join(values)})`] : [];
  const workspaces = filter.workspaces ?? (filter.projects && [...new Set(filter.projects.map((key) => key.split('/')[0] ?? ''))]);
  const holder = level === 'months' ? [] : oneOf('workspace', workspaces);
  const accounts = level === 'accounts' ? [...oneOf('account', filter.accounts), ...oneOf('tenant_id', filter.tenants)] : [];
  return sql.join([sql`r.month BETWEEN ${months.first} AND ${months.last}`, ...oneOf('payer', filter.payers), ...holder, ...accounts], sql` AND `);
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
  kind: cell ? kindOfCell(cell) : 'OTHER',
  amounts,
});

/** Facts by month, from the coarsest rows that answer the query. */
export const monthlyFacts = async (db: CostDatabase, query: CheckedQuery): Promise<Iterable<CostFact>> => {
  const { rows: level, cells } = levelOf(query);
  const where = rowConditions(query, level);
  if (level === 'months') {
    const { rows } = await sql<ReadRow & { readonly cells: string }>`SELECT r.payer, r.month, r.cells FROM cost_months r WHERE ${where}`.execute(db);
    return rows.flatMap((row) => readCells(row.cells).map((cell) => factOf(row, cell.amounts, cell)));
  }
  const [table, key] = level === 'accounts' ? (['cost_accounts', 'account_key'] as const) : (['cost_projects', 'project_key'] as const);
  const shown = level === 'accounts' ? sql`r.payer, r.month, r.workspace, r.project, r.tenant_id, r.account` : sql`r.payer, r.month, r.workspace, r.project`;
  if (cells) {
    const beside = sql.table(level === 'accounts' ? 'cost_account_cells' : 'cost_project_cells');
    const { rows } = await sql<ReadRow & { readonly cells: string }>`SELECT ${shown}, c.cells FROM ${sql.table(table)} r
      JOIN ${beside} c ON c.${sql.ref(key)} = r.${sql.ref(key)} WHERE ${where}`.execute(db);
    return rows.flatMap((row) => readCells(row.cells).map((cell) => factOf(row, cell.amounts, cell)));
  }
  const { rows } = await sql<ReadRow & Pick<AccountCostRow | ProjectCostRow, 'amortized' | 'unblended' | 'net_amortized' | 'net_unblended'>>`
    SELECT ${shown}, r.amortized, r.unblended, r.net_amortized, r.net_unblended FROM ${sql.table(table)} r WHERE ${where}`.execute(db);
  return rows.map((row) => factOf(row, fromTexts(amountTexts(row))));
};

interface DaysRead extends ReadRow {
  readonly days: string;
  readonly cells: string | null;
}

/** Facts by day, with AWS's first-day lump of unused reservations spread; `spread` is what was moved. */
export const dailyFacts = async (db: CostDatabase, query: CheckedQuery): Promise<{ readonly facts: readonly CostFact[]; readonly spread: bigint }> => {
  const level = levelOf(query).rows === 'accounts' ? 'accounts' : 'projects';
  const where = rowConditions(query, level);
  const { rows } =
    level === 'accounts'
      ? await sql<DaysRead>`SELECT r.payer, r.month, r.workspace, r.project, r.tenant_id, r.account, r.days, c.cells FROM cost_account_days r
          LEFT JOIN cost_account_cells c ON c.account_key = r.account_key WHERE ${where}`.execute(db)
      : await sql<DaysRead>`SELECT r.payer, r.month, r.workspace, r.project, r.days, c.cells FROM cost_project_days r
          LEFT JOIN cost_project_cells c ON c.project_key = r.project_key WHERE ${where}`.execute(db);
  const passing = new Set(query.periods);
  let spread = 0n;
  const facts = rows.flatMap((row) => {
    const known = spreadUnused(row.month, readDays(row.days), unusedReservations(row.cells));
    spread += known.spread;
    return [...known.days]
      .filter(([day]) => passing.has(day))
      .map(([day, { amortized, unblended }]) => ({ ...factOf(row, { ...nothing, amortized, unblended }), period: day }));
  });
  return { facts, spread };
};

/** Amortised cost of reservations that nobody used, of one month's cells. @source specs/chargeback.md §2.2 */
export const unusedReservations = (cells: string | null): bigint =>
  cells === null || !cells.includes('RIFee')
    ? 0n
    : readCells(cells)
        .filter(({ recordType }) => recordType === 'RIFee')
        .reduce((sum, { amounts }) => sum + amounts.amortized, 0n);

export type { Days };
