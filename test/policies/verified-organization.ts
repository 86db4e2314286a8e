import { ListInstancesCommand, SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { connectSandboxClock, createAwsConnections, defaultFeatures, MemoryPacerStore, printPolicies, renderPrincipals } from '@orgledger/aws';
import type { CredentialsSource, PolicyDocument, PolicyOptions } from '@orgledger/aws';
import type { PlatformSettings, VerificationCheck } from '@orgledger/governance';
import type { Clock, ClockScale } from '@orgledger/kernel';
import { verifyPlatform } from '@orgledger/replication';
import { startSandbox } from '../../apps/sandbox/src/sandbox.js';
import type { Sandbox } from '../../apps/sandbox/src/sandbox.js';
import quotas from '../../config/aws-quotas.json';
import { iamOfAccounts } from '../support/admin-clients.js';
import type { Admin } from '../support/admin-clients.js';
import { applyPolicies } from '../support/apply-policies.js';
import type { AccessKey } from '../support/apply-policies.js';

const region = 'eu-central-1';

export interface CallCounts {
  readonly calls: number;
  readonly denied: number;
  readonly refusedProbes: number;
  readonly notYetVisible: number;
}

export interface Verified {
  readonly ok: boolean;
  readonly checks: readonly VerificationCheck[];
  /** What was reported on the way, each with the milliseconds of product time since the start. */
  readonly progress: readonly { readonly afterMs: number; readonly checks: readonly VerificationCheck[] }[];
  readonly tookMs: number;
}

interface VerifyWith {
  readonly settings?: PlatformSettings;
  readonly endpoint?: string;
  readonly credentials?: CredentialsSource;
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
}

/** A sandbox with enforcement on whose roles were made from the printed policies, and a worker's way to verify it. */
export class VerifiedOrganization {
  private constructor(
    readonly sandbox: Sandbox,
    readonly admin: Admin,
    readonly settings: PlatformSettings,
    readonly key: AccessKey,
    readonly clock: Clock,
    private readonly closeClock: () => void,
  ) {}

  /** `scale`: sandbox seconds per wall second. */
  static async open(
    choice: Partial<Pick<PolicyOptions, 'profile' | 'features'>> & { changes?: Partial<PlatformSettings>; scale?: number } = {},
  ): Promise<VerifiedOrganization> {
    const sandbox = await startSandbox({ seed: 'verification', scale: choice.scale ?? 1 });
    const admin = { endpoint: sandbox.endpoint, region, ...sandbox.admin };
    const settings = { ...settingsOf(sandbox, await identityCenterOf(admin)), ...choice.changes };
    const { profile = 'minimal', features = defaultFeatures } = choice;
    const { accessKeys } = await applyPolicies(renderPrincipals(printPolicies({ profile, platform: settings, features })), admin);
    const followed = await connectSandboxClock(sandbox.endpoint);
    const organization = new VerifiedOrganization(sandbox, admin, settings, accessKeys.caller!, followed.clock, () => followed.close());
    await organization.propagate();
    return organization;
  }

  async close(): Promise<void> {
    this.closeClock();
    await this.sandbox.close();
  }

  /** Moves time on until IAM shows everything, and the product's clock has followed. */
  async propagate(): Promise<void> {
    const { origin, wallOrigin, scale } = await this.control<ClockScale>('POST', '/clock', { advanceMs: 30_000 });
    const sandboxNow = (): number => origin + (Date.now() - wallOrigin) * scale;
    while (sandboxNow() - this.clock.now().getTime() > 1_000) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async setTrust(trust: PolicyDocument | object): Promise<void> {
    const iam = await iamOfAccounts(this.admin)(this.settings.managementAccountId);
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: this.settings.serviceRole.name, PolicyDocument: JSON.stringify(trust) }));
  }

  /** Counts of the calls since `before`, as the sandbox's log has them. */
  async calls(before?: CallCounts): Promise<CallCounts> {
    const now = await this.control<CallCounts>('GET', '/calls/summary');
    const since = (count: keyof CallCounts): number => now[count] - (before?.[count] ?? 0);
    return { calls: since('calls'), denied: since('denied'), refusedProbes: since('refusedProbes'), notYetVisible: since('notYetVisible') };
  }

  async control<Answer>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.sandbox.endpoint}/_sandbox${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return (await answer.json()) as Answer;
  }

  async verify({
    settings = this.settings,
    endpoint = this.sandbox.endpoint,
    credentials = { kind: 'static', ...this.key },
    signal = new AbortController().signal,
    onProgress = () => undefined,
  }: VerifyWith = {}): Promise<Verified> {
    const connections = createAwsConnections({
      wire: { endpoint },
      clock: this.clock,
      quotas,
      credentials,
      pacerStore: new MemoryPacerStore(),
      observer: () => undefined,
    });
    const started = this.clock.now().getTime();
    const progress: { afterMs: number; checks: readonly VerificationCheck[] }[] = [];
    try {
      const answer = await verifyPlatform({
        verificationId: '0190d3a0-0000-7000-8000-000000000000',
        settings,
        connection: connections.forPlatform(settings, { worker: 'test' }),
        clock: this.clock,
        signal,
        onProgress: (checks) => {
          progress.push({ afterMs: this.clock.now().getTime() - started, checks });
          onProgress();
          return Promise.resolve();
        },
      });
      return { ...answer, progress, tookMs: this.clock.now().getTime() - started };
    } finally {
      connections.close();
    }
  }
}

const identityCenterOf = async (admin: Admin): Promise<NonNullable<PlatformSettings['identityCenter']>> => {
  const { Instances: [instance] = [] } = await new SSOAdminClient({ endpoint: admin.endpoint!, region, credentials: admin }).send(
    new ListInstancesCommand({}),
  );
  return {
    instanceArn: instance!.InstanceArn!,
    identityStoreId: instance!.IdentityStoreId!,
    region,
    signInUrl: 'https://sandbox.awsapps.com/start',
    groupPrefix: 'orgledger-',
  };
};

const settingsOf = (sandbox: Sandbox, identityCenter: NonNullable<PlatformSettings['identityCenter']>): PlatformSettings => ({
  partition: 'aws',
  region,
  managementAccountId: sandbox.managementAccountId,
  platformAccountId: sandbox.platformAccountId,
  automationAccountId: sandbox.automationAccountId,
  principalArn: `arn:aws:iam::${sandbox.platformAccountId}:user/meshfed-service-user`,
  serviceRole: { name: 'MeshfedServiceRole', path: '/' },
  automationRole: { name: 'MeshfedAutomationRole', path: '/' },
  accessRole: { name: 'OrgledgerAccountAccessRole', path: '/' },
  externalId: 'b3VyLW93bi1leHRlcm5hbC1pZC1mb3ItdGhlc2UtdGV',
  templates: {
    accountName: '#{workspaceIdentifier}-#{tenantNumber:%03d}',
    accountEmail: 'aws+#{tenantNumber:%04d}@example.org',
    accountAlias: 'acme-#{tenantNumber:%04d}',
    group: '#{workspaceIdentifier}.#{projectIdentifier}-#{platformGroupAlias}',
    userName: '#{euid}',
  },
  enforceAlias: true,
  identityCenter,
  tagPrefix: 'orgledger:',
  breakGlassRoleArns: [],
  downgrade: 'strict',
  drift: 'repair',
  limits: { workspaceIdentifier: 16, projectIdentifier: 30 },
  sweepRotation: 7,
});
