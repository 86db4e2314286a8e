import type { Month } from '../month.js';

export interface InvoiceLine {
  readonly description: string;
  readonly amount: string;
}

/** Stream `invoice-<payer>.<month>`: what AWS invoiced. Amounts: decimal text with two digits after the point, in `currency`. */
export type InvoiceEvent =
  | {
      readonly type: 'InvoiceReceived';
      readonly payerAccountId: string;
      readonly month: Month;
      readonly invoiceId: string;
      readonly currency: string;
      readonly total: string;
      /** Sections of the invoice by service or charge, where they were entered: the difference is then explained line by line. */
      readonly lines: readonly InvoiceLine[];
    }
  | {
      readonly type: 'InvoiceWithdrawn';
      readonly payerAccountId: string;
      readonly month: Month;
      readonly invoiceId: string;
      readonly reason: string;
    };
