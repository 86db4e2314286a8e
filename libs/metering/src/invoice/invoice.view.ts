import { fromJson, projectionOf, toJson, viewPart } from '@orgledger/projections';
import type { Kysely } from 'kysely';
import type { Month } from '../month.js';
import type { InvoiceEvent, InvoiceLine } from './invoice.events.js';

export interface InvoiceView {
  readonly payerAccountId: string;
  readonly month: Month;
  readonly invoiceId: string;
  readonly currency: string;
  readonly total: string;
  readonly lines: readonly InvoiceLine[];
  /** ISO 8601 UTC. */
  readonly enteredAt: string;
}

interface InvoiceRow {
  readonly payer_account_id: string;
  readonly month: string;
  readonly invoice_id: string;
  readonly currency: string;
  readonly total: string;
  readonly lines: string;
  readonly entered_at: string;
}

export interface InvoiceTables {
  readonly metering_invoices: InvoiceRow;
}

export const invoiceProjection = projectionOf(
  'metering-invoices',
  1,
  viewPart<InvoiceEvent>(
    {
      metering_invoices: {
        columns: {
          payer_account_id: 'text',
          month: 'text',
          invoice_id: 'text',
          currency: 'text',
          total: 'text',
          lines: 'text',
          entered_at: 'text',
        },
        key: ['payer_account_id', 'month', 'invoice_id'],
      },
    },
    {
      InvoiceReceived: (tx, { event, at }, table) =>
        tx
          .insertInto(table('metering_invoices'))
          .values({
            payer_account_id: event.payerAccountId,
            month: event.month,
            invoice_id: event.invoiceId,
            currency: event.currency,
            total: event.total,
            lines: toJson(event.lines),
            entered_at: at,
          })
          .execute(),
      InvoiceWithdrawn: (tx, { event }, table) =>
        tx
          .deleteFrom(table('metering_invoices'))
          .where((builder) => builder.and({ payer_account_id: event.payerAccountId, month: event.month, invoice_id: event.invoiceId }))
          .execute(),
    },
  ),
);

export interface InvoiceQueries {
  /** Newest month first; without `month` of all months. */
  invoices(payerAccountId: string, month?: Month): Promise<readonly InvoiceView[]>;
}

const invoicesOf = async (db: Kysely<InvoiceTables>, payerAccountId: string, month?: Month): Promise<readonly InvoiceView[]> => {
  const all = db.selectFrom('metering_invoices').selectAll().where('payer_account_id', '=', payerAccountId);
  const rows = await (month === undefined ? all : all.where('month', '=', month)).orderBy('month', 'desc').orderBy('invoice_id').execute();
  return rows.map((row) => ({
    payerAccountId: row.payer_account_id,
    month: row.month,
    invoiceId: row.invoice_id,
    currency: row.currency,
    total: row.total,
    lines: fromJson<readonly InvoiceLine[]>(row.lines),
    enteredAt: row.entered_at,
  }));
};

export const invoiceQueries = (db: Kysely<InvoiceTables>): InvoiceQueries => ({
  invoices: (payerAccountId, month) => invoicesOf(db, payerAccountId, month),
});
