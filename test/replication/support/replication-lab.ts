import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSandboxClock, createAwsConnections, defaultFeatures, MemoryPacerStore, printPolicies, renderPrincipals } from '@orgledger/aws';
import type { AwsConnections, RenderedPrincipal } from '@orgledger/aws';
import { createMemoryEventStore, toNewEvent } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import type { PlatformSettings } from '@orgledger/governance';
import { createLogger } from '@orgledger/observability';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { metadataOf, systemClock, uuidv5 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { createReplicationQueries, replicationProjections, Replicator } from '@orgledger/replication';
import type { ReplicationQueries, RunProgress } from '@orgledger/replication';
import { startSandbox } from '../../../apps/sandbox/src/sandbox.js';
import type { Sandbox } from '../../../apps/sandbox/src/sandbox.js';
import { readQuotaTable } from '../../../apps/sandbox/src/core/quota-table.js';
import { prepareIdentityCenter } from '../../../tools/lab/identity-center.js';
import type { IdentityCenter } from '../../../tools/lab/identity-center.js';
import { sandboxControl } from '../../../tools/lab/sandbox-control.js';
import type { SandboxControl } from '../../../tools/lab/sandbox-control.js';
import { applyPolicies } from '../../support/apply-policies.js';
import type { AccessKey } from '../../support/apply-policies.js';
import { eventually } from './eventually.js';
import type { SnapshotBook } from './snapshot-book.js';

const region = 'us-east-1';
const users = ['ada', 'bob', 'cy', 'dee'];

/** An organisation with the printed minimal policies, permission sets and people, as a platform finds it. */
export interface Lab {
  readonly sandbox: Sandbox;
  readonly control: SandboxControl;
  readonly clock: Clock;
  readonly platform: PlatformSettings;
  readonly identityCenter: IdentityCenter;
  readonly key: AccessKey;
  close(): Promise<void>;
}

/** `applied` says what is made of the minimal print of the default options; default: the print itself. */
export const startLab = async (
  settings: Partial<PlatformSettings> = {},
  scale = 60,
  applied = (platform: PlatformSettings): readonly RenderedPrincipal[] =>
    renderPrincipals(printPolicies({ profile: 'minimal', platform, features: defaultFeatures })),
): Promise<Lab> => {
  const sandbox = await startSandbox({ seed: 'replication', scale, origin: Date.parse('2026-03-02T08:00:00Z') });
  const admin = { endpoint: sandbox.endpoint, region, ...sandbox.admin };
  const identityCenter = await prepareIdentityCenter(admin, {
    permissionSets: ['Admin', 'User', 'Reader'].map((name) => ({ name, managedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
    users: users.map((name) => ({ userName: name, name, email: `${name}@example.com` })),
  });
  const platform = platformOn(sandbox, identityCenter, settings);
  const { accessKeys } = await applyPolicies(applied(platform), admin);
  const key = accessKeys.caller;
  if (!key) throw new Error('the caller has no key');
  const control = sandboxControl(sandbox.endpoint);
  await control.advance(60_000);
  const followed = await connectSandboxClock(sandbox.endpoint);
  return {
    sandbox,
    control,
    clock: followed.clock,
    platform,
    identityCenter,
    key,
    close: async () => {
      followed.close();
      await sandbox.close();
    },
  };
};

const platformOn = (sandbox: Sandbox, identityCenter: IdentityCenter, settings: Partial<PlatformSettings>): PlatformSettings => ({
  partition: 'aws',
  region,
  managementAccountId: sandbox.managementAccountId,
  platformAccountId: sandbox.platformAccountId,
  automationAccountId: sandbox.automationAccountId,
  principalArn: `arn:aws:iam::${sandbox.platformAccountId}:user/meshfed-service-user`,
  serviceRole: { name: 'MeshfedServiceRole', path: '/' },
  automationRole: { name: 'MeshfedAutomationRole', path: '/' },
  accessRole: { name: 'OrgledgerAccountAccessRole', path: '/' },
  externalId: 'Zm9yLXRlc3RzLW9ubHktbm90LWEtc2VjcmV0LWF0LWE',
  templates: { accountName: '', accountEmail: '', accountAlias: '', group: '', userName: '#{euid}' },
  enforceAlias: true,
  identityCenter: { ...identityCenter, region, signInUrl: 'https://acme.awsapps.com/start', groupPrefix: 'acme-' },
  tagPrefix: 'acme:',
  breakGlassRoleArns: [],
  downgrade: 'strict',
  drift: 'repair',
  limits: { workspaceIdentifier: 16, projectIdentifier: 30 },
  sweepRotation: 7,
  ...settings,
});

/** One replicator over a lab. Its store may outlive it: a worker that is made over the same store goes on where another ended. */
export class LabWorker {
  private readonly directory = mkdtempSync(join(tmpdir(), 'orgledger-replication-'));
  private readonly views: ViewsDatabase = openViews({ file: join(this.directory, 'views.sqlite') });
  private readonly projections: ProjectionRunner;
  private readonly replicator: Replicator;
  private readonly aws: AwsConnections;
  private requests = 0;
  readonly queries: ReplicationQueries;

  constructor(
    private readonly lab: Lab,
    readonly book: SnapshotBook,
    readonly store: EventStore = createMemoryEventStore(),
    private readonly name = 'lab',
    callTimeoutMs = 20_000,
  ) {
    const { clock, key, sandbox } = lab;
    this.aws = createAwsConnections({
      wire: { endpoint: sandbox.endpoint, callTimeoutMs },
      clock,
      quotas: readQuotaTable(),
      credentials: { kind: 'static', ...key },
      pacerStore: new MemoryPacerStore(),
      observer: () => undefined,
    });
    this.projections = new ProjectionRunner({ store, views: this.views, clock: systemClock, projections: replicationProjections, pollMs: 10 });
    this.queries = createReplicationQueries(this.views);
    this.replicator = new Replicator({
      store,
      views: this.views,
      projections: this.projections,
      governance: book.queries,
      aws: this.aws,
      clock,
      logger: createLogger('lab', 'silent'),
      worker: { owner: name, concurrency: 24, creations: 8 },
      sweepAt: undefined,
      tell: book.tell,
    });
  }

  async start(): Promise<void> {
    await this.projections.start();
    await this.replicator.start();
  }

  /** Asks for a tenant's replication, as the API would. */
  request(tenantId: string): Promise<void> {
    return this.append(`replicationrequest-${tenantId}`, { type: 'ReplicationRequested', tenantId });
  }

  append(stream: string, event: { readonly type: string } & Record<string, unknown>): Promise<void> {
    const commandId = uuidv5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', `${this.name} ${stream} ${(this.requests += 1)}`);
    const meta = { commandId, actor: { kind: 'system', id: 'test' }, now: this.lab.clock.now().toISOString(), correlationId: commandId } as const;
    return this.store.append(stream, 'any', [toNewEvent(event, commandId, metadataOf(meta))]).then(() => undefined);
  }

  /** The tenant's newest run, once it has ended. */
  ended(tenantId: string, after?: string): Promise<RunProgress> {
    return eventually(async () => {
      const [run] = await this.queries.latestRuns([tenantId]);
      return run && run.runId !== after && run.status !== 'running' ? run : undefined;
    });
  }

  async replicate(tenantId: string): Promise<RunProgress> {
    const [before] = await this.queries.latestRuns([tenantId]);
    await this.request(tenantId);
    return this.ended(tenantId, before?.runId);
  }

  async stop(): Promise<void> {
    await this.replicator.stop();
    await this.projections.stop();
    await this.views.close();
    this.aws.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
