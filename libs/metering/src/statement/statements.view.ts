import { formatDigits, parseExactUnits, roundUnits } from '@orgledger/kernel';
import { fromJson, projectionOf, toJson, viewPart } from '@orgledger/projections';
import type { AnyTables, TableName } from '@orgledger/projections';
import type { Transaction } from 'kysely';
import { centsText, parseCents } from './corrections.js';
import type { MonthEvent } from '../month-close/month.events.js';
import type { StatementEvent } from './statement.events.js';
import type { StatementLine } from './statement.js';
import { countingClosings, forgetClosing, isAbandoned, setState } from './statement-states.view.js';
import { addedPostings, postingsOf, statementIdOf } from './statement-rows.view.js';
import type { StatementRow } from './statement-rows.view.js';

type Ending = Extract<MonthEvent, { type: 'MonthClosed' | 'MonthCloseAbandoned' }>;

/** Lines in one row: a page of a large statement is read without the rest of it. */
export const linesPerRow = 250;

export interface CorrectionRow {
  readonly statement_id: string;
  readonly close_id: string;
  readonly payer_account_id: string;
  readonly tenant_id: string;
  readonly corrected_month: string;
  readonly kind: string;
  readonly amount: string;
}

export interface StatementTables {
  readonly metering_statements: StatementRow;
  readonly metering_statement_lines: { readonly statement_id: string; readonly part: number; readonly lines: string };
  readonly metering_corrections: CorrectionRow;
  readonly metering_upfront_discounts: {
    readonly statement_id: string;
    readonly line_id: string;
    readonly payer_account_id: string;
    readonly commitment_id: string;
    readonly month: string;
    /** Positive: cents, and ten digits. */
    readonly cents: string;
    readonly exact: string;
  };
}

const negated = (amount: string, digits: number): string => formatDigits(-roundUnits(parseExactUnits(amount), digits), digits);

const sumBy = (lines: readonly StatementLine[], keyOf: (line: StatementLine) => string | undefined): ReadonlyMap<string, string> => {
  const sums = new Map<string, bigint>();
  for (const line of lines) {
    const key = keyOf(line);
    if (key !== undefined) sums.set(key, (sums.get(key) ?? 0n) + parseCents(line.amount));
  }
  return new Map([...sums].map(([key, cents]) => [key, centsText(cents)]));
};

/** Lines in rows of equal number, and what later closings need of them without reading them. */
const storeLines = async (
  tx: Transaction<AnyTables>,
  table: TableName,
  row: Pick<StatementRow, 'statement_id' | 'close_id' | 'payer_account_id' | 'tenant_id' | 'month'>,
  lines: readonly StatementLine[],
  before: number,
): Promise<void> => {
  const { statement_id, close_id, payer_account_id, tenant_id, month } = row;
  for (let at = 0; at < lines.length; at += linesPerRow - ((before + at) % linesPerRow)) {
    const part = Math.floor((before + at) / linesPerRow);
    const room = linesPerRow - ((before + at) % linesPerRow);
    const more = lines.slice(at, at + room);
    if (room === linesPerRow) {
      await tx
        .insertInto(table('metering_statement_lines'))
        .values({ statement_id, part, lines: toJson(more) })
        .execute();
    } else {
      const stored = tx
        .selectFrom(table('metering_statement_lines'))
        .select('lines')
        .where('statement_id', '=', statement_id)
        .where('part', '=', part);
      const known = fromJson<StatementLine[]>((await stored.executeTakeFirstOrThrow()).lines);
      await tx
        .updateTable(table('metering_statement_lines'))
        .set({ lines: toJson([...known, ...more]) })
        .where('statement_id', '=', statement_id)
        .where('part', '=', part)
        .execute();
    }
  }
  const corrections = sumBy(lines, ({ correctedMonth, correctedKind }) => correctedMonth && `${correctedMonth} ${correctedKind ?? 'OTHER'}`);
  for (const [key, amount] of corrections) {
    const [corrected_month, kind] = key.split(' ');
    await tx
      .insertInto(table('metering_corrections'))
      .values({ statement_id, close_id, payer_account_id, tenant_id, corrected_month, kind, amount })
      .execute();
  }
  for (const { kind, commitmentId, amount, exact, lineId } of lines) {
    if (kind !== 'COMMITMENT_UPFRONT_DISCOUNT' || commitmentId === undefined) continue;
    const discount = { payer_account_id, commitment_id: commitmentId, month, cents: negated(amount, 2), exact: negated(exact, 10) };
    await tx
      .insertInto(table('metering_upfront_discounts'))
      .values({ statement_id, line_id: lineId, ...discount })
      .execute();
  }
};

