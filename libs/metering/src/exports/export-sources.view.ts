import { fromJson } from '@orgledger/projections';
import type { AnyTables } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { readCommitmentMonths, readCommitments } from '../commitment/commitment.view.js';
import { invoiceQueries } from '../invoice/invoice.view.js';
import type { InvoiceTables } from '../invoice/invoice.view.js';
import type { Month } from '../month.js';
import { readCells } from '../observation/observation.view.js';
import { payerQueries } from '../payer/payer.view.js';
import type { PayerTables } from '../payer/payer.view.js';
import { toHeader } from '../statement/statement-rows.view.js';
import type { StatementRow } from '../statement/statement-rows.view.js';
import { outsideTheBill } from '../statement/statement.js';
import type { StatementLine } from '../statement/statement.js';
import type { StatementDocument } from './export-document.js';
import type { ExportSources } from './export-sources.js';

const statementsPerRead = 100;

/** What exports read, from read models. */
export const exportSources = (db: Kysely<AnyTables>): ExportSources => ({
  statement: async (statementId) => {
    const { rows } = await sql<StatementRow>`SELECT * FROM metering_statements WHERE statement_id = ${statementId} AND state <> 'pending'`.execute(
      db,
    );
    return rows[0] && documentOf(db, rows[0]);
  },
  statementsOf: (payerAccountId, month) => statementsOf(db, payerAccountId, month),
  month: async (payerAccountId, month) => {
    const payer = await payerQueries(db as Kysely<PayerTables>).payer(payerAccountId);
    if (!payer) return undefined;
    const { displayName, billingCurrency, costs } = payer;
    const known = new Map((await readCommitmentMonths(db, payerAccountId, month)).map((facts) => [facts.terms.commitmentId, facts]));
    const commitments = (await readCommitments(db, payerAccountId)).map((commitment) => known.get(commitment.terms.commitmentId) ?? commitment);
    const [invoice, ...others] = await invoiceQueries(db as Kysely<InvoiceTables>).invoices(payerAccountId, month);
    // Where AWS sent several, Cost Explorer does not tell which charge stands on which.
    const invoiceId = invoice && others.length === 0 ? { invoiceId: invoice.invoiceId } : {};
    return { payer: { payerAccountId, displayName, billingCurrency, costs, ...invoiceId }, month, commitments };
  },
  accountMonths: (payerAccountId, month) => accountMonths(db, payerAccountId, month),
});

async function* statementsOf(db: Kysely<AnyTables>, payerAccountId: string, month: Month): AsyncIterable<StatementDocument> {
  for (let after = ''; ;) {
    const { rows } = await sql<StatementRow>`SELECT * FROM metering_statements
      WHERE payer_account_id = ${payerAccountId} AND month = ${month} AND state = 'current' AND statement_id > ${after}
      ORDER BY statement_id LIMIT ${statementsPerRead}`.execute(db);
    for (const row of rows) yield await documentOf(db, row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < statementsPerRead) return;
    after = last.statement_id;
  }
}

const documentOf = async (db: Kysely<AnyTables>, row: StatementRow): Promise<StatementDocument> => {
  const { rows } = await sql<{ readonly lines: string }>`SELECT lines FROM metering_statement_lines
    WHERE statement_id = ${row.statement_id} ORDER BY part`.execute(db);
  const lines = rows.flatMap((part) => fromJson<StatementLine[]>(part.lines));
  const { statementId, version, hash, finalisedAt, paymentMethod, paymentMethodAssignedAt, ...header } = toHeader(row);
  const { payerAccountId, month, holder, basis, billingCurrency, currency, rate, total, convertedTotal, billTotal } = header;
  return {
    statementId,
    version,
    hash,
    finalisedAt,
    statement: { payerAccountId, month, holder, basis, billingCurrency, currency, rate, lines, total, convertedTotal, billTotal },
    issuer: issuerOf(lines, payerAccountId),
    ...(paymentMethod && paymentMethodAssignedAt !== undefined
      ? { assignedPaymentMethod: { ...paymentMethod, assignedAt: paymentMethodAssignedAt } }
      : {}),
  };
};

/** The issuer is the seller of what AWS billed. */
const issuerOf = (lines: readonly StatementLine[], otherwise: string): string =>
  (lines.find(({ kind }) => !outsideTheBill.includes(kind)) ?? lines[0])?.seller ?? otherwise;

async function* accountMonths(db: Kysely<AnyTables>, payerAccountId: string, month: Month) {
  for await (const { accountId, accountName, cells } of readCells(db, payerAccountId, month))
    yield { accountId, ...(accountName === undefined ? {} : { accountName }), cells: cells() };
}
