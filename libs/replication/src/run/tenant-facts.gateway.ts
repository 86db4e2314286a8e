import type { TenantSnapshot, TenantSnapshotQueries } from '@orgledger/governance';
import { accessRoleDocuments } from '../desired/access-role-documents.gateway.js';
import { desiredGroups } from '../desired/desired-groups.js';
import { desiredTenant } from '../desired/desired-tenant.js';
import type { DesiredTenant } from '../desired/desired-tenant.js';
import type { KnownGroup } from '../plan/observed-tenant.js';
import type { ReplicatedGroups } from './replicated-groups.js';

export interface TenantFacts {
  readonly snapshot: TenantSnapshot;
  readonly desired: DesiredTenant;
  readonly known: readonly KnownGroup[];
}

/** Desired state of a tenant with what it needs of others: who shares its groups, and which groups it held before. */
export const tenantFacts = async (
  snapshot: TenantSnapshot,
  now: string,
  queries: TenantSnapshotQueries,
  groups: ReplicatedGroups,
): Promise<TenantFacts> => {
  const known = await groups.ofTenant(snapshot.tenantId);
  const names = desiredGroups(snapshot, now).map(({ name }) => name);
  const ids = known.map(({ groupId }) => groupId);
  const neighbours: { snapshot: TenantSnapshot; knownGroupIds: readonly string[] }[] = [];
  for (const { tenantId, groupIds } of await groups.sharing(snapshot.platformIdentifier, snapshot.tenantId, ids, names)) {
    const other = await queries.tenantSnapshot(tenantId);
    if (other) neighbours.push({ snapshot: other, knownGroupIds: groupIds });
  }
  return { snapshot, desired: desiredTenant(snapshot, neighbours, accessRoleDocuments(snapshot.platform, snapshot.accountId), now), known };
};
