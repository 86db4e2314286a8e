import type { Month } from '../month.js';
import type { AccountMonth, ExportedMonth, StatementDocument } from './export-document.js';

/** What exports read. Everything comes in a fixed order, one object at a time. */
export interface ExportSources {
  statement(statementId: string): Promise<StatementDocument | undefined>;
  /** Statements that count, by tenant. */
  statementsOf(payerAccountId: string, month: Month): AsyncIterable<StatementDocument>;
  /** Undefined for an account that nobody registered. */
  month(payerAccountId: string, month: Month): Promise<ExportedMonth | undefined>;
  /** By account. */
  accountMonths(payerAccountId: string, month: Month): AsyncIterable<AccountMonth>;
}
