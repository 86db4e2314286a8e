import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplePlan, storePayer } from '@orgledger/metering/testing';
import { runningApi } from '../../apps/api/testing/running-api.js';
import type { RunningApi } from '../../apps/api/testing/running-api.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const payer = '111122223333';

describe('orgledger costs, commitment, budget and notification', () => {
  let api: RunningApi;
  let folder: string;

  beforeAll(async () => {
    api = await runningApi();
    folder = mkdtempSync(join(tmpdir(), 'orgledger-cli-'));
    await storePayer(api.store);
    await api.mutate('createWorkspace', 'CreateWorkspaceInput', { workspaceIdentifier: 'payments', displayName: 'Payments' });
    await api.settled();
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true });
  });

  const run = (...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const env = {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        ORGLEDGER_ENDPOINT: api.url,
        ORGLEDGER_API_KEY: api.apiKey,
      };
      execFile(process.execPath, ['dist/apps/cli/src/main.js', ...args], { env }, (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      });
    });
  const json = async (...args: readonly string[]): Promise<unknown> => JSON.parse((await run(...args, '--json')).out);

  it('show costs in cents to people and in all digits to scripts', async () => {
    const report = ['costs', 'report', '--from', '2026-05', '--to', '2026-06', '--by', 'account', '--top', '2'];
    const { code, out, err } = await run(...report);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      'ACCOUNT       2026-05  2026-06      SUM',
      '222233334444     0.00   872.09   872.09',
      '111122223333     0.00   747.75   747.75',
      '1 others         0.00    62.77    62.77',
      'total            0.00  1682.60  1682.60',
    ]);
    expect(err).toContain('Never collected, so unknown: 2026-05.');
    expect(err).toContain('The next groups: --after 1');
    expect(await json(...report, '--after', '1')).toMatchObject({
      groups: [{ keys: ['333344445555'], total: { amortized: '62.76552511' } }],
      missing: ['2026-05'],
    });
  });

  it('say what is wrong with a report, with exit code 1, and with an option, with 2', async () => {
    expect(await run('costs', 'report', '--from', '2026-06', '--by', 'tag:owner')).toEqual({
      code: 1,
      out: '',
      err: 'No workspace, project or payment method has ever had a tag owner: none has any tag.\n',
    });
    expect(await json('costs', 'report', '--from', '2026-06', '--to', '2026-05')).toMatchObject({ error: { code: 'FIELD_MALFORMED', field: 'to' } });
    expect((await run('budget', 'create', '--workspace', 'payments', '--name', 'X', '--amount', '1', '--threshold', 'half')).code).toBe(2);
  });

  it('show a commitment as a person reads it', async () => {
    const { out } = await run('commitment', 'show', payer, samplePlan);
    expect(out).toMatch(/^MONTH {4}USED % +USED +UNUSED +AMORTIZED +SAVINGS\n2026-06 {3}96\.53 +1390\.15 +49\.85 +1440\.00/m);
    expect(out).toMatch(/Who used it in 2026-06/);
    expect(out).toMatch(/Charged by use:\n {2}- Fair chargeback of savings plans is off\./);
    expect((await run('commitment', 'show', payer, 'nobody')).code).toBe(1);
    expect((await run('commitment', 'coverage', payer, '--from', '2026-06')).out).toMatch(
      /^2026-06 +SAVINGS_PLAN +AWS Lambda +100\.00 +0\.00 +100\.00$/m,
    );
  });

  it('keep the secret of a webhook off the command line and out of what is shown, and budgets in a table', async () => {
    const secret = join(folder, 'secret.txt');
    writeFileSync(secret, 'a-telling-secret-of-a-receiver\n');
    const added = await run('notification', 'add-webhook', '--name', 'Finance', '--url', 'https://hooks.example.com/costs', '--secret-file', secret);
    expect(added).toMatchObject({ code: 0, err: '' });
    expect(added.out).toMatch(/^The webhook is added\.\n/);
    expect(added.out).not.toContain('telling');
    const targetId = /targetId: (\S+)/.exec(added.out)?.[1] ?? '';
    expect((await run('notification', 'targets')).out).toMatch(
      new RegExp(`^${targetId} +Finance +WEBHOOK +https://hooks\\.example\\.com/costs +ACTIVE$`, 'm'),
    );
    const budget = ['budget', 'create', '--workspace', 'payments', '--name', 'Payments', '--amount', '1000', '--target', targetId];
    expect(await json(...budget, '--threshold', '90:forecast')).toMatchObject({
      budget: { amount: '1000.00', thresholds: [{ percent: 90, of: 'FORECAST' }], targetIds: [targetId] },
    });
    expect((await run('budget', 'list')).out).toMatch(/^\S{36} +Payments +payments +1000\.00 +0\.00 +0\.00 +USD$/m);
    expect((await run('costs', 'forecast', 'payments')).out).toMatch(/^forecast: 0$/m);
  });
});
