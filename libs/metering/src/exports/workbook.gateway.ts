import type { Readable } from 'node:stream';
import type ExcelJS from 'exceljs';
import type { ExportColumn } from './csv-text.js';
import { exactCell } from './exact-cell.js';
import type { StatementDocument } from './export-document.js';
import { lineColumns } from './line-columns.js';
import { monthName } from './readable.js';
import { bySection } from './sections.js';
import { basisText, holderName, isCredit, paymentMethodText } from './statement-texts.js';
import { boldFont, drained, moneyFormat, SheetTable, workbookOf } from './workbook-sheets.gateway.js';
import type { Writer } from './workbook-sheets.gateway.js';

const rowsAtOnce = 200;
const titleFont = { name: 'Calibri', size: 14, bold: true };
const onePage = { orientation: 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 1 } as const;
const atRight = { horizontal: 'right' } as const;

const number = (name: string, value: (document: StatementDocument) => string): ExportColumn<StatementDocument> => ({ name, kind: 'number', value });
const text = (name: string, value: (document: StatementDocument) => string | undefined): ExportColumn<StatementDocument> => ({
  name,
  kind: 'text',
  value,
});

/** One row for each statement. */
const documentColumns: readonly ExportColumn<StatementDocument>[] = [
  text('statementId', ({ statementId }) => statementId),
  number('version', ({ version }) => String(version)),
  text('payerAccountId', ({ statement }) => statement.payerAccountId),
  text('month', ({ statement }) => statement.month),
  text('tenantId', ({ statement }) => statement.holder.tenantId),
  text('workspace', ({ statement }) => statement.holder.workspaceIdentifier),
  text('project', ({ statement }) => statement.holder.projectIdentifier),
  text('paymentMethod', ({ statement, assignedPaymentMethod }) => (statement.holder.paymentMethod ?? assignedPaymentMethod)?.identifier),
  number('amount', ({ statement }) => statement.total),
  text('billingCurrency', ({ statement }) => statement.billingCurrency),
  number('rate', ({ statement }) => statement.rate),
  number('converted', ({ statement }) => statement.convertedTotal),
  text('currency', ({ statement }) => statement.currency),
  number('billTotal', ({ statement }) => statement.billTotal),
  text('basis', ({ statement }) => statement.basis),
  text('finalisedAt', ({ finalisedAt }) => finalisedAt),
  text('hash', ({ hash }) => hash),
];

// The first sheet says these once for all lines.
const saidOnce = new Set(['statementId', 'version', 'payerAccountId', 'month', 'tenantId', 'workspace', 'project', 'platform']);
// What people read comes first.
const readFirst = ['section', 'description', 'service', 'accountId', 'amount', 'billingCurrency', 'converted', 'currency'];
const ownLineColumns = lineColumns
  .filter(({ name }) => !saidOnce.has(name))
  .toSorted((a, b) => (readFirst.indexOf(a.name) + 1 || 99) - (readFirst.indexOf(b.name) + 1 || 99));

const factsOf = (document: StatementDocument): readonly (readonly [string, string | undefined])[] => {
  const { statement, statementId, version, finalisedAt, hash } = document;
  const { holder } = statement;
  return [
    ['For', holderName(document)],
    ['Workspace', holder.workspaceIdentifier],
    ['Project', holder.projectIdentifier],
    ['Platform', [holder.platformIdentifier, holder.landingZoneIdentifier].filter(Boolean).join(' / ')],
    ['Tenant', holder.tenantId],
    ...Object.entries(holder.tags).map(([key, value]) => [`Tag ${key}`, value] as const),
    ['Payment method', paymentMethodText(document)],
    ['AWS bill of account', statement.payerAccountId],
    ['Costs', basisText(statement)],
    [
      'Rate',
      statement.currency === statement.billingCurrency ? undefined : `${statement.rate} ${statement.currency} for 1 ${statement.billingCurrency}`,
    ],
    ['Statement', statementId],
    ['Version', String(version)],
    ['Finalised', finalisedAt],
    ['SHA-256', hash],
  ];
};

const summarySheet = (workbook: Writer, document: StatementDocument): void => {
  const { statement } = document;
  const sheet = workbook.addWorksheet('Statement', { pageSetup: onePage });
  const foreign = statement.currency !== statement.billingCurrency;
  sheet.columns = [{ width: 42 }, { width: 22 }, { width: 22 }];
  const add = (values: readonly string[], font?: Partial<ExcelJS.Font>): void => {
    const row = sheet.addRow(values);
    if (font) row.font = font;
    row.commit();
  };
  const money = (name: string, billed: string, converted: string, bold = false): void => {
    const row = sheet.addRow([name, ...(foreign ? [billed, converted] : [billed]).map(exactCell)]);
    for (const at of [1, 2, 3])
      row.getCell(at).style = { ...(bold ? { font: boldFont } : {}), ...(at > 1 ? { numFmt: moneyFormat, alignment: atRight } : {}) };
    row.commit();
  };
  add([`${document.issuer}: ${isCredit(statement) ? 'credit statement' : 'statement'} of ${monthName(statement.month)}`], titleFont);
  add([]);
  for (const [name, value] of factsOf(document)) if (value !== undefined && value !== '') add([name, value]);
  add([]);
  const heading = sheet.addRow(['Section', statement.billingCurrency, ...(foreign ? [statement.currency] : [])]);
  heading.font = boldFont;
  for (const at of [2, 3]) heading.getCell(at).alignment = atRight;
  heading.commit();
  for (const { section, amount, converted } of bySection(statement)) money(section.title, amount, converted);
  money('Total', statement.total, statement.convertedTotal, true);
  if (statement.billTotal !== statement.total) {
    add([]);
    const row = sheet.addRow(['of which AWS’s bill of this month', exactCell(statement.billTotal)]);
    row.getCell(2).style = { numFmt: moneyFormat, alignment: atRight };
    row.commit();
  }
  sheet.commit();
};

/** A statement as a workbook: a summary by section, and its lines. */
export const statementWorkbook = (document: StatementDocument): Readable =>
  workbookOf(async (workbook, output) => {
    summarySheet(workbook, document);
    const lines = new SheetTable(workbook, 'Lines', ownLineColumns);
    for (const [at, line] of document.statement.lines.entries()) {
      lines.add({ document, line });
      if (at % rowsAtOnce === rowsAtOnce - 1) await drained(output);
    }
    lines.end();
  });

/** All statements of a month as a workbook: one sheet of statements, one of lines. Reads the statements twice, so that neither is held. */
export const monthWorkbook = (documents: () => AsyncIterable<StatementDocument>, rowsPerSheet?: number): Readable =>
  workbookOf(async (workbook, output) => {
    const statements = new SheetTable(workbook, 'Statements', documentColumns, rowsPerSheet);
    for await (const document of documents()) {
      statements.add(document);
      await drained(output);
    }
    statements.end();
    const lines = new SheetTable(workbook, 'Lines', lineColumns, rowsPerSheet);
    for await (const document of documents()) {
      for (const line of document.statement.lines) lines.add({ document, line });
      await drained(output);
    }
    lines.end();
  });
