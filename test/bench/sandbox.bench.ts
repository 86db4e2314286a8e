// How many AWS calls a second the sandbox serves on one core with enforcement on: its own CPU time is measured, not the clients'.
// Bar: 1,000 calls per CPU second, with fresh sessions on fresh connections, too. Needs the build: `nest build`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { DescribeAccountCommand, ListTagsForResourceCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { SandboxIdentity } from '../../apps/sandbox/src/sandbox.js';

const accounts = 1000;
const inFlight = 32;
/** Calls per CPU second; each of the measurements must reach it. */
const bar = 1000;

const unhurried = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unhurried(member)]));
  return 'rate' in members ? { ...members, rate: 1e6, burst: 1e6 } : members;
};

/** CPU seconds of a process, user and system. Linux counts in hundredths of a second. */
const cpuSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const each = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> => {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const item of queue) await work(item);
    }),
  );
};

const main = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-bench-'));
  const quotas = join(folder, 'quotas.json');
  writeFileSync(quotas, JSON.stringify(unhurried(JSON.parse(readFileSync(join(process.cwd(), 'config/aws-quotas.json'), 'utf8')))));
  const child = spawn(process.execPath, ['dist/apps/sandbox/src/main.js', '--port', '0', '--quotas', quotas], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
    const identity = JSON.parse(line) as SandboxIdentity;
    const settings = { endpoint: identity.endpoint, region: 'eu-central-1', credentials: { ...identity.admin }, maxAttempts: 1 };
    const sts = new STSClient(settings);
    const organizations = new OrganizationsClient(settings);
    const seeded = await fetch(`${identity.endpoint}/_sandbox/seed`, { method: 'POST', body: JSON.stringify({ accounts }) });
    const { accountIds } = (await seeded.json()) as { accountIds: string[] };
    const measure = async (name: string, calls: number, work: () => Promise<unknown>): Promise<void> => {
      const [cpu, wall] = [cpuSeconds(child.pid ?? 0), performance.now()];
      await work();
      const used = cpuSeconds(child.pid ?? 0) - cpu;
      if (calls / used < bar) process.exitCode = 1;
      const seconds = (performance.now() - wall) / 1000;
      process.stdout.write(
        `${name.padEnd(44)} ${Math.round(calls / used)
          .toString()
          .padStart(6)} calls per CPU second (${Math.round(calls / seconds)} per second beside the clients)\n`,
      );
    };
    const sessions: IAMClient[] = [];
    await measure('GetCallerIdentity, first', accounts, () => each(accountIds, () => sts.send(new GetCallerIdentityCommand({}))));
    await measure('GetCallerIdentity', accounts, () => each(accountIds, () => sts.send(new GetCallerIdentityCommand({}))));
    await measure('AssumeRole into every account', accounts, () =>
      each(accountIds, async (accountId) => {
        const { Credentials } = await sts.send(
          new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'bench' }),
        );
        const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
        sessions.push(
          new IAMClient({ ...settings, credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken } }),
        );
      }),
    );
    await measure('ListAccountAliases in every account', accounts, () => each(sessions, (iam) => iam.send(new ListAccountAliasesCommand({}))));
    const sweep = () =>
      each(accountIds, async (accountId) => {
        await organizations.send(new DescribeAccountCommand({ AccountId: accountId }));
        await organizations.send(new ListTagsForResourceCommand({ ResourceId: accountId }));
      });
    await measure('DescribeAccount and tags, first sweep', 2 * accounts, sweep);
    await measure('DescribeAccount and tags, second sweep', 2 * accounts, sweep);
    for (const client of [sts, organizations, ...sessions]) client.destroy();
  } finally {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
};

void main();
