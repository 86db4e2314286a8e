import { projectionOf, readPage, updateRow, viewPart } from '@orgledger/projections';
import type { AnyTables, Page, PageRequest } from '@orgledger/projections';
import type { Kysely, Transaction } from 'kysely';
import { endOf } from '../month.js';
import type { Month } from '../month.js';
import type { AccountTenancyEvent, TenantRef } from './account-tenancy.events.js';
import { pointOf, tenantOfMonth } from './tenancy-history.js';
import type { TenancyHistory, TenancyPoint } from './tenancy-history.js';

/** One account of an organization, as it is now. */
export interface AccountView {
  readonly accountId: string;
  readonly name?: string;
  readonly payerAccountId?: string;
  /** ISO 8601 UTC, as all times here. */
  readonly joinedAt?: string;
  readonly leftAt?: string;
  readonly tenant?: TenantRef;
}

export interface AccountFilter {
  readonly payerAccountId?: string;
  readonly tenantId?: string;
  /** Only accounts with a tenant, or only those without. */
  readonly assigned?: boolean;
  readonly search?: string;
}

export interface AccountTenancyQueries {
  account(accountId: string): Promise<AccountView | undefined>;
  accounts(filter?: AccountFilter, page?: PageRequest): Promise<Page<AccountView>>;
  tenancyOf(accountId: string): Promise<TenancyHistory>;
}

interface PointRow {
  readonly account_id: string;
  readonly from_at: string;
  readonly tenant_id: string | null;
  readonly workspace_identifier: string | null;
  readonly project_identifier: string | null;
  readonly platform_identifier: string | null;
}

interface AccountRow extends Omit<PointRow, 'from_at'> {
  readonly name: string | null;
  readonly payer_account_id: string | null;
  readonly joined_at: string | null;
  readonly left_at: string | null;
  readonly assigned: 0 | 1;
}

export interface AccountTenancyTables {
  readonly metering_account_tenancy: PointRow;
  readonly metering_accounts: AccountRow;
}

const ofTenant = {
  tenant_id: 'text',
  workspace_identifier: 'text',
  project_identifier: 'text',
  platform_identifier: 'text',
} as const;

const tenantColumns = (tenant: TenantRef | undefined) => ({
  tenant_id: tenant?.tenantId ?? null,
  workspace_identifier: tenant?.workspaceIdentifier ?? null,
  project_identifier: tenant?.projectIdentifier ?? null,
  platform_identifier: tenant?.platformIdentifier ?? null,
});

const tenantOf = (row: Omit<PointRow, 'from_at'>): TenantRef | undefined =>
  row.tenant_id === null
    ? undefined
    : {
        tenantId: row.tenant_id,
        workspaceIdentifier: row.workspace_identifier ?? '',
        projectIdentifier: row.project_identifier ?? '',
        platformIdentifier: row.platform_identifier ?? '',
      };

const ensureAccount = (tx: Transaction<AnyTables>, table: string, accountId: string): Promise<unknown> =>
  tx
    .insertInto(table)
    .values({ account_id: accountId, assigned: 0 })
    .onConflict((conflict) => conflict.column('account_id').doNothing())
    .execute();

