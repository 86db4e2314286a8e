import type { Month } from '../month.js';
import type { Statement } from './statement.js';

/** Stream `statement-<payer>.<month>.<tenant>`. Counts once the month's stream says that `closeId` closed it. */
export type StatementEvent =
  | {
      readonly type: 'StatementFinalised';
      readonly closeId: string;
      /** From 1; a reopened month's next closing makes the next version. */
      readonly version: number;
      readonly statement: Statement;
      /** SHA-256 of the statement's canonical JSON, hexadecimal. */
      readonly hash: string;
    }
  /** The holder had no payment method when the month closed; one has been set since. */
  | {
      readonly type: 'StatementPaymentMethodAssigned';
      readonly payerAccountId: string;
      readonly month: Month;
      readonly tenantId: string;
      readonly version: number;
      readonly paymentMethod: { readonly identifier: string; readonly displayName: string };
    };
