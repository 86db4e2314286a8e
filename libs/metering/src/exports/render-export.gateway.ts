import { DomainError } from '@orgledger/kernel';
import { cellColumns } from './cell-columns.js';
import { csvHeading, csvRow } from './csv-text.js';
import type { ExportColumn } from './csv-text.js';
import type { StatementDocument } from './export-document.js';
import { monthsOfCosts } from './export-requests.js';
import type { ExportRequest } from './export-requests.js';
import type { ExportSources } from './export-sources.js';
import { chargebackRows } from './focus-chargeback.js';
import { ProviderView } from './focus-provider.js';
import { focusColumns } from './focus-row.js';
import { lineColumns } from './line-columns.js';
import { statementJson } from './statement-json.js';

export interface RenderedExport {
  /** Set where the content can never change. */
  readonly etag?: string;
  readonly body: AsyncIterable<Uint8Array | string>;
}

const pieceLength = 65_536;

/**
 * Makes an export piece by piece, reading its sources as it goes. Rejects with a DomainError (STATEMENT_NOT_FOUND, MONTH_NOT_FOUND,
 * PAYER_NOT_FOUND) before the first piece when there is nothing to export.
 */
export const renderExport = async (request: ExportRequest, sources: ExportSources): Promise<RenderedExport> => {
  switch (request.what) {
    case 'statement':
      return renderStatement(request, sources);
    case 'month':
      return { body: await renderMonth(request, sources) };
    case 'costs': {
      await payerMonth(sources, request.payerAccountId, request.from);
      return { body: inPieces(costs(request, sources)) };
    }
  }
};

const renderStatement = async (
  { statementId, format }: Extract<ExportRequest, { what: 'statement' }>,
  sources: ExportSources,
): Promise<RenderedExport> => {
  const document = await sources.statement(statementId);
  if (!document)
    throw new DomainError('STATEMENT_NOT_FOUND', `There is no statement ${statementId}.`, {
      field: 'id',
      remedy: 'Take the statementId of the statements list; a month’s statements are there once it is closed.',
    });
  return { etag: etagOf(document, format), body: await statementBody(document, format) };
};

/** A payment method that was set later is printed but no part of the hash. */
const etagOf = ({ hash, assignedPaymentMethod }: StatementDocument, format: string): string =>
  `"${hash}${assignedPaymentMethod ? `.${Buffer.from(assignedPaymentMethod.assignedAt).toString('hex')}` : ''}.${format}"`;

// The makers of PDF and XLSX are large: loaded only by who needs them.
const statementBody = async (document: StatementDocument, format: string): Promise<RenderedExport['body']> => {
  if (format === 'pdf') {
    const { statementPdf } = await import('./statement-pdf.gateway.js');
    return statementPdf(document);
  }
  if (format === 'xlsx') {
    const { statementWorkbook } = await import('./workbook.gateway.js');
    return statementWorkbook(document) as AsyncIterable<Uint8Array>;
  }
  return inPieces(format === 'json' ? [statementJson(document), '\n'] : lines([document]));
};

const renderMonth = async (
  { payerAccountId, month, format }: Extract<ExportRequest, { what: 'month' }>,
  sources: ExportSources,
): Promise<RenderedExport['body']> => {
  const exported = await payerMonth(sources, payerAccountId, month);
  const documents = (): AsyncIterable<StatementDocument> => sources.statementsOf(payerAccountId, month);
  if (format !== 'focus-provider.csv' && (await isEmpty(documents())))
    throw new DomainError('MONTH_NOT_FOUND', `${month} has no statements of ${payerAccountId}.`, {
      field: 'month',
      remedy: 'Statements are there once the month is closed; `orgledger month list` shows the months.',
    });
  switch (format) {
    case 'csv':
      return inPieces(lines(documents()));
    case 'xlsx': {
      const { monthWorkbook } = await import('./workbook.gateway.js');
      return monthWorkbook(documents) as AsyncIterable<Uint8Array>;
    }
    case 'json':
      return inPieces(monthJson(payerAccountId, month, documents()));
    case 'focus-provider.csv': {
      const view = new ProviderView(exported);
      return inPieces(
        table(
          focusColumns,
          flat(sources.accountMonths(payerAccountId, month), (account) => view.rowsOf(account)),
        ),
      );
    }
    case 'focus-chargeback.csv': {
      const commitments = new Map(exported.commitments.map((facts) => [facts.terms.commitmentId, facts]));
      return inPieces(
        table(
          focusColumns,
          flat(documents(), (document) => chargebackRows(document, exported.payer, commitments)),
        ),
      );
    }
  }
};

const payerMonth = async (sources: ExportSources, payerAccountId: string, month: string) => {
  const exported = await sources.month(payerAccountId, month);
  if (!exported)
    throw new DomainError('PAYER_NOT_FOUND', `No account ${payerAccountId} is registered as one that AWS bills.`, {
      field: 'payer',
      remedy: '`orgledger payer list` shows those that are.',
    });
  return exported;
};

const isEmpty = async (items: AsyncIterable<unknown>): Promise<boolean> => {
  for await (const _ of items) return false;
  return true;
};

async function* flat<Item, Row>(items: AsyncIterable<Item>, rowsOf: (item: Item) => Iterable<Row>): AsyncIterable<Row> {
  for await (const item of items) yield* rowsOf(item);
}

async function* table<Row>(columns: readonly ExportColumn<Row>[], rows: AsyncIterable<Row> | Iterable<Row>): AsyncIterable<string> {
  yield csvHeading(columns);
  for await (const row of rows) yield csvRow(columns, row);
}

const lines = (documents: AsyncIterable<StatementDocument> | Iterable<StatementDocument>): AsyncIterable<string> =>
  table(lineColumns, allLines(documents));

async function* allLines(documents: AsyncIterable<StatementDocument> | Iterable<StatementDocument>) {
  for await (const document of documents) for (const line of document.statement.lines) yield { document, line };
}

async function* monthJson(payerAccountId: string, month: string, documents: AsyncIterable<StatementDocument>): AsyncIterable<string> {
  yield `${JSON.stringify({ payerAccountId, month }).slice(0, -1)},"statements":[`;
  let comma = '';
  for await (const document of documents) {
    yield comma + statementJson(document);
    comma = ',\n';
  }
  yield ']}\n';
}

async function* costs(request: Extract<ExportRequest, { what: 'costs' }>, sources: ExportSources): AsyncIterable<string> {
  const { payerAccountId } = request;
  yield csvHeading(cellColumns);
  for (const month of monthsOfCosts(request))
    for await (const account of sources.accountMonths(payerAccountId, month))
      for (const cell of account.cells) yield csvRow(cellColumns, { payerAccountId, month, account, cell });
}

/** Small texts joined to pieces worth sending. */
async function* inPieces(texts: AsyncIterable<string> | Iterable<string>): AsyncIterable<string> {
  let piece = '';
  for await (const text of texts) {
    piece += text;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