const storePoint = async (
  tx: Transaction<AnyTables>,
  event: AccountTenancyEvent,
  table: <Name extends keyof AccountTenancyTables>(name: Name) => Name,
): Promise<void> => {
  const { accountId } = event;
  const point = pointOf(event);
  if (!point) return;
  const columns = tenantColumns(point.tenant);
  await tx
    .insertInto(table('metering_account_tenancy'))
    .values({ account_id: accountId, from_at: point.from, ...columns })
    .onConflict((conflict) => conflict.columns(['account_id', 'from_at']).doUpdateSet(columns))
    .execute();
  const last = (await tx
    .selectFrom(table('metering_account_tenancy'))
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('from_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()) as PointRow;
  await ensureAccount(tx, table('metering_accounts'), accountId);
  const now = tenantOf(last);
  await updateRow(tx, table('metering_accounts'), { account_id: accountId }, { ...tenantColumns(now), assigned: now ? 1 : 0 });
};

export const accountTenancyProjection = projectionOf(
  'metering-account-tenancy',
  1,
  viewPart<AccountTenancyEvent>(
    {
      metering_account_tenancy: { columns: { account_id: 'text', from_at: 'text', ...ofTenant }, key: ['account_id', 'from_at'] },
      metering_accounts: {
        columns: {
          account_id: 'text',
          name: 'text',
          payer_account_id: 'text',
          joined_at: 'text',
          left_at: 'text',
          assigned: 'integer',
          ...ofTenant,
        },
        indexes: [['tenant_id'], ['payer_account_id']],
      },
    },
    {
      AccountAssigned: (tx, { event }, table) => storePoint(tx, event, table),
      AccountReleased: (tx, { event }, table) => storePoint(tx, event, table),
      AccountJoinedOrganization: async (tx, { event }, table) => {
        await ensureAccount(tx, table('metering_accounts'), event.accountId);
        const { name, payerAccountId, at } = event;
        const columns = { name, payer_account_id: payerAccountId, joined_at: at, left_at: null };
        await updateRow(tx, table('metering_accounts'), { account_id: event.accountId }, columns);
      },
      AccountLeftOrganization: (tx, { event }, table) =>
        updateRow(tx, table('metering_accounts'), { account_id: event.accountId, payer_account_id: event.payerAccountId }, { left_at: event.at }),
    },
  ),
);

const toView = (row: AccountRow): AccountView => {
  const tenant = tenantOf(row);
  return {
    accountId: row.account_id,
    ...(row.name === null ? {} : { name: row.name }),
    ...(row.payer_account_id === null ? {} : { payerAccountId: row.payer_account_id }),
    ...(row.joined_at === null ? {} : { joinedAt: row.joined_at }),
    ...(row.left_at === null ? {} : { leftAt: row.left_at }),
    ...(tenant ? { tenant } : {}),
  };
};

const toPoint = (row: PointRow): TenancyPoint => ({ from: row.from_at, tenant: tenantOf(row) });

export const accountTenancyQueries = (db: Kysely<AccountTenancyTables>): AccountTenancyQueries => ({
  account: async (accountId) => {
    const row = await db.selectFrom('metering_accounts').selectAll().where('account_id', '=', accountId).executeTakeFirst();
    return row && toView(row);
  },
  accounts: ({ payerAccountId, tenantId, assigned, search } = {}, page) =>
    readPage<AccountRow, AccountView>(
      db,
      {
        table: 'metering_accounts',
        key: 'account_id',
        filter: {
          payer_account_id: payerAccountId,
          tenant_id: tenantId,
          assigned: assigned === undefined ? undefined : Number(assigned),
        },
        search: { text: search, columns: ['account_id', 'name'] },
        toNode: toView,
      },
      page,
    ),
  tenancyOf: async (accountId) => {
    const rows = await db.selectFrom('metering_account_tenancy').selectAll().where('account_id', '=', accountId).orderBy('from_at').execute();
    return rows.map(toPoint);
  },
});

/** Who bears each account's costs of a month, in one query; accounts of nobody are left out. */
export const tenantsOfMonth = async (db: Kysely<AccountTenancyTables>, month: Month): Promise<ReadonlyMap<string, TenantRef>> => {
  const rows = await db
    .selectFrom('metering_account_tenancy')
    .selectAll()
    .where('from_at', '<', endOf(month))
    .orderBy('account_id')
    .orderBy('from_at')
    .execute();
  const histories = new Map<string, TenancyPoint[]>();
  for (const row of rows) {
    const history = histories.get(row.account_id);
    if (history) history.push(toPoint(row));
    else histories.set(row.account_id, [toPoint(row)]);
  }
  const tenants = new Map<string, TenantRef>();
  for (const [accountId, history] of histories) {
    const tenant = tenantOfMonth(history, month);
    if (tenant) tenants.set(accountId, tenant);
  }
  return tenants;
};
