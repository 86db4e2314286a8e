import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '@orgledger/event-store';
import type { SqliteEventStore } from '@orgledger/event-store';
import { meteringStreams } from '@orgledger/metering';
import type { CloseOutcome } from '@orgledger/metering';
import type { KillPoint } from '../chaos/kill-at-append.js';
import { cell, ClosingLab, payer } from './support/closing-lab.js';
import type { CellsByAccount } from './support/closing-lab.js';

const june = '2026-06';
const key = { payerAccountId: payer, month: june };
const now = '2026-07-08T04:00:00.000Z';
/** More than are stored in one transaction. */
const tenants = 120;

const bill: CellsByAccount = Object.fromEntries(
  Array.from({ length: tenants }, (_, index) => [
    String(100_000_000_000 + index),
    Array.from({ length: 12 }, (__, service) =>
      cell('Usage', `${index % 97}.${String(service * 7 + 3).padStart(4, '0')}`, undefined, `Service ${service}`),
    ),
  ]),
);
const tenantOf = (accountId: string): string => `tenant-${accountId}`;

const settle = async (lab: ClosingLab): Promise<void> => {
  for (const accountId of Object.keys(bill)) await lab.assign(accountId, tenantOf(accountId), '2026-01-01T00:00:00.000Z');
  await lab.settleMonth(june, bill);
};

type Ended = { readonly killed: true } | { readonly killed: false; readonly outcome: CloseOutcome };

/** The closing as metering's process does it, in a thread over SQLite, in a process of its own. */
const closeOnce = (dataDir: string, kill?: KillPoint): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const preload = kill ? ['--require', './dist/test/chaos/kill-at-append.js'] : [];
    const child = spawn(process.execPath, [...preload, 'dist/test/metering/support/close-month.program.js', dataDir, payer, june, now], {
      env: { ...process.env, ...(kill ? { KILL_AT_APPEND: JSON.stringify(kill) } : {}) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve({ killed: true });
      else if (code === 0) resolve({ killed: false, outcome: (JSON.parse(out) as { readonly outcome: CloseOutcome }).outcome });
      else reject(new Error(`the closer ended with ${code ?? signal}`));
    });
  });

describe('a closer that is killed', () => {
  let ready: string;
  let undisturbed: string;
  let dataDir: string;
  let store: SqliteEventStore;
  let lab: ClosingLab;

  beforeAll(async () => {
    ready = mkdtempSync(join(tmpdir(), 'orgledger-ready-'));
    const events = openSqliteEventStore({ file: join(ready, 'events.sqlite'), pollMs: 5 });
    const asked = await ClosingLab.start(events, ready);
    await settle(asked);
    await asked.request(june);
    await asked.stop();
    await events.close();

    const calm = await ClosingLab.start();
    await settle(calm);
    const outcome = await calm.close(june);
    undisturbed = outcome.kind === 'closed' ? outcome.digest : outcome.kind;
    await calm.stop();
  });
  afterAll(() => {
    rmSync(ready, { recursive: true });
  });

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'orgledger-killed-'));
    cpSync(ready, dataDir, { recursive: true });
    store = openSqliteEventStore({ file: join(dataDir, 'events.sqlite'), pollMs: 5 });
    lab = await ClosingLab.start(store, dataDir);
  });
  afterEach(async () => {
    await lab.stop();
    await store.close();
    rmSync(dataDir, { recursive: true });
  });

  const monthEvents = async (): Promise<readonly string[]> => (await lab.events(meteringStreams.month(payer, june))).map(({ type }) => type);

  /** One statement per tenant, each stored once, and the digest of a closing that nothing disturbed. */
  const isClosedOnce = async (): Promise<void> => {
    await lab.settled();
    expect((await monthEvents()).filter((type) => type === 'MonthClosed')).toHaveLength(1);
    const statements = await Promise.all(
      Object.keys(bill).map((accountId) => lab.events(meteringStreams.statement(payer, june, tenantOf(accountId)))),
    );
    expect(statements.map((events) => events.length)).toEqual(Array.from({ length: tenants }, () => 1));
    expect(await lab.tasks.verify(key)).toMatchObject({ ok: true, version: 1, statements: tenants, digest: undisturbed, findings: [] });
    expect((await lab.months.month(now, payer, june))?.digest).toBe(undisturbed);
  };

  it('before and after each of its transactions, one death after the other, leaves one set of statements', async () => {
    const types = ['MonthCloseStarted', 'StatementFinalised', 'MonthClosed'];
    let deaths = 0;
    let last: Ended = { killed: true };
    while (last.killed) {
      // Nothing of the transaction is there, then all of it: the next closer goes on at the one behind it.
      expect(await closeOnce(dataDir, { types, nth: 1, when: 'before' })).toEqual({ killed: true });
      last = await closeOnce(dataDir, { types, nth: 1, when: 'after' });
      deaths += 2;
      if ((await monthEvents()).includes('MonthClosed')) break;
    }
    // The start, three groups of statements, the end.
    expect(deaths).toBeGreaterThanOrEqual(10);
    expect(await closeOnce(dataDir)).toEqual({ killed: false, outcome: { kind: 'nothing' } });
    await isClosedOnce();
  });

  it('while another one closes the same month does no harm', async () => {
    const rivals = await Promise.all([closeOnce(dataDir, { types: ['StatementFinalised'], nth: 2, when: 'after' }), closeOnce(dataDir)]);
    const outcomes = rivals.flatMap((one) => (one.killed ? [] : [one.outcome]));
    if (!outcomes.some(({ kind }) => kind === 'closed')) await closeOnce(dataDir);
    await isClosedOnce();
  });
});
