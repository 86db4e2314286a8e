import { fromJson, projectionOf, toJson, updateRow, viewPart } from '@orgledger/projections';
import type { AnyTables } from '@orgledger/projections';
import type { Kysely, Transaction } from 'kysely';
import type { PayerEvent, PayerSettings } from './payer.events.js';

export interface PayerView extends PayerSettings {
  readonly status: 'registered' | 'removed';
  /** ISO 8601 UTC. */
  readonly registeredAt: string;
}

interface PayerRow {
  readonly payer_account_id: string;
  readonly settings: string;
  readonly status: PayerView['status'];
  readonly registered_at: string;
}

export interface PayerTables {
  readonly metering_payers: PayerRow;
}

const keyOf = ({ payerAccountId }: { readonly payerAccountId: string }) => ({ payer_account_id: payerAccountId });

const merge = async (tx: Transaction<AnyTables>, table: string, payerAccountId: string, change: Partial<PayerSettings>): Promise<void> => {
  const row = await tx.selectFrom(table).select('settings').where('payer_account_id', '=', payerAccountId).executeTakeFirstOrThrow();
  const settings = { ...fromJson<PayerSettings>((row as PayerRow).settings), ...change };
  await updateRow(tx, table, keyOf({ payerAccountId }), { settings: toJson(settings) });
};

export const payerProjection = projectionOf(
  'metering-payers',
  1,
  viewPart<PayerEvent>(
    { metering_payers: { columns: { payer_account_id: 'text', settings: 'text', status: 'text', registered_at: 'text' } } },
    {
      PayerRegistered: (tx, { event: { type: _, ...settings }, at }, table) => {
        const row = { settings: toJson(settings), status: 'registered', registered_at: at };
        return tx
          .insertInto(table('metering_payers'))
          .values({ ...keyOf(settings), ...row })
          .onConflict((conflict) => conflict.column('payer_account_id').doUpdateSet(row))
          .execute();
      },
      PayerSettingsChanged: (tx, { event }, table) => merge(tx, table('metering_payers'), event.payerAccountId, event.settings),
      PayerExternalIdReplaced: (tx, { event }, table) => merge(tx, table('metering_payers'), event.payerAccountId, { externalId: event.externalId }),
      PayerRemoved: (tx, { event }, table) => updateRow(tx, table('metering_payers'), keyOf(event), { status: 'removed' }),
    },
  ),
);

export interface PayerQueries {
  payer(payerAccountId: string): Promise<PayerView | undefined>;
  /** Removed ones included, by account id. */
  payers(): Promise<readonly PayerView[]>;
}

const toView = ({ settings, status, registered_at }: PayerRow): PayerView => ({
  ...fromJson<PayerSettings>(settings),
  status,
  registeredAt: registered_at,
});

export const payerQueries = (db: Kysely<PayerTables>): PayerQueries => ({
  payer: async (payerAccountId) => {
    const row = await db.selectFrom('metering_payers').selectAll().where('payer_account_id', '=', payerAccountId).executeTakeFirst();
    return row && toView(row);
  },
  payers: async () => (await db.selectFrom('metering_payers').selectAll().orderBy('payer_account_id').execute()).map(toView),
});
