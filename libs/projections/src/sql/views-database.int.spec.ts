import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { fromJson, moneySum, openViews, toBoolean, toJson } from '../index.js';
import type { ViewsDatabase } from '../index.js';

interface Tables {
  costs: { id: string; amount: string | null; open: boolean | number; tags: string };
}

describe('ViewsDatabase', () => {
  let directory: string;
  let views: ViewsDatabase<Tables>;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'orgledger-views-'));
    views = openViews<Tables>({ file: join(directory, 'views.sqlite') });
    await views.write(async (tx) => {
      await sql`CREATE TABLE costs (id TEXT PRIMARY KEY, amount TEXT, open INTEGER, tags TEXT)`.execute(tx);
    });
  });

  afterEach(async () => {
    await views.close();
    rmSync(directory, { recursive: true });
  });

  const insert = (id: string, amount: string | null = null): Promise<unknown> =>
    views.write((tx) =>
      tx
        .insertInto('costs')
        .values({ id, amount, open: true, tags: toJson({ a: ['b'] }) })
        .execute(),
    );

  it('keeps booleans and JSON by its conventions', async () => {
    await insert('1');
    const row = await views.read.selectFrom('costs').selectAll().executeTakeFirstOrThrow();
    expect([toBoolean(row.open), fromJson(row.tags)]).toEqual([true, { a: ['b'] }]);
    expect(await views.read.selectFrom('costs').select('id').where('open', '=', true).execute()).toHaveLength(1);
  });

  it('sums money exactly', async () => {
    for (const [index, amount] of ['0.1', '0.2', '-0.0000000001', null, '12345678901234567890.5'].entries()) await insert(String(index), amount);
    const total = await views.read.selectFrom('costs').select(moneySum('amount').as('sum')).executeTakeFirstOrThrow();
    expect(total.sum).toBe('12345678901234567890.7999999999');
    const none = await views.read.selectFrom('costs').where('id', '=', 'none').select(moneySum('amount').as('sum')).executeTakeFirstOrThrow();
    expect(none.sum).toBe('0');
  });

  it.each([
    ['a Date', new Date(0)],
    ['undefined', undefined],
    ['of type object', {}],
  ])('refuses to bind %s', async (what, value) => {
    await expect(sql`SELECT ${value as unknown as string}`.execute(views.read)).rejects.toThrow(what);
  });

  it('refuses writes on the reading side', async () => {
    await expect(sql`DELETE FROM costs`.execute(views.read)).rejects.toThrow(/readonly/);
  });

  it('runs writes one after the other, and undoes one that fails', async () => {
    const order: string[] = [];
    const slow = views.write(async (tx) => {
      order.push('slow begins');
      await tx.insertInto('costs').values({ id: 'x', amount: null, open: false, tags: '' }).execute();
      await new Promise((resolve) => setImmediate(resolve));
      order.push('slow ends');
      throw new Error('changed its mind');
    });
    const next = insert('y').then(() => order.push('next'));
    await expect(slow).rejects.toThrow('changed its mind');
    await next;
    expect(order).toEqual(['slow begins', 'slow ends', 'next']);
    expect(await views.read.selectFrom('costs').select('id').execute()).toEqual([expect.objectContaining({ id: 'y' })]);
  });

  it('waits for the transaction of another process and goes on answering', async () => {
    const other = openViews<Tables>({ file: join(directory, 'views.sqlite') });
    let turns = 0;
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const held = other.write(async (tx) => {
      begin();
      await tx.insertInto('costs').values({ id: 'other', amount: null, open: false, tags: '' }).execute();
      for (; turns < 50; turns += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    });
    await begun;
    await insert('mine');
    expect(turns).toBe(50);
    await held;
    expect(await views.read.selectFrom('costs').select('id').execute()).toHaveLength(2);
    await other.close();
  });
});
