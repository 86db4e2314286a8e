import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StatementDocument } from '@orgledger/metering';
import { sampleStatements, storePayer, storeStatements } from '@orgledger/metering/testing';
import { runningApi } from '../../apps/api/testing/running-api.js';
import type { RunningApi } from '../../apps/api/testing/running-api.js';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Given {
  readonly apiKey?: string;
  /** Where standard output goes; `closed`: to a reader that is gone. */
  readonly stdout?: number | 'closed';
}

const payer = '111122223333';
const conforming = 'libs/focus/testing/conforming.csv';

describe('exports on the command line', () => {
  let api: RunningApi;
  let folder: string;
  let statement: StatementDocument;

  beforeAll(async () => {
    api = await runningApi();
    folder = mkdtempSync(join(tmpdir(), 'orgledger-cli-exports-'));
    await storePayer(api.store);
    [statement] = (await storeStatements(api.store, sampleStatements)) as [StatementDocument];
    await api.settled();
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true });
  });

  /** The built command. */
  const orgledger = (args: readonly string[], { apiKey = api.apiKey, stdout }: Given = {}): Promise<Ran> =>
    new Promise((resolve) => {
      const env = { PATH: process.env.PATH, ORGLEDGER_ENDPOINT: api.url, ORGLEDGER_API_KEY: apiKey };
      const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', ...args], {
        env,
        stdio: ['ignore', typeof stdout === 'number' ? stdout : 'pipe', 'pipe'],
      });
      const pieces = { out: [] as Buffer[], err: [] as Buffer[] };
      if (stdout === 'closed') child.stdout?.destroy();
      else child.stdout?.on('data', (piece: Buffer) => pieces.out.push(piece));
      child.stderr?.on('data', (piece: Buffer) => pieces.err.push(piece));
      child.once('close', (code) => resolve({ code, out: Buffer.concat(pieces.out).toString(), err: Buffer.concat(pieces.err).toString() }));
    });
  const file = (name: string): string => join(folder, name);
  const saved = (name: string): string => readFileSync(file(name), 'utf8');
  const served = async (path: string): Promise<string> =>
    (await fetch(`${api.url}/exports/${path}`, { headers: { authorization: `Bearer ${api.apiKey}` } })).text();

  it('save a statement in every format', async () => {
    const formats = ['csv', 'json', 'pdf', 'xlsx'] as const;
    const ran = await Promise.all(
      formats.map((format) => orgledger(['statement', 'download', statement.statementId, '--format', format, '--out', file(`s.${format}`)])),
    );
    expect(ran).toEqual(
      formats.map((format) => ({ code: 0, out: `${file(`s.${format}`)}: ${readFileSync(file(`s.${format}`)).length} bytes\n`, err: '' })),
    );
    expect(saved('s.csv')).toBe(await served(`statements/${statement.statementId}.csv`));
    expect(JSON.parse(saved('s.json'))).toMatchObject({ hash: statement.hash, total: statement.statement.total });
    expect([saved('s.pdf').slice(0, 5), saved('s.xlsx').slice(0, 2)]).toEqual(['%PDF-', 'PK']);
  });

  it('save a month in every format, and its costs; a check of them tells what is not met', async () => {
    const formats = ['csv', 'json', 'xlsx', 'focus-provider', 'focus-chargeback'] as const;
    const ran = await Promise.all([
      ...formats.map((format) => orgledger(['month', 'export', payer, '2026-06', '--format', format, '--out', file(`m.${format}`)])),
      orgledger(['month', 'costs', payer, '2026-05', '--to', '2026-06', '--out', '-']),
    ]);
    expect(ran.map(({ code, err }) => [code, err])).toEqual(ran.map(() => [0, '']));
    for (const format of ['csv', 'json', 'focus-provider', 'focus-chargeback'] as const)
      expect(saved(`m.${format}`)).toBe(await served(`months/${payer}/2026-06.${format}${format.startsWith('focus-') ? '.csv' : ''}`));
    expect(saved('m.xlsx').slice(0, 2)).toBe('PK');
    expect(saved('m.focus-provider')).toContain(',EUINGB26-1234567,');
    expect(ran.at(-1)?.out).toBe(await served(`costs.csv?payer=${payer}&from=2026-05&to=2026-06`));

    const [told, asJson] = await Promise.all([
      orgledger(['focus', 'check', file('m.focus-chargeback')], { apiKey: '' }),
      orgledger(['focus', 'check', file('m.focus-provider'), '--json'], { apiKey: '' }),
    ]);
    expect([told.code, asJson.code]).toEqual([5, 5]);
    expect(told.out).toContain('FOCUS 1.2: 26 rows, 70 columns');
    expect(told.out).toContain('PricingQuantity is null — 12 violations (rows 1, 2, 3, 4, 5, …)');
    const report = JSON.parse(asJson.out) as { rows: number; rules: { status: string; kind: string; subject: string }[] };
    const broken = report.rules.filter(({ status, kind }) => status === 'failed' && kind !== 'Composite').map(({ subject }) => subject);
    expect([...new Set(broken)].toSorted()).toEqual([
      ...['ConsumedQuantity', 'ContractedUnitPrice', 'ListUnitPrice', 'PricingCurrencyListUnitPrice', 'PricingQuantity', 'SkuId', 'SkuPriceId'],
    ]);
    expect([report.rows, report.rules.length]).toEqual([22, 621]);
  });

  it('find what was planted in a file that breaks no rule, and say where', async () => {
    const good = readFileSync(conforming, 'utf8');
    const planted = good
      .replace(',Usage,,', ',usage,,')
      .replace(',1.50,111122223333,', ',+1.50,111122223333,')
      .replaceAll(',BillingCurrency,', ',Currency,');
    writeFileSync(file('planted.csv'), planted);
    const [clean, found] = await Promise.all([
      orgledger(['focus', 'check', conforming], { apiKey: '' }),
      orgledger(['focus', 'check', file('planted.csv')], { apiKey: '' }),
    ]);
    expect([clean.code, clean.err, found.code, found.err]).toEqual([0, '', 5, '']);
    expect(found.out).toContain('1 column that MUST be present is missing:\n    BillingCurrency\n');
    expect(found.out).toContain('BilledCost is "+1.50", not a number without plus sign, separators or units — 1 violation (row 1)');
    expect(found.out).toContain('ChargeCategory is "usage", not one of "Usage", "Purchase", "Tax", "Credit", "Adjustment" — 1 violation (row 1)');
  });

  it('say what is wrong and leave no file behind', async () => {
    symlinkSync('/dev/full', file('full.csv.part'));
    mkdirSync(file('folder.csv'));
    const full = openSync('/dev/full', 'w');
    const of = (...args: readonly string[]): readonly string[] => ['statement', 'download', statement.statementId, '--format', 'csv', ...args];
    const before = readdirSync(folder).filter((name) => name !== 'full.csv.part');
    const cases: readonly (readonly [readonly string[], Given, number, RegExp])[] = [
      [['statement', 'download', 'none', '--out', file('x.pdf')], {}, 1, /^There is no statement none\. Take the statementId of the statements list/],
      [
        ['month', 'export', payer, '2026-07', '--out', file('x.csv')],
        {},
        1,
        /^2026-07 has no statements of 111122223333\. Statements are there once the/,
      ],
      [['month', 'export', '999999999999', '2026-06', '--out', file('x.csv')], {}, 1, /^No account 999999999999 is registered/],
      [
        ['month', 'costs', payer, '2026-06', '--to', '2026-05', '--out', file('x.csv')],
        {},
        1,
        /^The last month comes before the first\. Exchange from/,
      ],
      [of('--out', file('x.csv')), { apiKey: 'orgledger_nobody' }, 4, /^Send an API key/],
      [of('--out', file('folder.csv')), {}, 2, /^The file cannot be written: EISDIR/],
      [of('--out', file('full.csv')), {}, 2, /^The file cannot be written: ENOSPC: no space left on device, write\. Nothing was kept; make room/],
      [of('--out', '-'), { stdout: full }, 2, /^The file cannot be written: (write )?ENOSPC/],
      [of('--out', '-'), { stdout: 'closed' }, 2, /^What reads standard output ended before the download did/],
      [['focus', 'check', 'LICENSE'], {}, 1, /^LICENSE, line/],
      [['focus', 'check', 'nowhere.csv'], {}, 2, /^nowhere\.csv cannot be read/],
      [['focus', 'check', conforming, '--criterion', 'FREE_BEER'], {}, 2, /SUB_ACCOUNT_SUPPORTED/],
    ];
    const ran = await Promise.all(cases.map(([args, given]) => orgledger(args, given)));
    closeSync(full);
    for (const [at, { code, err }] of ran.entries()) {
      expect(err).toMatch(cases[at]?.[3] ?? /./);
      expect(`${err}${code}`).toBe(`${err}${cases[at]?.[2]}`);
      expect(err).not.toContain('fault of the command');
    }
    expect(readdirSync(folder)).toEqual(before);
  });
});
