import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RenderedPrincipal } from '@orgledger/aws';
import { uuidv7 } from '@orgledger/kernel';
import { runningApi } from '../../apps/api/testing/running-api.js';
import type { RunningApi } from '../../apps/api/testing/running-api.js';
import { samplePlatformSettings } from '../../apps/api/testing/sample-platform.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The built command, as a person or a script runs it. */
const orgledger = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...environment };
    execFile(process.execPath, ['dist/apps/cli/src/main.js', ...args], { env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

describe('orgledger', () => {
  let api: RunningApi;
  let folder: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    api = await runningApi();
    folder = mkdtempSync(join(tmpdir(), 'orgledger-cli-'));
    environment = { ORGLEDGER_ENDPOINT: api.url, ORGLEDGER_API_KEY: api.apiKey };
  });
  afterAll(async () => {
    await api.close();
    rmSync(folder, { recursive: true });
  });

  const run = (...args: string[]) => orgledger(args, environment);
  const json = async (...args: string[]): Promise<unknown> => JSON.parse((await run(...args, '--json')).out);

  it('explains itself: groups, exit codes, options, examples', async () => {
    const help = await orgledger(['--help']);
    expect(help.code).toBe(0);
    for (const group of [
      'platform',
      'aws',
      'landing-zone',
      'workspace',
      'project',
      'tenant',
      'replication',
      'user',
      'role',
      'mapping',
      'binding',
      'tag',
      'audit',
    ])
      expect(help.out).toMatch(new RegExp(`^ {2}${group} `, 'm'));
    expect(help.out).toContain('Exit codes:');
    const create = await orgledger(['workspace', 'create', '--help']);
    expect(create.out).toMatch(/--name <text>[\s\S]*Examples:/);
  });

  it('creates, lists, shows and changes', async () => {
    const created = await run('workspace', 'create', 'payments', '--name', 'Payments');
    expect(created).toMatchObject({ code: 0, err: '' });
    expect(created.out).toMatch(/^Workspace payments is created\.\n {2}workspace:\n {4}workspaceIdentifier: payments\n/);
    await run('project', 'create', 'payments', 'prod', '--name', 'Production');
    expect((await run('project', 'rename', 'payments', 'prod', '--name', 'Prod')).code).toBe(0);
    expect(await json('project', 'show', 'payments', 'prod')).toMatchObject({ projectIdentifier: 'prod', displayName: 'Prod', status: 'ACTIVE' });
    const list = await run('workspace', 'list');
    expect(list.out.split('\n')[0]).toMatch(/^WORKSPACE +NAME +STATUS +CREATED$/);
    expect(list.out).toMatch(/^payments +Payments +ACTIVE +\d{4}-/m);
  });

  it('answers JSON that scripts can read, success or not', async () => {
    expect(await json('workspace', 'create', 'scripts', '--name', 'Scripts')).toMatchObject({
      visible: true,
      commandId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      workspace: { workspaceIdentifier: 'scripts' },
    });
    expect(await json('workspace', 'list', '--search', 'scripts')).toMatchObject({ nodes: [{ workspaceIdentifier: 'scripts' }], totalCount: 1 });
    expect(await json('workspace', 'create', 'scripts', '--name', 'Again')).toMatchObject({
      error: { code: 'WORKSPACE_EXISTS', field: 'workspaceIdentifier', kind: 'ConflictError' },
    });
  });

  it('pages', async () => {
    await run('workspace', 'create', 'pages', '--name', 'Pages');
    for (const n of ['one', 'three', 'two']) await run('project', 'create', 'pages', n, '--name', n);
    const first = await run('project', 'list', '--workspace', 'pages', '--first', '2');
    expect(first.out.trim().split('\n')).toHaveLength(3);
    expect(first.err).toMatch(/^2 of 3\. The next page: --after \S+, or --all\./);
    expect(((await json('project', 'list', '--workspace', 'pages', '--first', '1', '--all')) as { nodes: unknown[] }).nodes).toHaveLength(3);
  });

  it('carries a repeated command id out once', async () => {
    const again = ['user', 'register', '--email', 'once@example.com', '--name', 'Once', '--command-id', uuidv7(new Date())];
    const first = await json(...again);
    expect(await json(...again)).toEqual(first);
  });

  it.each([
    ['what the platform refuses', ['workspace', 'rename', 'nobody', '--name', 'X'], 1, /does not exist/],
    ['what is not there', ['workspace', 'show', 'nobody'], 1, /There is no such workspace/],
    ['a field that breaks a rule', ['workspace', 'create', 'Upper', '--name', 'X'], 1, /workspaceIdentifier .*lowercase/],
    ['a missing option', ['workspace', 'create', 'x'], 2, /required option '--name <text>'/],
    ['an unknown command', ['wrkspace'], 2, /unknown command/],
    ['an option with a value that is none', ['workspace', 'list', '--status', 'lost'], 2, /Allowed choices are active, deleted/],
    ['a malformed tag', ['workspace', 'create', 'x', '--name', 'X', '--tag', 'novalue'], 2, /key=value/],
    ['a file that is not there', ['platform', 'register', 'x', '--name', 'X', '--settings', '/nowhere.json'], 2, /cannot be read/],
  ])('ends with its code on %s', async (_, args, code, message) => {
    const ran = await run(...args);
    expect([ran.code, ran.out]).toEqual([code, '']);
    expect(ran.err).toMatch(message);
  });

  it('tells a wrong key and a missing API apart', async () => {
    const denied = await orgledger(['workspace', 'list'], { ...environment, ORGLEDGER_API_KEY: 'wrong' });
    expect(denied).toMatchObject({ code: 4, err: expect.stringContaining('does not accept this key') as string });
    const none = await orgledger(['workspace', 'list'], { ORGLEDGER_DATA_DIR: folder });
    expect(none).toMatchObject({ code: 4, err: expect.stringContaining('orgledger login') as string });
    const nobody = await orgledger(['workspace', 'list'], { ...environment, ORGLEDGER_ENDPOINT: 'http://127.0.0.1:1' });
    expect(nobody).toMatchObject({ code: 3, err: expect.stringContaining('Start it') as string });
  });

  it('names what it does not know, and what there is', async () => {
    const command = await orgledger(['tenant', 'lst']);
    expect(command).toMatchObject({ code: 2, err: expect.stringMatching(/no command 'lst'.* list, show, request/) as string });
    const option = await orgledger(['tenant', 'list', '--statu', 'active']);
    expect(option).toMatchObject({ code: 2, err: expect.stringContaining("unknown option '--statu'") as string });
    const choice = await orgledger(['tenant', 'list', '--status', 'gone']);
    expect(choice).toMatchObject({ code: 2, err: expect.stringContaining('requested, provisioning, active') as string });
  });

  it('keeps a login for its owner only', async () => {
    const home = { ORGLEDGER_DATA_DIR: join(folder, 'home') };
    const login = await orgledger(['login', '--endpoint', api.url, '--api-key', api.apiKey], home);
    expect(login).toMatchObject({ code: 0, out: expect.stringContaining('Logged in') as string });
    expect(login.out).not.toContain(api.apiKey);
    expect(statSync(join(folder, 'home', 'cli.json')).mode & 0o777).toBe(0o600);
    expect((await orgledger(['role', 'list'], home)).out).toMatch(/^admin /m);
    expect((await orgledger(['login', '--endpoint', api.url, '--api-key', 'wrong'], { ORGLEDGER_DATA_DIR: join(folder, 'other') })).code).toBe(4);
  });

  it('prints policies without an API, of settings that it printed before', async () => {
    const accounts = [
      '--management-account',
      '111122223333',
      '--platform-account',
      '222233334444',
      '--principal',
      'arn:aws:iam::222233334444:user/orgledger',
    ];
    const settings = await orgledger(['platform', 'settings', ...accounts]);
    const file = join(folder, 'settings.json');
    writeFileSync(file, settings.out);
    const printed = await orgledger(['aws', 'policies', '--settings', file, '--json']);
    expect(printed.code).toBe(0);
    const principals = JSON.parse(printed.out) as { id: string; name: string }[];
    expect(principals.map(({ id }) => id)).toEqual(['caller', 'service', 'access']);
    const folderOfFiles = join(folder, 'terraform');
    const written = await orgledger(['aws', 'policies', ...accounts, '--format', 'terraform', '--out', folderOfFiles]);
    expect(written.err).toContain('placeholder');
    for (const path of written.out.trim().split('\n')) expect(readFileSync(path, 'utf8')).toMatch(/resource "aws_iam_role/);
  });

  it('registers a platform from a settings file, and prints policies with its ExternalId', async () => {
    const file = join(folder, 'platform.json');
    writeFileSync(file, JSON.stringify(samplePlatformSettings));
    const registered = (await json('platform', 'register', 'aws', '--name', 'AWS', '--settings', file)) as {
      platform: { settings: { externalId: string } };
    };
    const printed = await run('aws', 'policies', '--platform', 'aws', '--format', 'cloudformation');
    expect(printed.out).toContain(registered.platform.settings.externalId);
    expect(printed.err).toBe('');
  });

  it('prints for metering what the payer and its billing policy need, and says what is missing', async () => {
    const payer = '444455556666';
    const settings = { ...samplePlatformSettings, managementAccountId: payer };
    await api.mutate('registerPlatform', 'RegisterPlatformInput', { platformIdentifier: 'billed', displayName: 'Billed', settings });
    const calls = ['--without-commitment-usage', '--without-daily-costs'];
    const principal = 'arn:aws:iam::222233334444:user/metering';
    expect((await run('payer', 'register', payer, '--platform', 'billed', '--name', 'Acme', '--principal', principal, ...calls)).code).toBe(0);
    const metering = async () => {
      const principals = (await json('aws', 'policies', '--platform', 'billed')) as readonly RenderedPrincipal[];
      const { purpose, inlinePolicies } = principals.find(({ id }) => id === 'metering')!;
      return { purpose, actions: inlinePolicies.flatMap(({ document }) => document.Statement.flatMap(({ Action }) => Action)) };
    };
    const needed = ['ce:GetCostAndUsage', 'ce:GetDimensionValues', 'organizations:ListAccounts'];
    const least = await metering();
    expect(least.actions).toEqual(needed);
    expect(least.purpose).toContain('does not read reservations and savings plans: there is no fair chargeback');
    expect((await run('aws', 'policies', '--platform', 'billed')).err).toContain('--with savings-plans');
    const file = join(folder, 'policy.json');
    const { out: policy } = await run('billing-policy', 'show', payer, '--json');
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(policy) as object), savingsPlanFairChargeback: { effectiveFrom: '2026-01' } }));
    expect((await run('billing-policy', 'set', payer, '--from', '2026-01', '--file', file)).code).toBe(0);
    expect((await metering()).actions).toEqual([...needed, 'ce:GetSavingsPlansUtilizationDetails']);
  });

  it('proves the log, and shows who changed what', async () => {
    const verified = await run('audit', 'verify');
    expect(verified).toMatchObject({ code: 0, out: expect.stringMatching(/^The log is untouched: \d+ events in \d+ streams/) as string });
    await run('workspace', 'create', 'watched', '--name', 'Watched');
    expect(await json('audit', 'history', 'workspace-watched')).toMatchObject([{ type: 'WorkspaceCreated', actor: { kind: 'apiKey' } }]);
  });
});
