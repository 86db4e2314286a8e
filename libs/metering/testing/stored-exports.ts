import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openViews } from '@orgledger/projections';
import type { AnyTables, ViewsDatabase } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { commitmentProjection } from '../src/commitment/commitment.view.js';
import type { StatementDocument } from '../src/exports/export-document.js';
import { encodeCells } from '../src/observation/cells.js';
import { observationProjection } from '../src/observation/observation.view.js';
import { payerProjection } from '../src/payer/payer.view.js';
import { sampleCommitments } from './sample-documents.js';
import { sampleAccounts, samplePayer } from './sample-month.js';

const create = async (db: Kysely<AnyTables>): Promise<void> => {
  await sql`CREATE TABLE IF NOT EXISTS metering_statements (statement_id text PRIMARY KEY, payer_account_id text, month text, state text, version integer,
    hash text, finalised_at text, payment_method text, payment_method_assigned_at text, header text)`.execute(db);
  await sql`CREATE TABLE IF NOT EXISTS metering_statement_lines (statement_id text, part integer, lines text, PRIMARY KEY (statement_id, part))`.execute(
    db,
  );
};

/** Puts statements where exports read them, as if their month had been closed. */
export const storeStatements = (views: ViewsDatabase, documents: Iterable<StatementDocument>): Promise<void> =>
  views.write(async (tx) => {
    await create(tx);
    for (const { statement, statementId, version, hash, finalisedAt } of documents) {
      const { lines, ...header } = statement;
      await sql`INSERT INTO metering_statements VALUES (${statementId}, ${statement.payerAccountId}, ${statement.month}, 'current', ${version}, ${hash},
        ${finalisedAt}, NULL, NULL, ${JSON.stringify(header)})`.execute(tx);
      await sql`INSERT INTO metering_statement_lines VALUES (${statementId}, 0, ${JSON.stringify(lines)})`.execute(tx);
    }
  });

/** A file of read models with the sample payer, its accounts' cells, its commitments and these statements; `remove` deletes it. */
export const exportViews = async (
  documents: Iterable<StatementDocument>,
): Promise<{ readonly file: string; readonly views: ViewsDatabase; remove(): Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'orgledger-exports-'));
  const file = join(folder, 'views.sqlite');
  const views = openViews({ file });
  const same = (table: string): string => table;
  await views.write(async (tx) => {
    for (const projection of [payerProjection, observationProjection, commitmentProjection]) await projection.create(tx, same);
    const { payerAccountId, displayName, billingCurrency, costs } = samplePayer;
    await sql`INSERT INTO metering_payers (payer_account_id, settings, status, registered_at)
      VALUES (${payerAccountId}, ${JSON.stringify({ payerAccountId, displayName, billingCurrency, costs })}, 'registered', '2026-01-01T00:00:00.000Z')`.execute(
      tx,
    );
    for (const { accountId, accountName, cells } of sampleAccounts)
      await sql`INSERT INTO metering_cells VALUES (${payerAccountId}, '2026-06', ${accountId}, ${accountName ?? null}, 0, 'pull', '2026-07-01T00:00:00.000Z', ${encodeCells(cells)})`.execute(
        tx,
      );
    for (const { terms, utilization, usage } of sampleCommitments) {
      await sql`INSERT INTO metering_commitments VALUES (${payerAccountId}, ${terms.commitmentId}, ${terms.kind}, ${terms.ownerAccountId}, ${terms.start}, ${terms.end}, ${JSON.stringify(terms)}, '2026-06')`.execute(
        tx,
      );
      await sql`INSERT INTO metering_commitment_months VALUES (${payerAccountId}, '2026-06', ${terms.commitmentId}, ${JSON.stringify(utilization)}, NULL, ${JSON.stringify(usage)}, NULL)`.execute(
        tx,
      );
    }
  });
  await storeStatements(views, documents);
  return {
    file,
    views,
    remove: async () => {
      await views.close();
      rmSync(folder, { recursive: true });
    },
  };
};
