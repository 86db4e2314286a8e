import { DomainError } from '@orgledger/kernel';
import { addMonths, isMonth, monthsFrom } from '../month.js';
import type { Month } from '../month.js';

export const statementFormats = ['pdf', 'csv', 'xlsx', 'json'] as const;
export const monthFormats = ['csv', 'xlsx', 'json', 'focus-provider.csv', 'focus-chargeback.csv'] as const;
export type StatementFormat = (typeof statementFormats)[number];
export type MonthFormat = (typeof monthFormats)[number];

/** What to export. A month is `YYYY-MM`. */
export type ExportRequest =
  | { readonly what: 'statement'; readonly statementId: string; readonly format: StatementFormat }
  | { readonly what: 'month'; readonly payerAccountId: string; readonly month: Month; readonly format: MonthFormat }
  /** Cells as Cost Explorer gave them, from the first month to the last, both included. */
  | { readonly what: 'costs'; readonly payerAccountId: string; readonly from: Month; readonly to: Month };

const mostMonths = 36;

const refuse = (field: string, message: string, remedy: string): never => {
  throw new DomainError('FIELD_MALFORMED', message, { field, remedy });
};

const splitFile = <Format extends string>(file: string, formats: readonly Format[]): readonly [name: string, format: Format] => {
  // The longest ending counts: `2026-06.focus-provider.csv` is no CSV of lines.
  const format = [...formats].sort((a, b) => b.length - a.length).find((ending) => file.endsWith(`.${ending}`) && file.length > ending.length + 1);
  return format
    ? [file.slice(0, -format.length - 1), format]
    : refuse('format', `${file} names no format.`, `End the address in ${formats.map((ending) => `.${ending}`).join(', ')}.`);
};

const monthField = (field: string, value: string): Month => {
  const given: unknown = value;
  if (!isMonth(given)) refuse(field, `${value} is no month.`, 'Write it as YYYY-MM.');
  return value;
};

const payerField = (value: string): string =>
  /^\d{12}$/.test(value) ? value : refuse('payer', `${value} is no AWS account.`, 'Give the twelve digits of the account that AWS bills.');

/** `<statement id>.<format>` */
export const statementRequest = (file: string): ExportRequest => {
  const [statementId, format] = splitFile(file, statementFormats);
  if (statementId.length > 200) refuse('id', 'This is longer than a statement’s id can be.', 'Take the statementId of the statements list.');
  return { what: 'statement', statementId, format };
};

/** `<YYYY-MM>.<format>` */
export const monthRequest = (payer: string, file: string): ExportRequest => {
  const [month, format] = splitFile(file, monthFormats);
  return { what: 'month', payerAccountId: payerField(payer), month: monthField('month', month), format };
};

export const costsRequest = (payer: string, from: string, to: string): ExportRequest => {
  const request = { what: 'costs', payerAccountId: payerField(payer), from: monthField('from', from), to: monthField('to', to) } as const;
  if (request.to < request.from) refuse('to', 'The last month comes before the first.', 'Exchange from and to.');
  if (addMonths(request.from, mostMonths) <= request.to) refuse('to', `These are more than ${mostMonths} months.`, 'Ask for fewer at once.');
  return request;
};

export const monthsOfCosts = ({ from, to }: { readonly from: Month; readonly to: Month }): readonly Month[] => monthsFrom(from, to);

const types: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
};

/** Name and media type of what a request makes. */
export const fileOf = (request: ExportRequest): { readonly fileName: string; readonly contentType: string } => {
  const fileName =
    request.what === 'statement'
      ? `statement-${request.statementId}.${request.format}`
      : request.what === 'month'
        ? `${request.payerAccountId}-${request.month}.${request.format}`
        : `costs-${request.payerAccountId}-${request.from}-${request.to}.csv`;
  return { fileName: fileName.replaceAll(/[^\w.-]/g, '_'), contentType: types[fileName.split('.').at(-1) ?? ''] ?? 'application/octet-stream' };
};
