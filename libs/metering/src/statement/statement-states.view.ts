import { nextTurn } from '@orgledger/projections';
import type { AnyTables, TableName } from '@orgledger/projections';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Month } from '../month.js';
import type { StatementState } from './statement-rows.view.js';

/** Rows that are changed before the rest of the process has its turn. */
const togetherInATurn = 500;

/** An abandoned closing's statements, as if they had never been. */
export const forgetClosing = async (tx: Transaction<AnyTables>, table: TableName, closeId: string): Promise<void> => {
  const some = tx.selectFrom(table('metering_statements')).select('statement_id').where('close_id', '=', closeId).limit(togetherInATurn);
  for (;;) {
    const ids = (await some.execute()).map(({ statement_id }) => statement_id as string);
    if (ids.length === 0) break;
    for (const name of ['metering_statement_lines', 'metering_corrections', 'metering_upfront_discounts', 'metering_statements'] as const)
      await tx.deleteFrom(table(name)).where('statement_id', 'in', ids).execute();
    await nextTurn();
  }
  await tx
    .insertInto(table('metering_abandoned_closings'))
    .values({ close_id: closeId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** A closer that does not know yet that its closing was abandoned may go on storing statements. */
export const isAbandoned = async (tx: Transaction<AnyTables>, table: TableName, closeId: string): Promise<boolean> =>
  (await tx.selectFrom(table('metering_abandoned_closings')).select('close_id').where('close_id', '=', closeId).executeTakeFirst()) !== undefined;

export const countingClosings = async (
  tx: Transaction<AnyTables>,
  table: TableName,
  { payerAccountId, month }: { readonly payerAccountId: string; readonly month: Month },
): Promise<readonly string[]> => {
  const { rows } = await sql<{ close_id: string }>`SELECT DISTINCT close_id FROM ${sql.table(table('metering_statements'))}
    WHERE payer_account_id = ${payerAccountId} AND month = ${month} AND state = 'current'`.execute(tx);
  return rows.map(({ close_id }) => close_id);
};

/** All statements of a closing, some at a time: a large month must not keep the process from answering. */
export const setState = async (tx: Transaction<AnyTables>, table: TableName, closeId: string, state: StatementState): Promise<void> => {
  const statements = sql.table(table('metering_statements'));
  for (let after = 0; ;) {
    const { rows } = await sql<{ last: number | null }>`SELECT max(rowid) AS last FROM
      (SELECT rowid FROM ${statements} WHERE close_id = ${closeId} AND rowid > ${after} ORDER BY rowid LIMIT ${togetherInATurn})`.execute(tx);
    const last = rows[0]?.last ?? null;
    if (last === null) return;
    await sql`UPDATE ${statements} SET state = ${state} WHERE close_id = ${closeId} AND rowid > ${after} AND rowid <= ${last}`.execute(tx);
    after = last;
    await nextTurn();
  }
};
