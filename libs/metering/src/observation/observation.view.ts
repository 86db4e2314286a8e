import { fromRecorded } from '@orgledger/event-store';
import type { AnyTables, Projection } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Month } from '../month.js';
import { applyChanges, decodeCells, noCells } from './cells.js';
import type { CostObservationEvent, ObservedCell } from './observation.events.js';

interface CellsRow {
  readonly account_id: string;
  readonly account_name: string | null;
  readonly revision: number;
  readonly pull_id: string;
  readonly pulled_at: string;
  readonly cells: string;
}

/** One row for each payer, month and account: all that its stream says. */
export const observationProjection: Projection = {
  name: 'metering-cells',
  version: 1,
  filter: { types: ['CostCellsObserved'] },
  tables: ['metering_cells'],
  create: async (db, physical) => {
    await sql`CREATE TABLE ${sql.table(physical('metering_cells'))} (
      payer_account_id text NOT NULL, month text NOT NULL, account_id text NOT NULL, account_name text, revision integer NOT NULL,
      pull_id text NOT NULL, pulled_at text NOT NULL, cells text NOT NULL, PRIMARY KEY (payer_account_id, month, account_id))`.execute(db);
  },
  apply: async (tx, recorded, physical) => {
    const event = fromRecorded<CostObservationEvent>(recorded);
    const { payerAccountId, month, accountId, accountName = null, pullId, pulledAt } = event;
    const table = sql.table(physical('metering_cells'));
    const { rows } = await sql<{ cells: string }>`SELECT cells FROM ${table}
      WHERE payer_account_id = ${payerAccountId} AND month = ${month} AND account_id = ${accountId}`.execute(tx);
    const cells = applyChanges(rows[0]?.cells ?? noCells, event);
    await sql`INSERT INTO ${table} VALUES (${payerAccountId}, ${month}, ${accountId}, ${accountName}, ${Number(recorded.revision)}, ${pullId}, ${pulledAt}, ${cells})
      ON CONFLICT (payer_account_id, month, account_id) DO UPDATE SET account_name = coalesce(excluded.account_name, account_name),
        revision = excluded.revision, pull_id = excluded.pull_id, pulled_at = excluded.pulled_at, cells = excluded.cells`.execute(tx);
  },
};

/** What is known of an account's month. `encoded` is what `decodeCells` reads; two equal texts are two equal sets of cells. */
export interface AccountCells {
  readonly accountId: string;
  readonly accountName: string | undefined;
  /** Of the account's stream for the month. */
  readonly revision: number;
  /** The pull that last changed it. */
  readonly pullId: string;
  readonly pulledAt: string;
  readonly encoded: string;
  readonly cells: () => readonly ObservedCell[];
}

const rowsPerRead = 500;

/** All accounts with costs in a month, by account id, some hundred at a time. Accounts whose cells are all gone come too, with none. */
export async function* readCells(db: Kysely<AnyTables>, payerAccountId: string, month: Month): AsyncIterable<AccountCells> {
  for (let after = ''; ;) {
    const { rows } = await sql<CellsRow>`SELECT account_id, account_name, revision, pull_id, pulled_at, cells FROM metering_cells
      WHERE payer_account_id = ${payerAccountId} AND month = ${month} AND account_id > ${after} ORDER BY account_id LIMIT ${rowsPerRead}`.execute(db);
    for (const row of rows) yield toAccountCells(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsPerRead) return;
    after = last.account_id;
  }
}

/** Cells by record type over all accounts of a month: how many groups its next pull will have. */
export const countCells = async (db: Kysely<AnyTables>, payerAccountId: string, month: Month): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ record_type: string; cells: number }>`
    SELECT json_extract(cell.value, '$[0]') AS record_type, count(*) AS cells FROM metering_cells, json_each(metering_cells.cells) AS cell
    WHERE payer_account_id = ${payerAccountId} AND month = ${month} GROUP BY 1`.execute(db);
  return new Map(rows.map(({ record_type, cells }) => [record_type, cells]));
};

const toAccountCells = (row: CellsRow): AccountCells => ({
  accountId: row.account_id,
  accountName: row.account_name ?? undefined,
  revision: row.revision,
  pullId: row.pull_id,
  pulledAt: row.pulled_at,
  encoded: row.cells,
  cells: () => decodeCells(row.cells),
});
