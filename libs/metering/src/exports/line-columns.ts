import type { StatementLine } from '../statement/statement.js';
import type { ExportColumn } from './csv-text.js';
import type { StatementDocument } from './export-document.js';
import { sectionOf } from './sections.js';

/** A line and the statement it stands on. */
export interface DocumentLine {
  readonly document: StatementDocument;
  readonly line: StatementLine;
}

type Column = ExportColumn<DocumentLine>;

const text = (name: string, value: Column['value']): Column => ({ name, value, kind: 'text' });
const number = (name: string, value: Column['value']): Column => ({ name, value, kind: 'number' });

/** Columns of statement lines, the same in CSV and XLSX. */
export const lineColumns: readonly Column[] = [
  text('statementId', ({ document }) => document.statementId),
  number('version', ({ document }) => String(document.version)),
  text('payerAccountId', ({ document }) => document.statement.payerAccountId),
  { name: 'month', value: ({ document }) => document.statement.month, kind: 'time' },
  text('tenantId', ({ document }) => document.statement.holder.tenantId),
  text('workspace', ({ document }) => document.statement.holder.workspaceIdentifier),
  text('project', ({ document }) => document.statement.holder.projectIdentifier),
  text('platform', ({ document }) => document.statement.holder.platformIdentifier),
  text('section', ({ document, line }) => sectionOf(line.kind, document.statement.basis).title),
  text('kind', ({ line }) => line.kind),
  text('service', ({ line }) => line.service),
  text('recordType', ({ line }) => line.recordType),
  text('accountId', ({ line }) => line.accountId),
  text('commitmentId', ({ line }) => line.commitmentId),
  text('description', ({ line }) => line.description),
  text('seller', ({ line }) => line.seller),
  { name: 'correctedMonth', value: ({ line }) => line.correctedMonth, kind: 'time' },
  text('correctedKind', ({ line }) => line.correctedKind),
  number('amount', ({ line }) => line.amount),
  text('billingCurrency', ({ document }) => document.statement.billingCurrency),
  number('rate', ({ document }) => document.statement.rate),
  number('converted', ({ line }) => line.converted),
  text('currency', ({ document }) => document.statement.currency),
  number('exact', ({ line }) => line.exact),
  text('source', ({ line }) => line.sourceId),
  text('lineId', ({ line }) => line.lineId),
];
