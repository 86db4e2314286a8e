import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { CsvParser } from '@orgledger/focus';
import ExcelJS from 'exceljs';
import { sampleDocument, sampleLine } from '../../testing/sample-documents.js';
import { samplePayer, sampleSources, sampleStatements } from '../../testing/sample-month.js';
import { costsRequest, fileOf, monthRequest, statementRequest } from './export-requests.js';
import type { ExportRequest } from './export-requests.js';
import type { ExportSources } from './export-sources.js';
import { sumAmounts } from './sections.js';
import { renderExport } from './render-export.gateway.js';
import { monthWorkbook } from './workbook.gateway.js';
import { exactCell } from './exact-cell.js';

const bytesOf = async (request: ExportRequest, sources: ExportSources = sampleSources): Promise<Buffer> => {
  const { body } = await renderExport(request, sources);
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
};
const textOf = async (request: ExportRequest, sources?: ExportSources): Promise<string> => (await bytesOf(request, sources)).toString('utf8');

const tableOf = (text: string): readonly Record<string, string>[] => {
  const records: (readonly string[])[] = [];
  const parser = new CsvParser((fields) => records.push(fields));
  parser.write(text);
  parser.end();
  const [heading = [], ...rows] = records;
  return rows.map((row) => Object.fromEntries(row.map((field, at) => [heading[at] ?? '', field])));
};

const over = (document: (typeof sampleStatements)[number]): ExportSources => ({ ...sampleSources, statement: () => Promise.resolve(document) });
const month = (format: string): ExportRequest => monthRequest(samplePayer.payerAccountId, `2026-06.${format}`);

