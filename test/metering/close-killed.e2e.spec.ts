import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '@orgledger/event-store';
import type { SqliteEventStore } from '@orgledger/event-store';
import { meteringStreams } from '@orgledger/metering';
import { cell, ClosingLab, payer } from './support/closing-lab.js';
import type { CellsByAccount } from './support/closing-lab.js';

const june = '2026-06';
const now = '2026-07-08T04:00:00.000Z';
const tenants = 260;

const bill: CellsByAccount = Object.fromEntries(
  Array.from({ length: tenants }, (_, index) => [
    String(100_000_000_000 + index),
    Array.from({ length: 12 }, (__, service) =>
      cell('Usage', `${index % 97}.${String(service * 7 + 3).padStart(4, '0')}`, undefined, `Service ${service}`),
    ),
  ]),
);

describe('a closer that is killed', () => {
  let dataDir: string;
  let store: SqliteEventStore;
  let lab: ClosingLab;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'orgledger-killed-'));
    store = openSqliteEventStore({ file: join(dataDir, 'events.sqlite'), pollMs: 5 });
    lab = await ClosingLab.start(store, dataDir);
    for (const accountId of Object.keys(bill)) await lab.assign(accountId, `tenant-${accountId}`, '2026-01-01T00:00:00.000Z');
    await lab.settleMonth(june, bill);
    await lab.request(june);
  });
  afterEach(async () => {
    await lab.stop();
    await store.close();
    rmSync(dataDir, { recursive: true });
  });

  const close = (): { readonly child: ChildProcess; readonly ended: Promise<string> } => {
    const child = spawn(process.execPath, ['dist/test/metering/support/close-month.program.js', dataDir, payer, june, now], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    return { child, ended: new Promise((resolve) => child.once('exit', () => resolve(out))) };
  };

  /** Resolves when this many statements are stored. */
  const stored = async (count: number): Promise<void> => {
    const enough = new AbortController();
    let seen = 0;
    for await (const delivery of store.subscribe({ after: 'start', filter: { types: ['StatementFinalised'] }, signal: enough.signal })) {
      if (delivery.kind === 'event') seen += 1;
      if (seen >= count) enough.abort();
    }
  };

  it('at any statement, again and again, leaves one set of statements to the closer that comes after it', async () => {
    for (const count of [1, 60]) {
      const { child, ended } = close();
      await stored(count);
      child.kill('SIGKILL');
      await ended;
    }
    const { outcome } = JSON.parse(await close().ended) as { readonly outcome: { readonly digest: string } };
    await lab.settled();

    const streams = await Promise.all(
      Object.keys(bill).map((accountId) => lab.events(meteringStreams.statement(payer, june, `tenant-${accountId}`))),
    );
    expect(streams.map((events) => events.length)).toEqual(Array.from({ length: tenants }, () => 1));
    expect(await lab.tasks.verify({ payerAccountId: payer, month: june })).toMatchObject({ ok: true, statements: tenants, digest: outcome.digest });
    const calm = await ClosingLab.start();
    for (const accountId of Object.keys(bill)) await calm.assign(accountId, `tenant-${accountId}`, '2026-01-01T00:00:00.000Z');
    await calm.settleMonth(june, bill);
    expect(await calm.close(june)).toMatchObject({ kind: 'closed', digest: outcome.digest });
    await calm.stop();
  });
});
