import type { Month } from '../month.js';
import type { Statement, StatementLine } from './statement.js';

/** Stream `statement-<payer>.<month>.<tenant>`. Counts once the month's stream says that `closeId` closed it. */
export type StatementEvent =
  | {
      readonly type: 'StatementFinalised';
      readonly closeId: string;
      /** From 1; a reopened month's next closing makes the next version. */
      readonly version: number;
      /** Its lines end here unless `parts` is above 1. */
      readonly statement: Statement;
      /** SHA-256 of the whole statement's canonical JSON, hexadecimal. */
      readonly hash: string;
      /** How many events the statement's lines take: an event has a largest size. All are appended at once. */
      readonly parts: number;
    }
  /** Further lines of the `StatementFinalised` before it: number `part`, from 2. */
  | {
      readonly type: 'StatementLinesFinalised';
      readonly closeId: string;
      readonly version: number;
      readonly part: number;
      readonly lines: readonly StatementLine[];
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
