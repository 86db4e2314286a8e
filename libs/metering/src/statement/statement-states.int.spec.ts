import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableName, ViewsDatabase } from '@orgledger/projections';
import { openViews } from '@orgledger/projections';
import { sql } from 'kysely';
import { countingClosings, forgetClosing, setState } from './statement-states.view.js';
import { statementsProjection } from './statements.view.js';

const many = 1_201;
const table: TableName = (name) => name;
const month = { payerAccountId: '111122223333', month: '2026-06' };

describe('the states of a large month’s statements', () => {
  let folder: string;
  let views: ViewsDatabase;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orgledger-states-'));
    views = openViews({ file: join(folder, 'views.sqlite') });
    await views.write(async (tx) => {
      await statementsProjection.create(tx, table);
      for (const [closeId, state] of [
        ['first', 'current'],
        ['second', 'pending'],
      ] as const) {
        await sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${many})
          INSERT INTO metering_statements (statement_id, payer_account_id, month, tenant_id, close_id, state)
          SELECT ${closeId} || i, ${month.payerAccountId}, ${month.month}, 'tenant-' || i, ${closeId}, ${state} FROM n`.execute(tx);
        await sql`INSERT INTO metering_statement_lines (statement_id, part, lines)
          SELECT statement_id, 0, '[]' FROM metering_statements WHERE close_id = ${closeId}`.execute(tx);
      }
    });
  });
  afterEach(async () => {
    await views.close();
    rmSync(folder, { recursive: true });
  });

  const counts = async (): Promise<unknown> => {
    const { rows } = await sql<{ close_id: string; state: string; count: number }>`
      SELECT close_id, state, count(*) AS count FROM metering_statements GROUP BY close_id, state ORDER BY close_id`.execute(views.read);
    return rows.map((row) => ({ ...row }));
  };

  it('change one by one to the last, while the rest of the process has turns', async () => {
    let turns = 0;
    let over = false;
    const turn = (): void => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    await views.write(async (tx) => {
      for (const closeId of await countingClosings(tx, table, month)) await setState(tx, table, closeId, 'superseded');
      await setState(tx, table, 'second', 'current');
    });
    over = true;
    expect(await counts()).toEqual([
      { close_id: 'first', state: 'superseded', count: many },
      { close_id: 'second', state: 'current', count: many },
    ]);
    expect(turns).toBeGreaterThan(4);
  });

  it('are undone whole when the transaction fails between two turns', async () => {
    const failing = views.write(async (tx) => {
      await setState(tx, table, 'second', 'current');
      throw new Error('the process is in trouble');
    });
    await expect(failing).rejects.toThrow('in trouble');
    expect(await counts()).toEqual([
      { close_id: 'first', state: 'current', count: many },
      { close_id: 'second', state: 'pending', count: many },
    ]);
  });

  it('go with an abandoned closing, and their lines with them', async () => {
    await views.write((tx) => forgetClosing(tx, table, 'second'));
    expect(await counts()).toEqual([{ close_id: 'first', state: 'current', count: many }]);
    const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM metering_statement_lines`.execute(views.read);
    expect(rows[0]?.count).toBe(many);
  });
});
