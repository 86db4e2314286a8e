import { fromJson, toJson } from '@orgledger/projections';
import { sql } from 'kysely';
import type { AnyTables } from '@orgledger/projections';
import type { Transaction } from 'kysely';
import type { CollectionEvent } from '../collection/collection.events.js';
import { monthOf } from '../month.js';
import type { Month } from '../month.js';
import type { ReportHolder } from './account-holder.js';
import { accountKeyOf, CostLedger, projectKeyOf, toColumns } from './cost-ledger.view.js';
import type { Table } from './cost-ledger.view.js';
import type { CostTables, DayRow, HolderColumns } from './cost-tables.view.js';
import { addDays, difference, negatedDays, noCost, observedDay, readDays, writeDays } from './day-document.js';
import type { DayAmounts, Days } from './day-document.js';

type DailyCosts = Extract<CollectionEvent, { type: 'DailyCostsObserved' }>;

/** Daily costs by account and by project, for charts. A day belongs to whom its month belongs to. */
export class DailyLedger {
  private readonly costs: CostLedger;

  constructor(
    private readonly tx: Transaction<AnyTables>,
    private readonly table: Table,
  ) {
    this.costs = new CostLedger(tx, table);
  }

  /** A day's parts replace what was known of it; accounts in none of them had no cost. */
  async observe(event: DailyCosts): Promise<void> {
    const { payerAccountId: payer, day, costs } = event;
    const month = monthOf(day);
    const known = await this.rowsOf(payer, month);
    const changes = new Map<string, ProjectChange>();
    for (const cost of costs) await this.set({ payer, month, day, account: cost.accountId, amounts: observedDay(cost) }, known, changes);
    const seen = await this.accountsSeen(event);
    if (seen)
      for (const [account, row] of known)
        if (!seen.has(account) && readDays(row.days).has(day)) await this.set({ payer, month, day, account, amounts: noCost }, known, changes);
    for (const { holder, days } of changes.values()) await this.changeProject(payer, month, holder, days);
    await this.costs.put('cost_days', 'day_key', { day_key: `${payer}/${day}`, payer, day });
  }

  /** The account's days of this month go to another holder. */
  async move(row: DayRow, holder: ReportHolder): Promise<void> {
    const days = readDays(row.days);
    await this.changeProject(row.payer, row.month, row, negatedDays(days));
    await this.changeProject(row.payer, row.month, toColumns(holder), days);
    await this.costs.put('cost_account_days', 'account_key', { ...row, ...toColumns(holder) });
  }

  async monthsOf(account: string): Promise<readonly DayRow[]> {
    const { rows } = await sql<DayRow>`SELECT * FROM ${sql.table(this.table('cost_account_days'))} WHERE account = ${account}
      ORDER BY account_key`.execute(this.tx);
    return rows;
  }

  private async rowsOf(payer: string, month: Month): Promise<Map<string, DayRow>> {
    const { rows } = await sql<DayRow>`SELECT * FROM ${sql.table(this.table('cost_account_days'))}
      WHERE payer = ${payer} AND month = ${month}`.execute(this.tx);
    return new Map(rows.map((row) => [row.account, row]));
  }

  private async set(
    { payer, month, day, account, amounts }: { payer: string; month: Month; day: string; account: string; amounts: DayAmounts },
    known: Map<string, DayRow>,
    changes: Map<string, ProjectChange>,
  ): Promise<void> {
    const key = { payer, month, account };
    const row = known.get(account) ?? { account_key: accountKeyOf(key), ...key, ...toColumns(await this.costs.holderOf(key)), days: '[]' };
    const days = readDays(row.days);
    const change = difference(amounts, days.get(day) ?? noCost);
    if (change.unblended === 0n && change.amortized === 0n) return;
    const changed = { ...row, days: writeDays(new Map(days).set(day, amounts)) };
    known.set(account, changed);
    await this.costs.put('cost_account_days', 'account_key', { ...changed });
    const projectKey = projectKeyOf(payer, month, row);
    const before = changes.get(projectKey)?.days ?? new Map<string, DayAmounts>();
    changes.set(projectKey, { holder: row, days: addDays(before, [[day, change]]) });
  }

  /** All accounts of the day once its last part is here; undefined before. */
  private async accountsSeen({ payerAccountId, day, pullId, part, parts, costs }: DailyCosts): Promise<ReadonlySet<string> | undefined> {
    const here = costs.map(({ accountId }) => accountId);
    if (parts === 1) return new Set(here);
    const table = sql.table(this.table('cost_day_parts'));
    const day_key = `${payerAccountId}/${day}`;
    const { rows } = await sql<CostTables['cost_day_parts']>`SELECT * FROM ${table} WHERE day_key = ${day_key}`.execute(this.tx);
    const earlier = rows[0]?.pull_id === pullId && part > 1 ? fromJson<readonly string[]>(rows[0].accounts) : [];
    const accounts = [...earlier, ...here];
    if (part < parts) await this.costs.put('cost_day_parts', 'day_key', { day_key, pull_id: pullId, accounts: toJson(accounts) });
    else await sql`DELETE FROM ${table} WHERE day_key = ${day_key}`.execute(this.tx);
    return part < parts ? undefined : new Set(accounts);
  }

  private async changeProject(payer: string, month: Month, holder: Pick<HolderColumns, 'workspace' | 'project'>, changes: Days): Promise<void> {
    const project_key = projectKeyOf(payer, month, holder);
    const table = sql.table(this.table('cost_project_days'));
    const { rows } = await sql<{ days: string }>`SELECT days FROM ${table} WHERE project_key = ${project_key}`.execute(this.tx);
    const days = writeDays(addDays(readDays(rows[0]?.days), changes));
    const { workspace, project } = holder;
    if (days === '[]') await sql`DELETE FROM ${table} WHERE project_key = ${project_key}`.execute(this.tx);
    else await this.costs.put('cost_project_days', 'project_key', { project_key, payer, month, workspace, project, days });
  }
}

interface ProjectChange {
  readonly holder: Pick<HolderColumns, 'workspace' | 'project'>;
  readonly days: Days;
}
