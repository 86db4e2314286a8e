import type { PlatformSettings, TenantSnapshot } from '@orgledger/governance';
import type { ReplicatorOptions } from '@orgledger/replication';

/** Desired state as tests write it down; replication's words to governance are taken in as governance would. */
export class SnapshotBook {
  private readonly tenants = new Map<string, TenantSnapshot>();

  put(snapshot: TenantSnapshot): void {
    this.tenants.set(snapshot.tenantId, snapshot);
  }

  amend(tenantId: string, change: Partial<TenantSnapshot>): void {
    this.put({ ...this.get(tenantId), ...change });
  }

  get(tenantId: string): TenantSnapshot {
    const snapshot = this.tenants.get(tenantId);
    if (!snapshot) throw new Error(`no tenant ${tenantId} in the book`);
    return snapshot;
  }

  readonly tell: ReplicatorOptions['tell'] = (command) => {
    if (command.type === 'AssignTenantAccount') this.amend(command.tenantId, { accountId: command.accountId });
    if (command.type === 'ActivateTenant') this.amend(command.tenantId, { status: 'active' });
    return Promise.resolve();
  };

  /** What the book answers in governance's place. */
  readonly queries: ReplicatorOptions['governance'] = {
    tenantSnapshot: (tenantId) => Promise.resolve(this.tenants.get(tenantId)),
    tenantSnapshots: () => Promise.resolve({ snapshots: [...this.tenants.values()], next: undefined }),
    tenantsAffectedBy: () => Promise.resolve([]),
    platforms: () => Promise.resolve({ nodes: [], endCursor: undefined, hasNextPage: false, totalCount: 0 }),
    dueExpiries: () => Promise.resolve([]),
  };
}

export const snapshotOf = (platform: PlatformSettings, number: number, change: Partial<TenantSnapshot> = {}): TenantSnapshot => ({
  tenantId: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  tenantNumber: number,
  status: 'provisioning',
  workspaceIdentifier: 'team-a',
  projectIdentifier: `project-${number}`,
  platformIdentifier: 'aws',
  landingZoneIdentifier: 'standard',
  accountName: `team-a-${number}`,
  accountEmail: `aws+${number}@example.com`,
  accountAlias: `acme-team-a-${number}`,
  accountTags: { 'acme:team': 'team-a' },
  roles: [],
  grants: [],
  users: [],
  platform,
  landingZone: { targetOu: { kind: 'perWorkspace', parent: ['Workloads'] }, hierarchical: false, tags: {} },
  problems: [],
  ...change,
});

/** A tenant with one group, one member and one right, under names of its own. */
export const smallTenant = (
  platform: PlatformSettings,
  number: number,
  permissionSetArn: string,
  change: Partial<TenantSnapshot> = {},
): TenantSnapshot =>
  snapshotOf(platform, number, {
    roles: [{ roleIdentifier: 'admin', groupName: `acme-small-${number}`, permissionSetArns: [permissionSetArn] }],
    users: [{ subjectId: 'subject-ada', userName: 'ada', active: true }],
    grants: [{ bindingId: 'b1', subjectId: 'subject-ada', roleIdentifier: 'admin', from: '2026-01-01T00:00:00.000Z' }],
    landingZone: { targetOu: { kind: 'path', path: ['Small', `u${number}`] }, hierarchical: false, tags: {} },
    ...change,
  });
