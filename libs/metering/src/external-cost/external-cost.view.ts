import { formatUnits, parseExactUnits } from '@orgledger/kernel';
import { projectionOf, readPage, updateRow, viewPart } from '@orgledger/projections';
import type { Page, PageRequest } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { Month } from '../month.js';
import type { ExternalCost, ExternalCostEvent } from './external-cost.events.js';

export interface ExternalImportView {
  readonly importId: string;
  readonly payerAccountId: string;
  readonly name: string;
  readonly rows: number;
  /** Sum of its rows, decimal text in the billing currency. */
  readonly total: string;
  readonly status: 'imported' | 'withdrawn';
  /** ISO 8601 UTC. */
  readonly importedAt: string;
}

interface ImportRow {
  readonly import_id: string;
  readonly payer_account_id: string;
  readonly name: string;
  readonly rows: number;
  readonly total: string;
  readonly status: ExternalImportView['status'];
  readonly imported_at: string;
}

interface CostRow {
  readonly cost_id: string;
  readonly import_id: string;
  readonly payer_account_id: string;
  readonly month: string;
  readonly tenant_id: string;
  readonly description: string;
  readonly seller: string;
  readonly amount: string;
}

export interface ExternalCostTables {
  readonly metering_external_imports: ImportRow;
  readonly metering_external_costs: CostRow;
}

export const externalCostProjection = projectionOf(
  'metering-external-costs',
  1,
  viewPart<ExternalCostEvent>(
    {
      metering_external_imports: {
        columns: {
          import_id: 'text',
          payer_account_id: 'text',
          name: 'text',
          rows: 'integer',
          total: 'text',
          status: 'text',
          imported_at: 'text',
        },
      },
      metering_external_costs: {
        columns: {
          cost_id: 'text',
          import_id: 'text',
          payer_account_id: 'text',
          month: 'text',
          tenant_id: 'text',
          description: 'text',
          seller: 'text',
          amount: 'text',
        },
        indexes: [['payer_account_id', 'month'], ['import_id']],
      },
    },
    {
      ExternalCostsImported: async (tx, { event, at }, table) => {
        const { importId: import_id, payerAccountId: payer_account_id, name, costs } = event;
        const total = formatUnits(costs.reduce((sum, { amount }) => sum + parseExactUnits(amount), 0n));
        await tx
          .insertInto(table('metering_external_imports'))
          .values({ import_id, payer_account_id, name, rows: costs.length, total, status: 'imported', imported_at: at })
          .execute();
        for (const { costId, tenantId, ...cost } of costs)
          await tx
            .insertInto(table('metering_external_costs'))
            .values({ cost_id: costId, import_id, payer_account_id, tenant_id: tenantId, ...cost })
            .execute();
      },
      ExternalCostsWithdrawn: async (tx, { event }, table) => {
        await updateRow(tx, table('metering_external_imports'), { import_id: event.importId }, { status: 'withdrawn' });
        await tx.deleteFrom(table('metering_external_costs')).where('import_id', '=', event.importId).execute();
      },
    },
  ),
);

export interface ExternalCostQueries {
  externalImport(importId: string): Promise<ExternalImportView | undefined>;
  externalImports(filter?: { readonly payerAccountId?: string }, page?: PageRequest): Promise<Page<ExternalImportView>>;
  /** Those that count: of imports that were not withdrawn. */
  externalCosts(payerAccountId: string, month: Month): Promise<readonly ExternalCost[]>;
}

const toView = (row: ImportRow): ExternalImportView => ({
  importId: row.import_id,
  payerAccountId: row.payer_account_id,
  name: row.name,
  rows: row.rows,
  total: row.total,
  status: row.status,
  importedAt: row.imported_at,
});

/** Costs of a month from imports that count, in a stable order. For worker threads too. */
export const externalCostsOfMonth = async (
  db: Kysely<ExternalCostTables>,
  payerAccountId: string,
  month: Month,
): Promise<readonly ExternalCost[]> => {
  const rows = await db
    .selectFrom('metering_external_costs')
    .selectAll()
    .where('payer_account_id', '=', payerAccountId)
    .where('month', '=', month)
    .orderBy('cost_id')
    .execute();
  return rows.map(({ cost_id, tenant_id, description, seller, amount }) => ({
    costId: cost_id,
    month,
    tenantId: tenant_id,
    description,
    seller,
    amount,
  }));
};

export const externalCostQueries = (db: Kysely<ExternalCostTables>): ExternalCostQueries => ({
  externalImport: async (importId) => {
    const row = await db.selectFrom('metering_external_imports').selectAll().where('import_id', '=', importId).executeTakeFirst();
    return row && toView(row);
  },
  externalImports: ({ payerAccountId } = {}, page) =>
    readPage<ImportRow, ExternalImportView>(
      db,
      { table: 'metering_external_imports', key: 'import_id', filter: { payer_account_id: payerAccountId }, toNode: toView },
      page,
    ),
  externalCosts: (payerAccountId, month) => externalCostsOfMonth(db, payerAccountId, month),
});
