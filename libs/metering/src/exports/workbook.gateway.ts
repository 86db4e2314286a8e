import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import type { ExportColumn } from './csv-text.js';
import type { StatementDocument } from './export-document.js';
import { lineColumns } from './line-columns.js';
import { monthName } from './readable.js';
import { bySection } from './sections.js';

type Value = string | number;

// A double holds fifteen digits exactly; Excel shows no more.
const mostDigits = 15;

/** Decimal text as a number where that loses nothing, else as text: no cent is ever lost to floating point. */
export const exactCell = (text: string): Value => {
  if (text.replaceAll(/\D/g, '').replace(/^0+/, '').length > mostDigits) return text;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
};

const moneyFormat = '#,##0.00;[Red]-#,##0.00';
const exactFormat = '#,##0.00########;[Red]-#,##0.00########';
const widths: Readonly<Record<string, number>> = { description: 48, service: 40, statementId: 44, lineId: 30, section: 36, commitmentId: 40 };
const formats: Readonly<Record<string, string>> = { amount: moneyFormat, converted: moneyFormat, exact: exactFormat, rate: '0.##########' };
const rowsAtOnce = 200;
const boldFont = { name: 'Calibri', size: 11, bold: true };
const titleFont = { name: 'Calibri', size: 14, bold: true };
const printed = { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 } as const;

const cellsOf = <Row>(columns: readonly ExportColumn<Row>[], row: Row): (Value | null)[] =>
  columns.map(({ value, kind }) => {
    const text = value(row);
    if (text === undefined || text === '') return null;
    // Text cells of a workbook are text whatever they start with: there is nothing to make harmless.
    return kind === 'number' ? exactCell(text) : text;
  });

const addSheet = <Row>(workbook: ExcelJS.stream.xlsx.WorkbookWriter, name: string, columns: readonly ExportColumn<Row>[]): ExcelJS.Worksheet => {
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }], pageSetup: printed });
  sheet.columns = columns.map((column) => {
    const format = formats[column.name];
    return { header: column.name, width: widths[column.name] ?? 16, ...(format === undefined ? {} : { style: { numFmt: format } }) };
  });
  sheet.getRow(1).font = boldFont;
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
  return sheet;
};

const money = (name: string, value: (document: StatementDocument) => string): ExportColumn<StatementDocument> => ({ name, kind: 'number', value });
const plain = (name: string, value: (document: StatementDocument) => string | undefined): ExportColumn<StatementDocument> => ({
  name,
  kind: 'text',
  value,
});

/** `billTotal` as people write it. */
const words = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

/** One row for each statement. */
export const documentColumns: readonly ExportColumn<StatementDocument>[] = [
  plain('statementId', ({ statementId }) => statementId),
  money('version', ({ version }) => String(version)),
  plain('payerAccountId', ({ statement }) => statement.payerAccountId),
  plain('month', ({ statement }) => statement.month),
  plain('tenantId', ({ statement }) => statement.holder.tenantId),
  plain('workspace', ({ statement }) => statement.holder.workspaceIdentifier),
  plain('project', ({ statement }) => statement.holder.projectIdentifier),
  plain('paymentMethod', ({ statement, assignedPaymentMethod }) => (statement.holder.paymentMethod ?? assignedPaymentMethod)?.identifier),
  money('amount', ({ statement }) => statement.total),
  plain('billingCurrency', ({ statement }) => statement.billingCurrency),
  money('rate', ({ statement }) => statement.rate),
  money('converted', ({ statement }) => statement.convertedTotal),
  plain('currency', ({ statement }) => statement.currency),
  money('billTotal', ({ statement }) => statement.billTotal),
  plain('basis', ({ statement }) => statement.basis),
  plain('finalisedAt', ({ finalisedAt }) => finalisedAt),
  plain('hash', ({ hash }) => hash),
];

/** Lets what is written so far be compressed and sent before more is made: the writer itself takes no notice of a slow reader. */
const drained = async (output: PassThrough): Promise<void> => {
  await new Promise<void>((resolve) => setImmediate(resolve));
  while (output.writableLength > output.writableHighWaterMark && !output.destroyed)
    await new Promise<void>((resolve) => output.once('drain', resolve).once('close', resolve));
};

const writer = (output: PassThrough): ExcelJS.stream.xlsx.WorkbookWriter =>
  new ExcelJS.stream.xlsx.WorkbookWriter({ stream: output, useStyles: true, useSharedStrings: false });

/** Runs the writing beside the reading; a failure of either ends both. */
const streamed = (write: (output: PassThrough) => Promise<void>): Readable => {
  const output = new PassThrough({ highWaterMark: 262_144 });
  write(output).catch((error: unknown) => output.destroy(error as Error));
  return output;
};

/** A statement as a workbook: a summary by section, and its lines. */
export const statementWorkbook = (document: StatementDocument): Readable =>
  streamed(async (output) => {
    const workbook = writer(output);
    const { statement } = document;
    const summary = workbook.addWorksheet('Statement', { pageSetup: printed });
    const foreign = statement.currency !== statement.billingCurrency;
    const money = { numFmt: moneyFormat };
    summary.columns = [{ width: 38 }, { width: 26 }, { width: 26 }];
    const add = (values: readonly (Value | null)[], font?: Partial<ExcelJS.Font>): void => {
      const row = summary.addRow(values.slice(0, foreign ? 3 : 2));
      if (font) row.font = font;
      for (const [at, value] of values.entries())
        if (at > 0 && typeof value === 'number') row.getCell(at + 1).style = { ...money, ...(font ? { font } : {}) };
      row.commit();
    };
    add([`${document.issuer}: statement of ${monthName(statement.month)}`], titleFont);
    add([]);
    for (const { name, value, kind } of documentColumns) {
      const text = value(document);
      const asMoney = kind === 'number' && name !== 'version' && name !== 'rate';
      if (text !== undefined) add([words(name), asMoney ? exactCell(text) : text]);
    }
    for (const [key, tag] of Object.entries(statement.holder.tags)) add([`tag ${key}`, tag]);
    add([]);
    add(['section', statement.billingCurrency, statement.currency], boldFont);
    for (const { section, amount, converted } of bySection(statement.lines)) add([section.title, exactCell(amount), exactCell(converted)]);
    add(['Total', exactCell(statement.total), exactCell(statement.convertedTotal)], boldFont);
    summary.commit();
    const lines = addSheet(workbook, 'Lines', lineColumns);
    for (const [at, line] of statement.lines.entries()) {
      lines.addRow(cellsOf(lineColumns, { document, line })).commit();
      if (at % rowsAtOnce === rowsAtOnce - 1) await drained(output);
    }
    lines.commit();
    await workbook.commit();
  });

/** All statements of a month as a workbook: one sheet of statements, one of lines. Reads the statements twice, so that neither is held. */
export const monthWorkbook = (documents: () => AsyncIterable<StatementDocument>): Readable =>
  streamed(async (output) => {
    const workbook = writer(output);
    const statements = addSheet(workbook, 'Statements', documentColumns);
    for await (const document of documents()) {
      statements.addRow(cellsOf(documentColumns, document)).commit();
      await drained(output);
    }
    statements.commit();
    const lines = addSheet(workbook, 'Lines', lineColumns);
    for await (const document of documents()) {
      for (const line of document.statement.lines) lines.addRow(cellsOf(lineColumns, { document, line })).commit();
      await drained(output);
    }
    lines.commit();
    await workbook.commit();
  });
