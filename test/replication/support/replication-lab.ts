import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSandboxClock, createAwsConnections, defaultFeatures, MemoryPacerStore, printPolicies, renderPrincipals } from '@orgledger/aws';
import { createMemoryEventStore } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import type { PlatformSettings } from '@orgledger/governance';
import { createLogger } from '@orgledger/observability';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { systemClock } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { AwsReach, ReplicatedGroupsView, ReplicationQueue, ReplicationWorker, runsProjection } from '@orgledger/replication';
import { startSandbox } from '../../../apps/sandbox/src/sandbox.js';
import type { Sandbox } from '../../../apps/sandbox/src/sandbox.js';
import { readQuotaTable } from '../../../apps/sandbox/src/core/quota-table.js';
import { prepareIdentityCenter } from '../../../tools/lab/identity-center.js';
import type { IdentityCenter } from '../../../tools/lab/identity-center.js';
import { sandboxControl } from '../../../tools/lab/sandbox-control.js';
import type { SandboxControl } from '../../../tools/lab/sandbox-control.js';
import { applyPolicies } from '../../support/apply-policies.js';
import type { AccessKey } from '../../support/apply-policies.js';
import { SnapshotBook } from './snapshot-book.js';

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

export const startLab = async (settings: Partial<PlatformSettings> = {}, scale = 60): Promise<Lab> => {
  const sandbox = await startSandbox({ seed: 'replication', scale, origin: Date.parse('2026-03-02T08:00:00Z') });
  const admin = { endpoint: sandbox.endpoint, region, ...sandbox.admin };
  const identityCenter = await prepareIdentityCenter(admin, {
    permissionSets: ['Admin', 'User', 'Reader'].map((name) => ({ name, managedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
    users: users.map((name) => ({ userName: name, name, email: `${name}@example.com` })),
  });
  const platform = platformOn(sandbox, identityCenter, settings);
  const printed = renderPrincipals(printPolicies({ profile: 'minimal', platform, features: defaultFeatures }));
  const { accessKeys } = await applyPolicies(printed, admin);
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

const platformOn = (sandbox: Sandbox, identityCenter: IdentityCenter, settings: Partial<PlatformSettings>): PlatformSettings =>
  ({
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
  }) as PlatformSettings;

/** One replicator over a lab: its store outlives it when it is given one. */
export class LabWorker {
  private readonly directory = mkdtempSync(join(tmpdir(), 'orgledger-replication-'));
  readonly views: ViewsDatabase = openViews({ file: join(this.directory, 'views.sqlite') });
  readonly queue = new ReplicationQueue(this.views);
  readonly projections: ProjectionRunner;
  readonly worker: ReplicationWorker;
  private readonly aws;
  private readonly stopping = new AbortController();

  constructor(
    lab: Lab,
    readonly book: SnapshotBook,
    readonly store: EventStore = createMemoryEventStore(),
  ) {
    const { clock, key, sandbox } = lab;
    this.aws = createAwsConnections({
      wire: { endpoint: sandbox.endpoint },
      clock,
      quotas: readQuotaTable(),
      credentials: { kind: 'static', ...key },
      pacerStore: new MemoryPacerStore(),
      observer: () => undefined,
    });
    this.projections = new ProjectionRunner({ store, views: this.views, clock: systemClock, projections: [runsProjection] });
    const world = {
      store,
      clock,
      snapshots: book,
      groups: new ReplicatedGroupsView(this.views),
      reach: new AwsReach(this.aws, clock, 'lab', this.stopping.signal),
      tell: book.tell,
    };
    const settings = { owner: 'lab', concurrency: 24, creations: 8 };
    this.worker = new ReplicationWorker(world, this.queue, this.projections, settings, createLogger('lab', 'silent'));
  }

  async start(): Promise<void> {
    await this.projections.start();
    await this.queue.create();
    this.worker.start();
  }

  /** Puts a tenant in the queue, as an event of governance would. */
  async want(tenantId: string): Promise<void> {
    const position = await this.store.head();
    await this.queue.want([{ tenantId, position, reason: 'changed', priority: 1, at: '2026-01-01T00:00:00.000Z' }]);
    this.worker.wake();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.worker.stop();
    await this.projections.stop();
    await this.views.close();
    this.aws.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