const pendingOf = async (tx: Transaction<AnyTables>, table: TableName, stream: string, closeId: string): Promise<StatementRow | undefined> => {
  const [payer = '', month = '', ...tenant] = stream.slice(stream.indexOf('-') + 1).split('.');
  return (await tx
    .selectFrom(table('metering_statements'))
    .selectAll()
    .where('payer_account_id', '=', payer)
    .where('month', '=', month)
    .where('tenant_id', '=', tenant.join('.'))
    .where('close_id', '=', closeId)
    .executeTakeFirst()) as StatementRow | undefined;
};

/** Statements by month, holder and version. They count from their month's `MonthClosed` on. */
export const statementsProjection = projectionOf(
  'metering-statements',
  1,
  viewPart<StatementEvent | Ending>(
    {
      metering_statements: {
        columns: {
          statement_id: 'text',
          payer_account_id: 'text',
          month: 'text',
          tenant_id: 'text',
          version: 'integer',
          close_id: 'text',
          state: 'text',
          workspace_identifier: 'text',
          project_identifier: 'text',
          currency: 'text',
          line_count: 'integer',
          hash: 'text',
          has_payment_method: 'integer',
          payment_method: 'text',
          payment_method_assigned_at: 'text',
          finalised_at: 'text',
          header: 'text',
        },
        indexes: [
          ['close_id'],
          ['payer_account_id', 'month', 'tenant_id'],
          ['state', 'statement_id'],
          ['workspace_identifier', 'state', 'statement_id'],
          ['tenant_id', 'state', 'statement_id'],
          ['month', 'state', 'statement_id'],
        ],
      },
      metering_statement_lines: { columns: { statement_id: 'text', part: 'integer', lines: 'text' }, key: ['statement_id', 'part'] },
      metering_corrections: {
        columns: {
          statement_id: 'text',
          corrected_month: 'text',
          kind: 'text',
          close_id: 'text',
          payer_account_id: 'text',
          tenant_id: 'text',
          amount: 'text',
        },
        key: ['statement_id', 'corrected_month', 'kind'],
        indexes: [['payer_account_id', 'corrected_month']],
      },
      metering_abandoned_closings: { columns: { close_id: 'text' } },
      metering_upfront_discounts: {
        columns: {
          statement_id: 'text',
          line_id: 'text',
          commitment_id: 'text',
          payer_account_id: 'text',
          month: 'text',
          cents: 'text',
          exact: 'text',
        },
        key: ['statement_id', 'line_id'],
        indexes: [['payer_account_id', 'month']],
      },
    },
    {
      StatementFinalised: async (tx, { event, at }, table) => {
        const { lines, ...rest } = event.statement;
        const { holder, payerAccountId, month, currency } = rest;
        const row: StatementRow = {
          statement_id: statementIdOf(payerAccountId, month, holder.tenantId, event.version),
          payer_account_id: payerAccountId,
          month,
          tenant_id: holder.tenantId,
          version: event.version,
          close_id: event.closeId,
          state: 'pending',
          workspace_identifier: holder.workspaceIdentifier ?? null,
          project_identifier: holder.projectIdentifier ?? null,
          currency,
          line_count: lines.length,
          hash: event.hash,
          has_payment_method: holder.paymentMethod ? 1 : 0,
          payment_method: holder.paymentMethod ? toJson(holder.paymentMethod) : null,
          payment_method_assigned_at: null,
          finalised_at: at,
          header: toJson({ ...rest, postings: postingsOf(lines) }),
        };
        if (await isAbandoned(tx, table, event.closeId)) return;
        await tx.insertInto(table('metering_statements')).values(row).execute();
        await storeLines(tx, table, row, lines, 0);
      },
      StatementLinesFinalised: async (tx, { event, recorded }, table) => {
        const row = await pendingOf(tx, table, recorded.stream, event.closeId);
        if (!row) return;
        await storeLines(tx, table, row, event.lines, row.line_count);
        const header = fromJson<{ readonly postings: ReturnType<typeof postingsOf> }>(row.header);
        await tx
          .updateTable(table('metering_statements'))
          .set({
            line_count: row.line_count + event.lines.length,
            header: toJson({ ...header, postings: addedPostings(header.postings, postingsOf(event.lines)) }),
          })
          .where('statement_id', '=', row.statement_id)
          .execute();
      },
      StatementPaymentMethodAssigned: (tx, { event, at }, table) =>
        tx
          .updateTable(table('metering_statements'))
          .set({ has_payment_method: 1, payment_method: toJson(event.paymentMethod), payment_method_assigned_at: at })
          .where('statement_id', '=', statementIdOf(event.payerAccountId, event.month, event.tenantId, event.version))
          .execute(),
      MonthClosed: async (tx, { event }, table) => {
        for (const closeId of await countingClosings(tx, table, event)) await setState(tx, table, closeId, 'superseded');
        await setState(tx, table, event.closeId, 'current');
      },
      MonthCloseAbandoned: (tx, { event }, table) => forgetClosing(tx, table, event.closeId),
    },
  ),
);
