import { executeCommand, fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { uuidv5 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import type { Reaction } from '@orgledger/projections';
import type { RunEvent } from '../run/run.events.js';
import { driftDecider } from './drift.decider.js';

/** A completed run has made AWS as desired: known drift of its tenant is repaired. */
export const driftReaction = (store: EventStore, clock: Clock): Reaction => ({
  name: 'replication-drift',
  filter: { types: ['ReplicationCompleted'] },
  handle: async (recorded) => {
    const { tenantId, runId } = fromRecorded<Extract<RunEvent, { type: 'ReplicationCompleted' }>>(recorded);
    const meta = {
      commandId: uuidv5(runId, 'drift'),
      actor: { kind: 'system', id: 'replicator' },
      now: clock.now().toISOString(),
      correlationId: runId,
      causationId: recorded.id,
    } as const;
    await executeCommand(store, driftDecider, `drift-${tenantId}`, { type: 'RepairDrift', tenantId, runId, meta });
  },
});
