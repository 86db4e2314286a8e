import { fromRecorded } from '@orgledger/event-store';
import { fromJson, toJson } from '@orgledger/projections';
import type { AnyTables, Projection } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Month } from '../month.js';
import type { CommitmentEvent, CommitmentTerms, CommitmentUtilization } from './commitment.events.js';

/** Terms as last observed, and each month's utilization and use, of every commitment. */
export const commitmentProjection: Projection = {
  name: 'metering-commitments',
  version: 1,
  filter: { types: ['ReservationObserved', 'SavingsPlanObserved', 'CommitmentUsageObserved'] },
  tables: ['metering_commitments', 'metering_commitment_months'],
  create: async (db, physical) => {
    await sql`CREATE TABLE ${sql.table(physical('metering_commitments'))} (
      payer_account_id text NOT NULL, commitment_id text NOT NULL, kind text NOT NULL, owner_account_id text NOT NULL, starts text NOT NULL,
      ends text NOT NULL, terms text NOT NULL, month text NOT NULL, PRIMARY KEY (payer_account_id, commitment_id))`.execute(db);
    await sql`CREATE TABLE ${sql.table(physical('metering_commitment_months'))} (
      payer_account_id text NOT NULL, month text NOT NULL, commitment_id text NOT NULL, utilization text, observed_at text, usage text, used_at text,
      PRIMARY KEY (payer_account_id, month, commitment_id))`.execute(db);
  },
  apply: async (tx, recorded, physical) => {
    const event = fromRecorded<CommitmentEvent>(recorded);
    const months = sql.table(physical('metering_commitment_months'));
    const commitments = sql.table(physical('metering_commitments'));
    if (event.type === 'CommitmentUsageObserved')
      await sql`INSERT INTO ${months} VALUES (${event.payerAccountId}, ${event.month}, ${event.commitmentId}, NULL, NULL, ${toJson(event.usage)}, ${event.pulledAt})
        ON CONFLICT (payer_account_id, month, commitment_id) DO UPDATE SET usage = excluded.usage, used_at = excluded.used_at`.execute(tx);
    if (event.type !== 'ReservationObserved' && event.type !== 'SavingsPlanObserved') return;
    const { payerAccountId, commitmentId, month, terms, utilization, pulledAt } = event;
    await sql`INSERT INTO ${months} VALUES (${payerAccountId}, ${month}, ${commitmentId}, ${toJson(utilization)}, ${pulledAt}, NULL, NULL)
      ON CONFLICT (payer_account_id, month, commitment_id) DO UPDATE SET utilization = excluded.utilization, observed_at = excluded.observed_at`.execute(
      tx,
    );
    // An older month that is read again must not bring back older terms.
    await sql`INSERT INTO ${commitments} VALUES (${payerAccountId}, ${commitmentId}, ${terms.kind}, ${terms.ownerAccountId}, ${terms.start}, ${terms.end}, ${toJson(terms)}, ${month})
      ON CONFLICT (payer_account_id, commitment_id) DO UPDATE SET owner_account_id = excluded.owner_account_id, starts = excluded.starts,
        ends = excluded.ends, terms = excluded.terms, month = excluded.month WHERE excluded.month >= ${commitments}.month`.execute(tx);
  },
};

export interface CommitmentView {
  readonly terms: CommitmentTerms;
  readonly payerAccountId: string;
}

export interface CommitmentMonthView extends CommitmentView {
  readonly month: Month;
  /** Absent when the month's utilization was never read, or was never in agreement with the terms. */
  readonly utilization?: CommitmentUtilization;
  /** Who used it: amortised cost by account. Absent when that optional call was never made for the month. */
  readonly usage?: readonly { readonly accountId: string; readonly amortized: string }[];
}

interface Row {
  readonly payer_account_id: string;
  readonly terms: string;
  readonly month: Month | null;
  readonly utilization: string | null;
  readonly usage: string | null;
}

/** All commitments of a payer, by id. */
export const readCommitments = async (db: Kysely<AnyTables>, payerAccountId: string): Promise<readonly CommitmentView[]> => {
  const { rows } = await sql<Row>`SELECT payer_account_id, terms FROM metering_commitments WHERE payer_account_id = ${payerAccountId}
    ORDER BY commitment_id`.execute(db);
  return rows.map(({ payer_account_id, terms }) => ({ payerAccountId: payer_account_id, terms: fromJson<CommitmentTerms>(terms) }));
};

/** What is known of each commitment in the months from `first` to `last`, by month and id. */
export const readCommitmentMonths = async (
  db: Kysely<AnyTables>,
  payerAccountId: string,
  first: Month,
  last: Month = first,
): Promise<readonly CommitmentMonthView[]> => {
  const { rows } = await sql<Row & { readonly month: Month }>`
    SELECT m.payer_account_id, c.terms, m.month, m.utilization, m.usage FROM metering_commitment_months m
    JOIN metering_commitments c ON c.payer_account_id = m.payer_account_id AND c.commitment_id = m.commitment_id
    WHERE m.payer_account_id = ${payerAccountId} AND m.month BETWEEN ${first} AND ${last} ORDER BY m.month, m.commitment_id`.execute(db);
  return rows.map((row) => ({
    payerAccountId: row.payer_account_id,
    terms: fromJson<CommitmentTerms>(row.terms),
    month: row.month,
    ...(row.utilization === null ? {} : { utilization: fromJson<CommitmentUtilization>(row.utilization) }),
    ...(row.usage === null ? {} : { usage: fromJson<NonNullable<CommitmentMonthView['usage']>>(row.usage) }),
  }));
};
