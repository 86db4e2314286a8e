import type { Month } from '../month.js';
import type { ObservedCell } from '../observation/observation.events.js';
import type { ExportColumn } from './csv-text.js';
import type { AccountMonth } from './export-document.js';

export interface ExportedCell {
  readonly payerAccountId: string;
  readonly month: Month;
  readonly account: AccountMonth;
  readonly cell: ObservedCell;
}

type Column = ExportColumn<ExportedCell>;
const text = (name: string, value: Column['value']): Column => ({ name, value, kind: 'text' });
const number = (name: string, value: Column['value']): Column => ({ name, value, kind: 'number' });

/** Costs as Cost Explorer gave them: raw decimal text. */
export const cellColumns: readonly Column[] = [
  text('payerAccountId', ({ payerAccountId }) => payerAccountId),
  { name: 'month', value: ({ month }) => month, kind: 'time' },
  text('accountId', ({ account }) => account.accountId),
  text('accountName', ({ account }) => account.accountName),
  text('recordType', ({ cell }) => cell.recordType),
  text('service', ({ cell }) => cell.service),
  text('marketplace', ({ cell }) => String(cell.marketplace)),
  number('unblended', ({ cell }) => cell.unblended),
  number('amortized', ({ cell }) => cell.amortized),
  number('netUnblended', ({ cell }) => cell.netUnblended),
  number('netAmortized', ({ cell }) => cell.netAmortized),
];
