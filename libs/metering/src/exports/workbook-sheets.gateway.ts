import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import type { ExportColumn } from './csv-text.js';
import { exactCell } from './exact-cell.js';

export type Writer = ExcelJS.stream.xlsx.WorkbookWriter;

export const moneyFormat = '#,##0.00;[Red]-#,##0.00';
const exactFormat = '#,##0.00########;[Red]-#,##0.00########';
const widths: Readonly<Record<string, number>> = {
  ...{ statementId: 60, tenantId: 40, hash: 68, lineId: 40, commitmentId: 50, source: 40 },
  ...{
    section: 38,
    service: 44,
    description: 60,
    kind: 30,
    correctedKind: 30,
    recordType: 26,
    seller: 26,
    workspace: 26,
    project: 26,
    finalisedAt: 26,
  },
};
const formats: Readonly<Record<string, string>> = {
  amount: moneyFormat,
  converted: moneyFormat,
  billTotal: moneyFormat,
  exact: exactFormat,
  rate: '0.##########',
};
export const boldFont = { name: 'Calibri', size: 11, bold: true };
// Two thirds of their size on paper: what people read of a line fits beside each other, the rest goes onto further sheets.
const printed = { orientation: 'landscape', scale: 65, printTitlesRow: '1:1' } as const;
// What Excel opens: it calls a file with more rows in a sheet broken.
const mostRows = 1_048_576;

const cellsOf = <Row>(columns: readonly ExportColumn<Row>[], row: Row): (string | number | null)[] =>
  columns.map(({ value, kind }) => {
    const text = value(row);
    if (text === undefined || text === '') return null;
    // Text cells of a workbook are text whatever they start with: there is nothing to make harmless.
    return kind === 'number' ? exactCell(text) : text;
  });

/** A table that goes on in a sheet `Name 2`, `Name 3`, … where one sheet is full. */
export class SheetTable<Row> {
  private sheet: ExcelJS.Worksheet;
  private sheets = 1;
  private rows = 1;

  constructor(
    private readonly workbook: Writer,
    private readonly name: string,
    private readonly columns: readonly ExportColumn<Row>[],
    private readonly rowsPerSheet = mostRows,
  ) {
    this.sheet = this.open();
  }

  add(row: Row): void {
    if (this.rows === this.rowsPerSheet) {
      this.sheet.commit();
      this.sheets += 1;
      this.rows = 1;
      this.sheet = this.open();
    }
    this.sheet.addRow(cellsOf(this.columns, row)).commit();
    this.rows += 1;
  }

  end(): void {
    this.sheet.commit();
  }

  private open(): ExcelJS.Worksheet {
    const { columns } = this;
    const views = [{ state: 'frozen', ySplit: 1 }] as const;
    const name = this.sheets === 1 ? this.name : `${this.name} ${this.sheets}`;
    const sheet = this.workbook.addWorksheet(name, { views: [...views], pageSetup: printed });
    sheet.columns = columns.map((column) => {
      const style = { ...(column.kind === 'number' ? { alignment: { horizontal: 'right' } as const } : {}) };
      const numFmt = formats[column.name];
      return { header: column.name, width: widths[column.name] ?? 16, style: numFmt === undefined ? style : { ...style, numFmt } };
    });
    sheet.getRow(1).font = boldFont;
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
    return sheet;
  }
}

/** Lets what is written so far be compressed and sent before more is made: the writer itself takes no notice of a slow reader. */
export const drained = async (output: PassThrough): Promise<void> => {
  await new Promise<void>((resolve) => setImmediate(resolve));
  while (output.writableLength > output.writableHighWaterMark && !output.destroyed)
    await new Promise<void>((resolve) => output.once('drain', resolve).once('close', resolve));
};

/** Runs the writing beside the reading; a failure of either ends both. */
export const workbookOf = (write: (workbook: Writer, output: PassThrough) => Promise<void>): Readable => {
  const output = new PassThrough({ highWaterMark: 262_144 });
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: output, useStyles: true, useSharedStrings: false });
  write(workbook, output)
    .then(() => workbook.commit())
    .catch((error: unknown) => output.destroy(error as Error));
  return output;
};
