// How many AWS calls a second the sandbox serves on one core with enforcement on: its own CPU time is measured, not the clients'.
// Bar: 1,000 calls per CPU second, with fresh sessions on fresh connections, too; Cost Explorer's
// pages of thousands of groups are measured without one. Needs the build: `nest build`.
import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { DescribeAccountCommand, ListTagsForResourceCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { measureCosts } from './sandbox/cost-pages.js';
import type { MeasuredSandbox } from './sandbox/measured-sandbox.js';
import { withSandbox } from './sandbox/measured-sandbox.js';

const accounts = 1000;
const inFlight = 32;
/** Calls per CPU second; each of the measurements must reach it. */
const bar = 1000;

const each = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> => {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (const item of queue) await work(item);
    }),
  );
};

const measureCalls = async ({ identity, cpu, control }: MeasuredSandbox): Promise<void> => {
  const settings = { endpoint: identity.endpoint, region: 'eu-central-1', credentials: { ...identity.admin }, maxAttempts: 1 };
  const sts = new STSClient(settings);
  const organizations = new OrganizationsClient(settings);
  const { accountIds } = await control<{ accountIds: string[] }>('POST', '/seed', { accounts });
  const measure = async (name: string, calls: number, work: () => Promise<unknown>): Promise<void> => {
    const [before, wall] = [cpu(), performance.now()];
    await work();
    const used = cpu() - before;
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
};

const main = async (): Promise<void> => {
  await withSandbox([], measureCalls);
  await withSandbox(['--origin', '2026-07-12T12:00:00Z'], measureCosts);
};

void main();
