import { sql } from 'kysely';
import { fromJson } from '@orgledger/projections';
import { endOf } from '../month.js';
import type { Month } from '../month.js';
import type { StatementHolder } from '../statement/statement.js';
import { holdersOfMonth } from '../tenancy/holder-facts.view.js';
import type { AccountMonth, ViewsAt } from './month-sources.view.js';

export interface MonthHolders {
  /** Tenant by account. */
  readonly tenantOf: ReadonlyMap<string, string>;
  readonly holders: ReadonlyMap<string, StatementHolder>;
  readonly endedTenantIds: ReadonlySet<string>;
}

/**
 * Who bears this payer's costs of a month: tenants of its accounts, and `bearers` of corrections, commitments and imported costs. Tenants that
 * stand on other payers' organizations get no statement here.
 */
export const holdersFor = async (
  db: ViewsAt,
  payerAccountId: string,
  month: Month,
  accounts: readonly AccountMonth[],
  bearers: readonly string[],
): Promise<MonthHolders> => {
  const { tenantOf: refs, holders: all } = await holdersOfMonth(db, month);
  const { rows } = await sql<{ account_id: string }>`SELECT account_id FROM metering_accounts
    WHERE payer_account_id = ${payerAccountId} AND (left_at IS NULL OR left_at >= ${endOf(month)})`.execute(db);
  const own = [...accounts.map(({ accountId }) => accountId), ...rows.map(({ account_id }) => account_id)];
  const tenantOf = new Map(own.flatMap((accountId) => (refs.has(accountId) ? [[accountId, refs.get(accountId)?.tenantId ?? ''] as const] : [])));
  const wanted = [...new Set([...tenantOf.values(), ...bearers])].toSorted();
  const gone = wanted.filter((tenantId) => !all.has(tenantId));
  const known = gone.length > 0 ? await holdersOfStatements(db, payerAccountId, gone) : new Map<string, StatementHolder>();
  const standing = await standingAtEnd(db, month);
  return {
    tenantOf,
    holders: new Map(
      wanted.flatMap((tenantId) => {
        const holder = all.get(tenantId) ?? known.get(tenantId);
        return holder ? [[tenantId, holder] as const] : [];
      }),
    ),
    endedTenantIds: new Set(wanted.filter((tenantId) => !standing.has(tenantId))),
  };
};

/** Tenants that hold an account when the month ends. */
const standingAtEnd = async (db: ViewsAt, month: Month): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ tenant_id: string | null }>`SELECT DISTINCT tenant_id FROM metering_account_tenancy AS point
    WHERE from_at = (SELECT max(from_at) FROM metering_account_tenancy WHERE account_id = point.account_id AND from_at < ${endOf(month)})`.execute(
    db,
  );
  return new Set(rows.flatMap(({ tenant_id }) => tenant_id ?? []));
};

/** Tenants that governance has forgotten, as their last statement has them. */
const holdersOfStatements = async (
  db: ViewsAt,
  payerAccountId: string,
  tenantIds: readonly string[],
): Promise<ReadonlyMap<string, StatementHolder>> => {
  const { rows } = await sql<{ header: string }>`SELECT header FROM metering_statements
    WHERE payer_account_id = ${payerAccountId} AND state = 'current' AND tenant_id IN (${sql.join(tenantIds)}) ORDER BY month`.execute(db);
  return new Map(rows.map(({ header }) => fromJson<{ holder: StatementHolder }>(header).holder).map((holder) => [holder.tenantId, holder]));
};
