import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { CreateAccountCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { region } from '../../tools/lab/registration.js';
import { sandboxControl } from '../../tools/lab/sandbox-control.js';
import { startSandboxProcess } from '../../tools/lab/sandbox-process.js';
import type { Testimony } from '../../tools/lab/witness.js';
import { calendarOf } from '../../tools/quickstart/calendar.js';
import type { ChargedMonth } from '../../tools/quickstart/chargeback.js';

interface Report extends Testimony {
  readonly tenants: { readonly requested: number; readonly active: number; readonly failed: number };
  readonly chargeback: {
    readonly months: readonly ChargedMonth[];
    readonly costExplorer: { readonly requests: number; readonly usd: string };
  };
  readonly events: { readonly appended: number };
  readonly seconds: number;
}

describe('npm run quickstart -- --once --json', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orgledger-quickstart-'));
  const data = join(folder, 'lab');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const quickstart = (): { readonly code: number | null; readonly report: Report } => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['dist/tools/quickstart/main.js', '--once', '--json', '--data', data, '--scale', '60'],
      { encoding: 'utf8' },
    );
    const last = stdout.trim().split('\n').at(-1) ?? '';
    if (!last.startsWith('{')) throw new Error(`no JSON (exit code ${status}):\n${stderr}`);
    return { code: status, report: JSON.parse(last) as Report };
  };

  it('ends with twelve accounts and three closed months, resumes the same data, and its numbers come from the sandbox', async () => {
    const first = quickstart();
    expect(first).toMatchObject({
      code: 0,
      report: {
        tenants: { requested: 12, active: 12, failed: 0 },
        accounts: { created: 12, duplicates: 0 },
        access: { groups: 36, assignments: 36 },
        aws: { denied: 0 },
      },
    });
    // Two platforms and twelve access roles, each without and with a wrong ExternalId.
    expect(first.report.aws.refusedProbes).toBeGreaterThanOrEqual(2 * (2 + 12));
    expect(first.report.aws.byOperation['organizations:CreateAccount']).toBe(12);

    const { months, costExplorer } = first.report.chargeback;
    expect(months.map(({ state, difference }) => [state, difference])).toEqual([
      ['CLOSED', '0.00'],
      ['CLOSED', '0.00'],
      ['CLOSED', '0.00'],
      ['PREVIEW', null],
    ]);
    for (const { statements, lines, total, invoiceTotal, state } of months) {
      expect(total).toMatch(/^[1-9]\d*\.\d\d$/);
      if (state === 'CLOSED') expect(invoiceTotal).toBe(total);
      // Every tenant has costs, and there are accounts of nobody.
      expect(statements).toBeGreaterThan(12);
      expect(lines).toBeGreaterThan(100);
    }
    // AWS does not charge for what it refuses: calls that its own propagation was too slow for.
    const { byOperation, notYetVisible } = first.report.aws;
    const asked = Object.entries(byOperation).reduce((sum, [name, calls]) => (name.startsWith('costexplorer:') ? sum + calls : sum), 0);
    expect(asked - costExplorer.requests).toBeGreaterThanOrEqual(0);
    expect(asked - costExplorer.requests).toBeLessThanOrEqual(notYetVisible);
    expect(costExplorer.requests).toBeGreaterThan(100);
    expect(costExplorer.usd).toBe(String(costExplorer.requests / 100));

    const second = quickstart();
    const { accounts, access, chargeback } = first.report;
    expect(second).toMatchObject({ code: 0, report: { accounts, access, chargeback } });

    await plantDuplicateAndDenial(join(data, 'sandbox.json'), join(data, 'lab.json'));
    const third = quickstart();
    expect(third).toMatchObject({ code: 1, report: { accounts: { created: 13, duplicates: 1 }, aws: { denied: 1 } } });
  }, 300_000);
});

/** As an administrator makes an account under a name that is there, and as the platform's user asks for what no policy grants. */
const plantDuplicateAndDenial = async (stateFile: string, labFile: string): Promise<void> => {
  const sandbox = await startSandboxProcess({ stateFile, scale: 60 });
  try {
    const { endpoint, admin } = sandbox.ready;
    const control = sandboxControl(endpoint);
    const { requests } = await control.state<{ requests: Record<string, { name: string }> }>('organizations');
    const [{ name } = { name: '' }] = Object.values(requests);
    const organizations = new OrganizationsClient({ endpoint, region, credentials: admin });
    await organizations.send(new CreateAccountCommand({ AccountName: name, Email: 'planted@example.com' }));
    await control.advance(120_000);
    const { credentials } = JSON.parse(readFileSync(labFile, 'utf8')) as { credentials: { accessKeyId: string; secretAccessKey: string } };
    const iam = new IAMClient({ endpoint, region, credentials });
    await expect(iam.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  } finally {
    await sandbox.stop();
  }
};

describe('calendarOf', () => {
  it.each([
    ['2026-11-25T12:00:00Z', '2026-08-01T00:00:00.000Z', ['2026-08', '2026-09', '2026-10', '2026-11'], '2026-11-24T11:00:00.000Z'],
    ['2026-11-10T12:00:00Z', '2026-08-01T00:00:00.000Z', ['2026-08', '2026-09', '2026-10', '2026-11'], '2026-11-09T11:00:00.000Z'],
    ['2026-11-09T12:00:00Z', '2026-07-01T00:00:00.000Z', ['2026-07', '2026-08', '2026-09', '2026-10'], '2026-10-29T23:00:00.000Z'],
    ['2027-01-03T12:00:00Z', '2026-09-01T00:00:00.000Z', ['2026-09', '2026-10', '2026-11', '2026-12'], '2026-12-29T23:00:00.000Z'],
  ])('at %s begins at %s', (now, origin, months, collectAt) => {
    expect(calendarOf(new Date(now))).toMatchObject({ origin, months, collectAt });
  });
});
