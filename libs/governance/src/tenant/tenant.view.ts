import type { Kysely } from 'kysely';
import type { GovernanceQueries } from '../query-types.js';
import { readPage, updateRow, viewPart } from '@orgledger/projections';
import type { TenantEvent } from './tenant.events.js';

export interface TenantView {
  readonly tenantId: string;
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  readonly tenantNumber: number;
  readonly status: 'requested' | 'provisioning' | 'active';
  readonly accountId?: string;
  readonly requestedAt: string;
  readonly activatedAt?: string;
}

export interface TenantFilter {
  readonly workspaceIdentifier?: string;
  readonly projectIdentifier?: string;
  readonly platformIdentifier?: string;
  readonly landingZoneIdentifier?: string;
  readonly status?: TenantView['status'];
  readonly accountId?: string;
}

export interface TenantRow {
  readonly tenantId: string;
  /** `platform/number`, the number with leading zeros: the order of lists and sweeps. */
  readonly tenantKey: string;
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  readonly tenantNumber: number;
  readonly seed: string;
  readonly status: TenantView['status'];
  readonly accountId: string | null;
  readonly requestedAt: string;
  readonly activatedAt: string | null;
}

export interface TenantTables {
  readonly tenants: TenantRow;
}

const keyOf = ({ tenantId }: Pick<TenantRow, 'tenantId'>) => ({ tenantId });

export const tenantPart = viewPart<TenantEvent>(
  {
    tenants: {
      columns: {
        tenantId: 'text',
        tenantKey: 'text',
        workspaceIdentifier: 'text',
        projectIdentifier: 'text',
        platformIdentifier: 'text',
        landingZoneIdentifier: 'text',
        tenantNumber: 'integer',
        seed: 'text',
        status: 'text',
        accountId: 'text',
        requestedAt: 'text',
        activatedAt: 'text',
      },
      indexes: [['tenantKey'], ['workspaceIdentifier', 'projectIdentifier'], ['accountId']],
    },
  },
  {
    TenantRequested: (tx, { event, at }, table) =>
      tx
        .insertInto(table('tenants'))
        .values({
          tenantId: event.tenantId,
          tenantKey: `${event.platformIdentifier}/${String(event.tenantNumber).padStart(9, '0')}`,
          workspaceIdentifier: event.workspaceIdentifier,
          projectIdentifier: event.projectIdentifier,
          platformIdentifier: event.platformIdentifier,
          landingZoneIdentifier: event.landingZoneIdentifier,
          tenantNumber: event.tenantNumber,
          seed: event.seed,
          status: 'requested',
          accountId: null,
          requestedAt: at,
          activatedAt: null,
        })
        .execute(),
    TenantProvisioningStarted: (tx, { event }, table) => updateRow(tx, table('tenants'), keyOf(event), { status: 'provisioning' }),
    TenantAccountAssigned: (tx, { event }, table) => updateRow(tx, table('tenants'), keyOf(event), { accountId: event.accountId }),
    TenantActivated: (tx, { event, at }, table) => updateRow(tx, table('tenants'), keyOf(event), { status: 'active', activatedAt: at }),
    TenantLandingZoneChanged: (tx, { event }, table) =>
      updateRow(tx, table('tenants'), keyOf(event), { landingZoneIdentifier: event.landingZoneIdentifier }),
  },
);

const toView = (row: TenantRow): TenantView => ({
  tenantId: row.tenantId,
  workspaceIdentifier: row.workspaceIdentifier,
  projectIdentifier: row.projectIdentifier,
  platformIdentifier: row.platformIdentifier,
  landingZoneIdentifier: row.landingZoneIdentifier,
  tenantNumber: row.tenantNumber,
  status: row.status,
  ...(row.accountId === null ? {} : { accountId: row.accountId }),
  requestedAt: row.requestedAt,
  ...(row.activatedAt === null ? {} : { activatedAt: row.activatedAt }),
});

export const tenantQueries = (db: Kysely<TenantTables>): Pick<GovernanceQueries, 'tenant' | 'tenants'> => ({
  tenant: async (tenantId) => {
    const row = await db.selectFrom('tenants').selectAll().where('tenantId', '=', tenantId).executeTakeFirst();
    return row && toView(row);
  },
  tenants: (filter = {}, page) => readPage<TenantRow, TenantView>(db, { table: 'tenants', key: 'tenantKey', filter, toNode: toView }, page),
});
