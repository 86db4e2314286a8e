import type { AnyTables } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Month } from '../month.js';
import type { HolderChange, ReportHolder } from './account-holder.js';
import { holderIn } from './account-holder.js';
import { addCells, cellsOf, negatedCells, readCells, sumCells, writeCells } from './cell-document.js';
import type { Cells } from './cell-document.js';
import { toTexts } from './cost-amounts.js';
import type { AccountCostRow, CostTables, HolderColumns } from './cost-tables.view.js';
import { totalColumns } from './cost-tables.view.js';

export type Table = (table: keyof CostTables) => string;

export interface AccountMonth {
  readonly payer: string;
  readonly account: string;
  readonly month: Month;
}

export const accountKeyOf = ({ payer, month, account }: AccountMonth): string => `${payer}/${month}/${account}`;
export const projectKeyOf = (payer: string, month: Month, { workspace, project }: Pick<HolderColumns, 'workspace' | 'project'>): string =>
  `${payer}/${month}/${workspace}/${project}`;

export const toColumns = ({ tenantId, workspace, project, platform }: ReportHolder): HolderColumns => ({
  tenant_id: tenantId,
  workspace,
  project,
  platform,
});

const columnsToHolder = (row: HolderColumns): ReportHolder => ({
  tenantId: row.tenant_id,
  workspace: row.workspace,
  project: row.project,
  platform: row.platform,
});

/** Rows of the rollups in one transaction: what an account's cells change in its project and in the whole bill, no more. */
export class CostLedger {
  constructor(
    private readonly tx: Transaction<AnyTables>,
    private readonly table: Table,
  ) {}

  async cellsOf(key: AccountMonth): Promise<Cells> {
    const text = await this.text('cost_account_cells', 'account_key', accountKeyOf(key));
    return cellsOf(text === undefined ? [] : readCells(text));
  }

  async holderOf({ account, month }: AccountMonth): Promise<ReportHolder> {
    return holderIn(month, await this.changesOf(account));
  }

  async changesOf(account: string): Promise<readonly HolderChange[]> {
    const { rows } = await sql<CostTables['cost_holders']>`SELECT * FROM ${sql.table(this.table('cost_holders'))}
      WHERE account = ${account}`.execute(this.tx);
    return rows.map((row) => ({
      from: row.since,
      order: row.revision,
      tenant:
        row.held === 1
          ? { tenantId: row.tenant_id, workspaceIdentifier: row.workspace, projectIdentifier: row.project, platformIdentifier: row.platform }
          : undefined,
    }));
  }

  /** Months of the account with costs, and who bears them so far. */
  async monthsOf(account: string): Promise<readonly AccountCostRow[]> {
    const { rows } = await sql<AccountCostRow>`SELECT * FROM ${sql.table(this.table('cost_accounts'))} WHERE account = ${account}
      ORDER BY account_key`.execute(this.tx);
    return rows;
  }

  async account(key: AccountMonth): Promise<AccountCostRow | undefined> {
    const { rows } = await sql<AccountCostRow>`SELECT * FROM ${sql.table(this.table('cost_accounts'))}
      WHERE account_key = ${accountKeyOf(key)}`.execute(this.tx);
    return rows[0];
  }

  async putAccount(
    key: AccountMonth,
    cells: Cells,
    row: { readonly holder: ReportHolder; readonly name?: string; readonly estimated: boolean },
  ): Promise<void> {
    const account_key = accountKeyOf(key);
    const values = {
      account_key,
      ...key,
      account_name: row.name ?? null,
      estimated: row.estimated,
      ...toColumns(row.holder),
      ...totalColumns(toTexts(sumCells(cells.values()))),
    };
    await this.put('cost_accounts', 'account_key', values);
    await this.put('cost_account_cells', 'account_key', { account_key, cells: writeCells(cells) });
  }

  /** `accounts`: how many more of them the holder has. A project or workspace without accounts leaves no row. */
  async changeHolding({ payer, month }: AccountMonth, { workspace, project }: ReportHolder, changes: Cells, accounts: -1 | 0 | 1): Promise<void> {
    const projectKey = projectKeyOf(payer, month, { workspace, project });
    await this.changeGroup('project', projectKey, { payer, month, workspace, project }, changes, accounts);
    await this.changeGroup('workspace', `${payer}/${month}/${workspace}`, { payer, month, workspace }, changes, accounts);
  }

  private async changeGroup(
    kind: 'project' | 'workspace',
    value: string,
    columns: Readonly<Record<string, string>>,
    changes: Cells,
    accounts: -1 | 0 | 1,
  ): Promise<void> {
    const [key, table, cellTable] = [`${kind}_key`, `cost_${kind}s`, `cost_${kind}_cells`] as const;
    const { rows } = await sql<{ accounts: number }>`SELECT accounts FROM ${sql.table(this.table(table))}
      WHERE ${sql.ref(key)} = ${value}`.execute(this.tx);
    const count = (rows[0]?.accounts ?? 0) + accounts;
    if (count === 0) {
      for (const name of [table, cellTable] as const)
        await sql`DELETE FROM ${sql.table(this.table(name))} WHERE ${sql.ref(key)} = ${value}`.execute(this.tx);
      return;
    }
    const text = await this.text(cellTable, key, value);
    const cells = addCells(cellsOf(text === undefined ? [] : readCells(text)), changes);
    await this.put(table, key, { [key]: value, ...columns, accounts: count, ...totalColumns(toTexts(sumCells(cells.values()))) });
    await this.put(cellTable, key, { [key]: value, cells: writeCells(cells) });
  }

  async changeMonth({ payer, month }: AccountMonth, changes: Cells): Promise<void> {
    const month_key = `${payer}/${month}`;
    const text = await this.text('cost_months', 'month_key', month_key);
    const cells = addCells(cellsOf(text === undefined ? [] : readCells(text)), changes);
    await this.put('cost_months', 'month_key', { month_key, payer, month, cells: writeCells(cells) });
  }

  /** Gives a month of an account to another holder. */
  async move(row: AccountCostRow, holder: ReportHolder): Promise<void> {
    const key = { payer: row.payer, account: row.account, month: row.month };
    const cells = await this.cellsOf(key);
    await this.changeHolding(key, columnsToHolder(row), negatedCells(cells), -1);
    await this.changeHolding(key, holder, cells, 1);
    await this.put('cost_accounts', 'account_key', { ...row, ...toColumns(holder) });
  }

  async put(table: keyof CostTables, key: string, values: Readonly<Record<string, string | number | boolean | null>>): Promise<void> {
    const { [key]: _, ...others } = values;
    await this.tx
      .insertInto(this.table(table))
      .values(values)
      .onConflict((conflict) => conflict.column(key).doUpdateSet(others))
      .execute();
  }

  private async text(
    table: 'cost_account_cells' | 'cost_project_cells' | 'cost_workspace_cells' | 'cost_months',
    key: string,
    value: string,
  ): Promise<string | undefined> {
    const { rows } = await sql<{ cells: string }>`SELECT cells FROM ${sql.table(this.table(table))} WHERE ${sql.ref(key)} = ${value}`.execute(
      this.tx,
    );
    return rows[0]?.cells;
  }
}

export const sameHolder = (a: HolderColumns, b: ReportHolder): boolean =>
  a.tenant_id === b.tenantId && a.workspace === b.workspace && a.project === b.project && a.platform === b.platform;
