import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { Lab, LabRun } from '../../tools/lab/lab.js';
import { requestLabTenant, untilTenants } from '../../tools/lab/tenants.js';
import type { LoggedCall } from '../../tools/lab/sandbox-log.js';

export const preload = join(process.cwd(), 'dist/test/chaos/kill-at-append.js');

/** Events that come just before a call that changes AWS, or just after it. */
const intents = ['AccountCreationIntended', 'ReplicationStepIntentRecorded'];
const outcomes = [
  'AccountCreationStarted',
  'AccountTagged',
  'OrganizationalUnitCreated',
  'AccountMoved',
  'AccessRoleTrustHardened',
  'AccountAliasSet',
  'GroupCreated',
  'MembershipChanged',
  'AssignmentCreated',
  'AccessRolePolicyWritten',
  'AccessRoleDowngraded',
];
export const killTypes = [...intents, ...outcomes];

/** A call that changed AWS in an undisturbed first replication. `appendBefore` and `outcome` count the appends of `killTypes`, from 1. */
export interface ChangingCall {
  readonly name: string;
  readonly appendBefore: number;
  readonly outcome: number;
}

const isPlatformCall = ({ principal }: LoggedCall): boolean =>
  principal !== undefined && /role\/.*(MeshfedServiceRole|OrgledgerAccountAccessRole)/.test(principal);

export const changingCalls = (calls: readonly LoggedCall[]): readonly LoggedCall[] =>
  calls.filter((call) => call.mutates && call.tookEffect && isPlatformCall(call) && call.service !== 'sts');

/** Runs one first replication undisturbed and pairs each changing call with the append of its outcome. */
export const observeFirstReplication = async (lab: Lab): Promise<readonly ChangingCall[]> => {
  const record = join(tmpdir(), `orgledger-appends-${process.pid}.jsonl`);
  rmSync(record, { force: true });
  const run = await lab.begin({ preload: [preload], env: { RECORD_APPENDS: record } });
  try {
    const before = (await lab.sandbox.calls()).length;
    await requestLabTenant(run.platform, 'alpha');
    await untilTenants(run.platform, ({ status }) => status === 'ACTIVE');
    const calls = changingCalls((await lab.sandbox.calls()).slice(before));
    const appends = readFileSync(record, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string[])
      .filter((types) => types.some((type) => killTypes.includes(type)));
    const outcomeAppends = appends.flatMap((types, index) => types.filter((type) => outcomes.includes(type)).map(() => index + 1));
    if (outcomeAppends.length !== calls.length)
      throw new Error(
        `${calls.length} changing calls but ${outcomeAppends.length} outcomes: ${calls.map(({ operation }) => operation).join(' ')} / ${JSON.stringify(appends)}`,
      );
    return calls.map(({ operation }, index) => {
      const outcome = outcomeAppends[index] ?? 0;
      const nth = calls.slice(0, index + 1).filter((call) => call.operation === operation).length;
      return { name: `${operation} ${nth}`, appendBefore: outcome - 1, outcome };
    });
  } finally {
    await run.end();
    rmSync(record, { force: true });
  }
};

/** What must hold after any crash: one account, one set of groups, memberships and assignments, nothing denied, the tenant active. */
export const expectOneOfEverything = async (lab: Lab, platform: LabRun['platform']): Promise<void> => {
  const [tenant] = await untilTenants(platform, ({ status }) => status === 'ACTIVE', 90_000);
  const organizations = await lab.sandbox.state<{
    requests: Record<string, { state: string; accountId?: string }>;
    accounts: Record<string, { name: string }>;
  }>('organizations');
  const made = Object.values(organizations.requests).filter(({ state }) => state === 'SUCCEEDED');
  expect(made.map(({ accountId }) => accountId)).toEqual([tenant?.accountId]);
  const directory = await lab.sandbox.state<{ groups: Record<string, { displayName: string }>; memberships: Record<string, unknown> }>(
    'identitystore',
  );
  expect(
    Object.values(directory.groups)
      .map(({ displayName }) => displayName)
      .sort(),
  ).toEqual(['acme-team.alpha-admin', 'acme-team.alpha-reader', 'acme-team.alpha-user']);
  expect(Object.keys(directory.memberships)).toHaveLength(3);
  const { holders } = await lab.sandbox.state<{ holders: Record<string, string[]> }>('ssoadmin');
  expect(Object.values(holders).flat()).toHaveLength(3);
  expect((await lab.sandbox.summary()).denied).toBe(0);
};

/** Waits until planted faults have met that many calls. */
export const untilFired = async (lab: Lab, times: number): Promise<void> => {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const { faults } = await lab.sandbox.faults();
    if (faults.reduce((sum, { fired }) => sum + fired, 0) >= times) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the planted fault never fired');
};
