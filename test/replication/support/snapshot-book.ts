import type { PlatformSettings, TenantCommand, TenantSnapshot, TenantSnapshotQueries } from '@orgledger/governance';

/** Desired state as tests write it down; replication's words to governance are taken in as governance would. */
export class SnapshotBook implements TenantSnapshotQueries {
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

  readonly tell = (command: TenantCommand): Promise<void> => {
    if (command.type === 'AssignTenantAccount') this.amend(command.tenantId, { accountId: command.accountId });
    if (command.type === 'ActivateTenant') this.amend(command.tenantId, { status: 'active' });
    return Promise.resolve();
  };

  tenantSnapshot(tenantId: string): Promise<TenantSnapshot | undefined> {
    return Promise.resolve(this.tenants.get(tenantId));
  }

  tenantSnapshots(): Promise<{ snapshots: readonly TenantSnapshot[]; next: undefined }> {
    return Promise.resolve({ snapshots: [...this.tenants.values()], next: undefined });
  }

  tenantsAffectedBy(): Promise<readonly string[]> {
    return Promise.resolve([...this.tenants.keys()]);
  }
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
