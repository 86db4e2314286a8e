import type { Recorded } from '@orgledger/event-store';
import type { TenantSnapshotQueries } from '@orgledger/governance';
import type { ProjectionRunner, Reaction } from '@orgledger/projections';
import type { ReplicationQueue } from './queue.store.js';
import { ownOutcomes, priorityOf, reasonOf } from './priorities.js';

const governance = [
  'tenant',
  'workspace',
  'project',
  'paymentmethod',
  'platform',
  'landingzone',
  'user',
  'rolemapping',
  'rolebinding',
  'tagdefinition',
  'projectrole',
];

const visibleWithinMs = 30_000;

/** Puts every tenant in the queue whose desired state an event touches. Safe to repeat: the same event wants the same position. */
export const queueReaction = (
  queue: ReplicationQueue,
  snapshots: TenantSnapshotQueries,
  projections: Pick<ProjectionRunner, 'waitFor'>,
  wake: () => void,
): Reaction => ({
  name: 'replication-queue',
  filter: { categories: [...governance, 'replicationrequest', 'drift'] },
  handle: async (event) => {
    if (ownOutcomes.has(event.type)) return;
    const tenants = await touched(event, snapshots, projections);
    if (tenants.length === 0) return;
    const { position, type, metadata } = event;
    await queue.want(tenants.map((tenantId) => ({ tenantId, position, reason: reasonOf(type), priority: priorityOf(type), at: metadata.at })));
    wake();
  },
});

const touched = async (
  event: Recorded,
  snapshots: TenantSnapshotQueries,
  projections: Pick<ProjectionRunner, 'waitFor'>,
): Promise<readonly string[]> => {
  if (event.type === 'ReplicationRequested' || event.type === 'DriftDetected') {
    const { tenantId, repair } = event.data as { readonly tenantId: string; readonly repair?: boolean };
    return event.type === 'DriftDetected' && !repair ? [] : [tenantId];
  }
  if (event.stream.startsWith('drift-')) return [];
  // The read model answers which tenants are touched, so it must have the event.
  if (!(await projections.waitFor(event.position, { timeoutMs: visibleWithinMs })))
    throw new Error(`The read models have not reached ${event.type} at ${event.position} within ${visibleWithinMs / 1000} s.`);
  return snapshots.tenantsAffectedBy(event);
};
