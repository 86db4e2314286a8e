import { formatDigits, parseExactUnits, roundUnits } from '@orgledger/kernel';
import type { InvoiceEvent, InvoiceLine } from './invoice.events.js';

export interface MonthInvoice {
  readonly invoiceId: string;
  readonly currency: string;
  /** Two digits after the point. */
  readonly total: string;
  /** Empty unless every invoice was entered with its lines. */
  readonly lines: readonly InvoiceLine[];
}

/** What AWS invoiced for a month: the invoices of its stream as one. Undefined: none was entered, or all were withdrawn. */
export const monthInvoice = (events: readonly InvoiceEvent[]): MonthInvoice | undefined => {
  const invoices = new Map<string, Extract<InvoiceEvent, { type: 'InvoiceReceived' }>>();
  for (const event of events) {
    if (event.type === 'InvoiceReceived') invoices.set(event.invoiceId, event);
    else invoices.delete(event.invoiceId);
  }
  const all = [...invoices.values()];
  const [first] = all;
  if (!first) return undefined;
  const total = all.reduce((sum, invoice) => sum + parseExactUnits(invoice.total), 0n);
  return {
    invoiceId: all.map(({ invoiceId }) => invoiceId).join(', '),
    currency: first.currency,
    total: formatDigits(roundUnits(total, 2), 2),
    lines: all.every(({ lines }) => lines.length > 0) ? all.flatMap(({ lines }) => lines) : [],
  };
};
