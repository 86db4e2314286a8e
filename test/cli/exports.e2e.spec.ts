import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleStatements, storePayer, storeStatements } from '@orgledger/metering/testing';
import { runningApi } from '../../apps/api/testing/running-api.js';
import type { RunningApi } from '../../apps/api/testing/running-api.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('orgledger statement download, month export, focus check', () => {
  let api: RunningApi;
  let folder: string;
  let statementId: string;

  beforeAll(async () => {
    api = await runningApi();
    folder = mkdtempSync(join(tmpdir(), 'orgledger-cli-exports-'));
    await storePayer(api.store);
    statementId = (await storeStatements(api.store, sampleStatements))[0]?.statementId ?? '';
    await api.settled();
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true });
  });

  /** The built command, without an API key where `apiKey` is empty. */
  const orgledger = (args: readonly string[], apiKey = api.apiKey): Promise<Ran> =>
    new Promise((resolve) => {
      const env = { PATH: process.env.PATH, ORGLEDGER_ENDPOINT: api.url, ORGLEDGER_API_KEY: apiKey };
      execFile(process.execPath, ['dist/apps/cli/src/main.js', ...args], { env, maxBuffer: 1e8 }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
  const file = (name: string): string => join(folder, name);

  it('saves a statement whole, or not at all', async () => {
    const saved = await orgledger(['statement', 'download', statementId, '--out', file('s.pdf')]);
    expect([saved.code, saved.out]).toEqual([0, `${file('s.pdf')}: ${readFileSync(file('s.pdf')).length} bytes\n`]);
    expect(readFileSync(file('s.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    const missing = await orgledger(['statement', 'download', 'none', '--format', 'csv', '--out', file('none.csv')]);
    expect([missing.code, missing.out, existsSync(file('none.csv')), existsSync(file('none.csv.part'))]).toEqual([1, '', false, false]);
    expect(missing.err).toBe(
      'There is no statement none. Take the statementId of the statements list; a month’s statements are there once it is closed.\n',
    );
    expect((await orgledger(['statement', 'download', statementId], 'orgledger_nobody')).code).toBe(4);
  });

  it('exports a month as FOCUS and checks it: what is not met is told with its rows', async () => {
    const args = ['month', 'export', '111122223333', '2026-06', '--format', 'focus-chargeback'];
    expect((await orgledger([...args, '--out', file('focus.csv')])).code).toBe(0);
    expect((await orgledger([...args, '--out', '-'])).out).toBe(readFileSync(file('focus.csv'), 'utf8'));
    const checked = await orgledger(['focus', 'check', file('focus.csv')], '');
    expect(checked.code).toBe(5);
    expect(checked.out).toContain('FOCUS 1.2: 26 rows, 70 columns');
    expect(checked.out).toContain('PricingQuantity is null — 12 violations');
    const report = JSON.parse((await orgledger(['focus', 'check', file('focus.csv'), '--json'], '')).out) as { rules: unknown[]; rows: number };
    expect([report.rows, report.rules.length]).toEqual([26, 621]);
  });

  it('ends well only for a file that breaks no rule', async () => {
    const good = 'libs/focus/testing/examples/commitment_discount_usage_scenario_1.csv';
    expect((await orgledger(['focus', 'check', good, '--criterion', 'none'], '')).code).toBe(5);
    expect((await orgledger(['focus', 'check', 'libs/focus/testing/conforming.csv'], '')).code).toBe(0);
    expect((await orgledger(['focus', 'check', 'LICENSE'], '')).code).toBe(1);
    expect((await orgledger(['focus', 'check', 'nowhere.csv'], '')).code).toBe(2);
    expect((await orgledger(['focus', 'check', good, '--criterion', 'FREE_BEER'], '')).err).toContain('SUB_ACCOUNT_SUPPORTED');
  });
});
