import type { AnyTables } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { AmountTexts, Metric } from './cost-amounts.js';

/** Who bears the cost: empty texts for accounts of nobody. */
export interface HolderColumns {
  readonly tenant_id: string;
  readonly workspace: string;
  readonly project: string;
  readonly platform: string;
}

export type TotalColumns = Readonly<Record<'amortized' | 'unblended' | 'net_amortized' | 'net_unblended', string>>;

/** Totals of one account in one month. Amounts everywhere here: decimal text in the billing currency. */
export interface AccountCostRow extends HolderColumns, TotalColumns {
  readonly account_key: string;
  readonly payer: string;
  readonly month: string;
  readonly account: string;
  readonly account_name: string | null;
  readonly estimated: number;
}

/** Totals of one project in one month over its accounts. */
export interface ProjectCostRow extends TotalColumns {
  readonly project_key: string;
  readonly payer: string;
  readonly month: string;
  readonly workspace: string;
  readonly project: string;
  readonly accounts: number;
}

/** The same by workspace: what organisation-wide reports read. */
export type WorkspaceCostRow = Omit<ProjectCostRow, 'project_key' | 'project'> & { readonly workspace_key: string };

export interface DayRow extends HolderColumns {
  readonly account_key: string;
  readonly payer: string;
  readonly month: string;
  readonly account: string;
  readonly days: string;
}

/** Cells beside the totals, so that a scan of totals does not drag them through the cache. */
export interface CostTables {
  readonly cost_accounts: AccountCostRow;
  readonly cost_account_cells: { readonly account_key: string; readonly cells: string };
  readonly cost_projects: ProjectCostRow;
  readonly cost_project_cells: { readonly project_key: string; readonly cells: string };
  readonly cost_workspaces: WorkspaceCostRow;
  readonly cost_workspace_cells: { readonly workspace_key: string; readonly cells: string };
  readonly cost_months: { readonly month_key: string; readonly payer: string; readonly month: string; readonly cells: string };
  readonly cost_holders: HolderColumns & {
    readonly change_key: string;
    readonly account: string;
    readonly since: string;
    readonly revision: number;
    readonly held: number;
  };
  readonly cost_payers: { readonly payer: string; readonly currency: string };
  readonly cost_account_days: DayRow;
  readonly cost_project_days: {
    readonly project_key: string;
    readonly payer: string;
    readonly month: string;
    readonly workspace: string;
    readonly project: string;
    readonly days: string;
  };
  /** Days that were collected, with or without cost. */
  readonly cost_days: { readonly day_key: string; readonly payer: string; readonly day: string };
  /** Accounts of a day whose parts are not all there yet. */
  readonly cost_day_parts: { readonly day_key: string; readonly pull_id: string; readonly accounts: string };
}

export type CostDatabase = Kysely<CostTables>;

const totals = 'amortized text NOT NULL, unblended text NOT NULL, net_amortized text NOT NULL, net_unblended text NOT NULL';
const holder = 'tenant_id text NOT NULL, workspace text NOT NULL, project text NOT NULL, platform text NOT NULL';

const columns: Readonly<Record<keyof CostTables, string>> = {
  cost_accounts: `account_key text PRIMARY KEY, payer text NOT NULL, month text NOT NULL, account text NOT NULL, account_name text,
    estimated integer NOT NULL, ${holder}, ${totals}`,
  cost_account_cells: 'account_key text PRIMARY KEY, cells text NOT NULL',
  cost_projects: `project_key text PRIMARY KEY, payer text NOT NULL, month text NOT NULL, workspace text NOT NULL, project text NOT NULL,
    accounts integer NOT NULL, ${totals}`,
  cost_project_cells: 'project_key text PRIMARY KEY, cells text NOT NULL',
  cost_workspaces: `workspace_key text PRIMARY KEY, payer text NOT NULL, month text NOT NULL, workspace text NOT NULL, accounts integer NOT NULL,
    ${totals}`,
  cost_workspace_cells: 'workspace_key text PRIMARY KEY, cells text NOT NULL',
  cost_months: 'month_key text PRIMARY KEY, payer text NOT NULL, month text NOT NULL, cells text NOT NULL',
  cost_holders: `change_key text PRIMARY KEY, account text NOT NULL, since text NOT NULL, revision integer NOT NULL, held integer NOT NULL, ${holder}`,
  cost_payers: 'payer text PRIMARY KEY, currency text NOT NULL',
  cost_account_days: `account_key text PRIMARY KEY, payer text NOT NULL, month text NOT NULL, account text NOT NULL, ${holder}, days text NOT NULL`,
  cost_project_days: `project_key text PRIMARY KEY, payer text NOT NULL, month text NOT NULL, workspace text NOT NULL, project text NOT NULL,
    days text NOT NULL`,
  cost_days: 'day_key text PRIMARY KEY, payer text NOT NULL, day text NOT NULL',
  cost_day_parts: 'day_key text PRIMARY KEY, pull_id text NOT NULL, accounts text NOT NULL',
};

const indexes: readonly (readonly [table: keyof CostTables, columns: readonly string[]])[] = [
  ['cost_accounts', ['workspace', 'month']],
  ['cost_accounts', ['account', 'month']],
  ['cost_accounts', ['month', 'estimated', 'payer']],
  ['cost_projects', ['workspace', 'month']],
  ['cost_projects', ['month']],
  ['cost_workspaces', ['workspace', 'month']],
  ['cost_workspaces', ['month']],
  ['cost_holders', ['account']],
  ['cost_account_days', ['workspace', 'month']],
  ['cost_account_days', ['account', 'month']],
  ['cost_account_days', ['payer', 'month']],
  ['cost_project_days', ['workspace', 'month']],
  ['cost_project_days', ['month']],
  ['cost_days', ['day']],
];

export const costTables = Object.keys(columns) as readonly (keyof CostTables)[];

export const createCostTables = async (db: Kysely<AnyTables>, physical: (table: string) => string): Promise<void> => {
  for (const [table, definition] of Object.entries(columns))
    await sql`CREATE TABLE ${sql.table(physical(table))} (${sql.raw(definition)})`.execute(db);
  for (const [table, indexed] of indexes)
    await db.schema
      .createIndex(`${physical(table)}_${indexed.join('_')}`)
      .on(physical(table))
      .columns([...indexed])
      .execute();
};

export const totalColumns = (texts: AmountTexts): TotalColumns => ({
  amortized: texts.amortized,
  unblended: texts.unblended,
  net_amortized: texts.netAmortized,
  net_unblended: texts.netUnblended,
});

export const columnOf: Readonly<Record<Metric, keyof TotalColumns>> = {
  amortized: 'amortized',
  unblended: 'unblended',
  netAmortized: 'net_amortized',
  netUnblended: 'net_unblended',
};

export const amountTexts = (row: TotalColumns): AmountTexts => ({
  amortized: row.amortized,
  unblended: row.unblended,
  netAmortized: row.net_amortized,
  netUnblended: row.net_unblended,
});
