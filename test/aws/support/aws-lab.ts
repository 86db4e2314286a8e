import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { connectSandboxClock, createAwsConnections, defaultFeatures, MemoryPacerStore, printPolicies, renderPrincipals } from '@orgledger/aws';
import type { AwsCallRecord, AwsConnections, OrganizationConnection, PacerStore, PlatformConnection } from '@orgledger/aws';
import { systemClock } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { startSandbox } from '../../../apps/sandbox/src/sandbox.js';
import type { Sandbox } from '../../../apps/sandbox/src/sandbox.js';
import { prepareIdentityCenter } from '../../../tools/lab/identity-center.js';
import { sandboxControl } from '../../../tools/lab/sandbox-control.js';
import type { SandboxControl } from '../../../tools/lab/sandbox-control.js';
import type { LoggedCall } from '../../../tools/lab/sandbox-log.js';
import { applyPolicies } from '../../support/apply-policies.js';
import type { AccessKey } from '../../support/apply-policies.js';
import type { Admin } from '../../support/admin-clients.js';

/** Not config/aws-quotas.json: a quota that is written into the code shows here. */
export const testQuotas = {
  default: { rate: 40, burst: 40 },
  organizations: {
    CreateAccount: { rate: 0.5, burst: 2, outstanding: 3 },
    DescribeCreateAccountStatus: { rate: 4, burst: 4 },
    MoveAccount: { rate: 1, burst: 2 },
    DescribeAccount: { rate: 10, burst: 20 },
  },
  ssoadmin: {
    allOperations: { rate: 12, burst: 10 },
    assignmentOperations: { operations: ['CreateAccountAssignment', 'DeleteAccountAssignment'], outstanding: 4, perAccount: 1 },
  },
  identitystore: { allOperations: { rate: 10, burst: 10 } },
};

export interface Lab {
  readonly sandbox: Sandbox;
  readonly control: SandboxControl;
  readonly clock: Clock;
  readonly organization: OrganizationConnection;
  readonly permissionSets: readonly string[];
  readonly key: AccessKey;
  readonly records: readonly AwsCallRecord[];
  readonly connections: AwsConnections;
  readonly platform: PlatformConnection;
  /** Calls of the product, without those that set the lab up. */
  calls(): Promise<readonly LoggedCall[]>;
  /** Sandbox seconds per wall second, known to the product's clock when this resolves. */
  setScale(scale: number): Promise<void>;
  /** Moves the sandbox's time forward and waits until the product's clock has followed. */
  advance(ms: number): Promise<void>;
  /** A second worker of the same platform. */
  connect(pacerStore: PacerStore): AwsConnections;
  close(): Promise<void>;
}

const followMs = 50;
/** Calls of a busy machine that runs all tests at once leave it late. */
export const jitterMs = 1_500;
const region = 'us-east-1';

const allow = async (admin: Admin, RoleName: string, Action: readonly string[]): Promise<void> => {
  const { endpoint, accessKeyId, secretAccessKey } = admin;
  const iam = new IAMClient({ region, credentials: { accessKeyId, secretAccessKey }, ...(endpoint === undefined ? {} : { endpoint }) });
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'lab', PolicyDocument }));
  iam.destroy();
};

/** An organisation with the printed minimal policies, the service role being allowed the actions `also`, and the product's connection to it. */
export const startAwsLab = async (also: readonly string[] = [], quotas: Readonly<Record<string, unknown>> = testQuotas): Promise<Lab> => {
  const sandbox = await startSandbox({ seed: 'aws', scale: 60, quotas, origin: Date.parse('2026-03-02T08:00:00Z') });
  const admin = { endpoint: sandbox.endpoint, region, ...sandbox.admin };
  const { permissionSets, ...identityCenter } = await prepareIdentityCenter(admin, {
    permissionSets: ['Admin', 'Reader'].map((name) => ({ name, managedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
    users: ['ada', 'bob'].map((name) => ({ userName: name, name, email: `${name}@example.com` })),
  });
  const organization = {
    partition: 'aws' as const,
    region,
    managementAccountId: sandbox.managementAccountId,
    platformAccountId: sandbox.platformAccountId,
    automationAccountId: sandbox.automationAccountId,
    principalArn: `arn:aws:iam::${sandbox.platformAccountId}:user/orgledger`,
    serviceRole: { name: 'Service', path: '/orgledger/' },
    automationRole: { name: 'Automation', path: '/' },
    accessRole: { name: 'OrgledgerAccountAccessRole', path: '/' },
    externalId: 'Zm9yLXRlc3RzLW9ubHktbm90LWEtc2VjcmV0LWF0LWE',
    identityCenter: { ...identityCenter, region },
    breakGlassRoleArns: [],
    downgrade: 'off' as const,
  };
  const printed = renderPrincipals(printPolicies({ profile: 'minimal', platform: organization, features: defaultFeatures }));
  const { accessKeys } = await applyPolicies(printed, admin);
  if (also.length > 0) await allow(admin, organization.serviceRole.name, also);
  const key = accessKeys.caller;
  if (!key) throw new Error('the caller has no key');
  const control = sandboxControl(sandbox.endpoint);
  await control.advance(60_000);
  await control.setScale(1);
  const followed = await connectSandboxClock(sandbox.endpoint, followMs);
  const { clock } = followed;
  const setUpCalls = (await control.calls()).at(-1)?.seq ?? 0;
  const records: AwsCallRecord[] = [];
  const made: AwsConnections[] = [];
  const connect = (pacerStore: PacerStore): AwsConnections => {
    const connections = createAwsConnections({
      wire: { endpoint: sandbox.endpoint, callTimeoutMs: 10_000, jitterMs },
      clock,
      quotas,
      credentials: { kind: 'static', ...key },
      pacerStore,
      observer: (record) => void records.push(record),
    });
    made.push(connections);
    return connections;
  };
  const connections = connect(new MemoryPacerStore());
  return {
    sandbox,
    control,
    clock,
    organization,
    permissionSets: Object.values(permissionSets),
    key,
    records,
    connections,
    platform: connections.forPlatform(organization, { worker: 'worker-1' }),
    calls: () => control.calls(setUpCalls),
    connect,
    setScale: async (scale) => {
      await control.setScale(scale);
      await systemClock.wait(followMs * 2);
    },
    advance: async (ms) => {
      await control.advance(ms);
      const { now } = await control.clock();
      for (let tries = 0; clock.now().getTime() < now && tries < 500; tries += 1) await systemClock.wait(20);
    },
    close: async () => {
      for (const connection of made) connection.close();
      followed.close();
      await sandbox.close();
    },
  };
};
