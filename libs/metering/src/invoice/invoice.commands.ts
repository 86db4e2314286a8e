import type { DomainCommand } from '@orgledger/kernel';
import type { Month } from '../month.js';
import type { InvoiceLine } from './invoice.events.js';

interface OfInvoice extends DomainCommand {
  readonly payerAccountId: string;
  readonly month: Month;
  /** As AWS names it. */
  readonly invoiceId: string;
}

/** For closed months too: the difference to what was closed is then explained. */
export interface EnterInvoice extends OfInvoice {
  readonly type: 'EnterInvoice';
  /** ISO 4217. */
  readonly currency: string;
  /** Decimal text, at most two digits after the point. */
  readonly total: string;
  /** Where they are given, they sum to the total. */
  readonly lines?: readonly InvoiceLine[];
}

export interface WithdrawInvoice extends OfInvoice {
  readonly type: 'WithdrawInvoice';
  readonly reason: string;
}

export type InvoiceCommand = EnterInvoice | WithdrawInvoice;