describe('CSV', () => {
  it('has one row for each line and every amount as it stands on the statement', async () => {
    const rows = tableOf(await textOf(month('csv')));
    const lines = sampleStatements.flatMap(({ statement }) => statement.lines);
    expect(rows.map(({ lineId, amount, exact, converted }) => [lineId, amount, exact, converted])).toEqual(
      lines.map(({ lineId, amount, exact, converted }) => [lineId, amount, exact, converted]),
    );
    expect(sumAmounts(rows.map(({ amount = '' }) => amount))).toBe(sumAmounts(sampleStatements.map(({ statement }) => statement.total)));
  });

  it('quotes what needs it and ends its lines as RFC 4180 says', async () => {
    const description = 'a "quoted", text\nover two lines';
    const text = await textOf(statementRequest('s.csv'), over(sampleDocument([sampleLine('USAGE', '1.00', { description })])));
    expect(text).toContain('"a ""quoted"", text\nover two lines"');
    expect(text.split('\r\n')).toHaveLength(3);
    expect(tableOf(text)[0]?.description).toBe(description);
  });

  it.each(['=1+2', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('makes the text %j harmless for spreadsheets', async (description) => {
    const text = await textOf(statementRequest('s.csv'), over(sampleDocument([sampleLine('CREDIT', '-5.00', { description })])));
    expect(tableOf(text)[0]).toMatchObject({ description: `'${description}`, amount: '-5.00', exact: '-5.0000000000' });
  });

  it('gives cells as Cost Explorer gave them', async () => {
    const rows = tableOf(await textOf(costsRequest(samplePayer.payerAccountId, '2026-05', '2026-06')));
    expect(rows).toHaveLength(23);
    expect(rows.find((row) => row.unblended === '0.0000000036')).toMatchObject({ service: 'Amazon Simple Storage Service', month: '2026-06' });
    expect(rows.at(-1)).toMatchObject({ accountName: 'Größe & Söhne, "日本"', recordType: 'Out Of Cycle Charge', netUnblended: '' });
  });
});

describe('JSON', () => {
  it('holds the statement whole', async () => {
    const [document] = sampleStatements;
    const parsed = JSON.parse(await textOf(statementRequest(`${document!.statementId}.json`))) as Record<string, unknown>;
    expect(parsed).toEqual({
      ...document!.statement,
      statementId: document!.statementId,
      version: 1,
      hash: document!.hash,
      finalisedAt: document!.finalisedAt,
      issuer: document!.issuer,
    });
  });

  it('holds a month’s statements in one document', async () => {
    const parsed = JSON.parse(await textOf(month('json'))) as { statements: { statementId: string }[] };
    expect(parsed.statements.map(({ statementId }) => statementId)).toEqual(sampleStatements.map(({ statementId }) => statementId));
  });
});

describe('XLSX', () => {
  const read = async (bytes: Buffer): Promise<ExcelJS.Workbook> => {
    const workbook = new ExcelJS.Workbook();
    const stream = new PassThrough();
    stream.end(bytes);
    await workbook.xlsx.read(stream);
    return workbook;
  };
  const column = (sheet: ExcelJS.Worksheet, name: string): unknown[] => {
    const heading = sheet.getRow(1).values as unknown[];
    return (sheet.getColumn(heading.indexOf(name)).values as unknown[]).slice(2);
  };

  it('loses no cent', async () => {
    const workbook = await read(await bytesOf(month('xlsx')));
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Statements', 'Lines']);
    const lines = sampleStatements.flatMap(({ statement }) => statement.lines);
    const amounts = column(workbook.getWorksheet('Lines')!, 'amount').map((cell) => Number(cell).toFixed(2));
    expect(amounts).toEqual(lines.map(({ amount }) => amount));
    expect(column(workbook.getWorksheet('Statements')!, 'hash')).toEqual(sampleStatements.map(({ hash }) => hash));
  });

  it('keeps text that looks like a formula as text', async () => {
    const workbook = await read(
      await bytesOf(statementRequest('s.xlsx'), over(sampleDocument([sampleLine('USAGE', '1.00', { description: '=1+2' })]))),
    );
    const cell = column(workbook.getWorksheet('Lines')!, 'description')[0];
    expect(cell).toBe('=1+2');
    expect(workbook.getWorksheet('Statement')!.getCell('A1').value).toBe('Cloud Foundation: statement of June 2026');
  });

  it('sums a statement by section on its first sheet, in both currencies, beside numbers that keep every digit', async () => {
    const lines = [
      sampleLine('USAGE', '1234567.89', { exact: '1234567.8900000000', converted: '1128024.68' }),
      sampleLine('TAX', '0.10', { exact: '0.0999999999', converted: '0.09' }),
      sampleLine('CREDIT', '-99999999999999.99', { exact: '-99999999999999.9900000000', converted: '-91369999999999.99' }),
    ];
    const document = sampleDocument(lines);
    const statement = { ...document.statement, currency: 'EUR', rate: '0.9137', convertedTotal: sumAmounts(lines.map(({ converted }) => converted)) };
    const workbook = await read(await bytesOf(statementRequest('s.xlsx'), over({ ...document, statement })));
    const summary = workbook.getWorksheet('Statement')!;
    const rows = (summary.getSheetValues() as (unknown[] | undefined)[]).map((row) => row?.slice(1)).filter((row) => row?.length === 3);
    expect(rows).toEqual([
      ['Section', 'USD', 'EUR'],
      ['Usage', 1234567.89, 1128024.68],
      ['Tax, credits, refunds and discounts', '-99999999999999.89', -91369999999999.9],
      ['Total', -99999998765432, '-91369998871975.22'],
    ]);
    const own = workbook.getWorksheet('Lines')!;
    expect(column(own, 'exact')).toEqual([1234567.89, 0.0999999999, '-99999999999999.9900000000']);
    expect([own.views[0], own.getCell('E2').numFmt]).toMatchObject([{ state: 'frozen', ySplit: 1 }, '#,##0.00;[Red]-#,##0.00']);
  });

  it('goes on in another sheet where one is full', async () => {
    async function* documents() {
      for (const document of sampleStatements) yield await Promise.resolve(document);
    }
    const pieces: Buffer[] = [];
    for await (const piece of monthWorkbook(documents, 11)) pieces.push(piece as Buffer);
    const workbook = await read(Buffer.concat(pieces));
    const names = workbook.worksheets.map(({ name, rowCount }) => [name, rowCount]);
    expect(names).toEqual([
      ['Statements', 3],
      ['Lines', 11],
      ['Lines 2', 11],
      ['Lines 3', 7],
    ]);
    const ids = workbook.worksheets.slice(1).flatMap((sheet) => column(sheet, 'lineId'));
    expect(ids).toEqual(sampleStatements.flatMap(({ statement }) => statement.lines.map(({ lineId }) => lineId)));
  });

  it.each([
    ['1234567890123.45', 1234567890123.45],
    ['-0.10', -0.1],
    ['382.3456780000', 382.345678],
    ['12345678901234.56', '12345678901234.56'],
    ['1234567.8900000000', 1234567.89],
    ['1000000000000000', '1000000000000000'],
    ['99999999.1234567891', '99999999.1234567891'],
  ])('shows %s as %j', (text, value) => {
    expect(exactCell(text)).toBe(value);
  });
});

describe('PDF', () => {
  const pages = (bytes: Buffer): number => bytes.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
  const fonts = (bytes: Buffer): string[] => [...new Set(bytes.toString('latin1').match(/NotoSans(Hans)?-(Regular|Bold)/g))].sort();

  it('is the same bytes for the same statement', async () => {
    const request = statementRequest(`${sampleStatements[0]!.statementId}.pdf`);
    const digest = async (): Promise<string> =>
      createHash('sha256')
        .update(await bytesOf(request))
        .digest('hex');
    expect(await digest()).toBe(await digest());
  });

  it('takes other scripts from another font, and only where they are needed', async () => {
    const latin = await bytesOf(statementRequest('s.pdf'), over(sampleDocument([sampleLine('USAGE', '1.00', { description: 'Größe Ωő Ж 5 €' })])));
    const chinese = await bytesOf(statementRequest('s.pdf'), over(sampleDocument([sampleLine('USAGE', '1.00', { description: '测试 テスト' })])));
    expect([fonts(latin), fonts(chinese)]).toEqual([
      ['NotoSans-Bold', 'NotoSans-Regular'],
      ['NotoSans-Bold', 'NotoSans-Regular', 'NotoSansHans-Regular'],
    ]);
  });

  it('goes on over as many pages as there are lines', async () => {
    const lines = Array.from({ length: 200 }, (_, at) => sampleLine('USAGE', '1.00', { service: `Service ${at}` }));
    const long = await bytesOf(statementRequest('s.pdf'), over(sampleDocument(lines)));
    expect(long.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pages(long)).toBe(5);
  });
});

describe('an immutable export', () => {
  it('has an ETag of its hash and kind, and another once a payment method was set', async () => {
    const document = sampleDocument([sampleLine('USAGE', '1.00')]);
    const later = { ...document, assignedPaymentMethod: { identifier: 'a', displayName: 'A', assignedAt: '2026-08-01T00:00:00.000Z' } };
    const etag = async (of: typeof document, format: string) => (await renderExport(statementRequest(`s.${format}`), over(of))).etag;
    const tags = [await etag(document, 'csv'), await etag(document, 'json'), await etag(later, 'csv')];
    expect(tags[0]).toBe(`"${document.hash}.csv"`);
    expect(new Set(tags).size).toBe(3);
    expect((await renderExport(month('csv'), sampleSources)).etag).toBeUndefined();
  });
});

describe('what cannot be exported', () => {
  it.each([
    [() => statementRequest('2026-06.docx'), 'FIELD_MALFORMED', 'format'],
    [() => monthRequest('111122223333', '2026-13.csv'), 'FIELD_MALFORMED', 'month'],
    [() => monthRequest('1111', '2026-06.csv'), 'FIELD_MALFORMED', 'payer'],
    [() => costsRequest('111122223333', '2026-06', '2026-05'), 'FIELD_MALFORMED', 'to'],
    [() => costsRequest('111122223333', '2020-01', '2026-05'), 'FIELD_MALFORMED', 'to'],
  ])('is refused with the field at fault: %#', (make, code, field) => {
    expect(make).toThrow(
      expect.objectContaining({ code, field, details: expect.objectContaining({ remedy: expect.any(String) as string }) as object }) as Error,
    );
  });

  it.each([
    [statementRequest('none.pdf'), 'STATEMENT_NOT_FOUND'],
    [monthRequest(samplePayer.payerAccountId, '2026-07.csv'), 'MONTH_NOT_FOUND'],
    [monthRequest('999999999999', '2026-06.csv'), 'PAYER_NOT_FOUND'],
  ])('says what is missing before anything is sent: %j', async (request, code) => {
    await expect(renderExport(request, sampleSources)).rejects.toMatchObject({ code });
  });
});

it('files have names that no file system minds', () => {
  expect(fileOf(statementRequest('2026-06.1.a/../b"c.0001.pdf'))).toEqual({
    fileName: 'statement-2026-06.1.a_.._b_c.0001.pdf',
    contentType: 'application/pdf',
  });
  expect(fileOf(month('focus-provider.csv'))).toEqual({
    fileName: '111122223333-2026-06.focus-provider.csv',
    contentType: 'text/csv; charset=utf-8',
  });
});
