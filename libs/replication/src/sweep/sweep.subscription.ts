import { executeCommand, fromRecorded } from '@orgledger/event-store';
import { uuidv5 } from '@orgledger/kernel';
import type { ProjectionRunner, Reaction } from '@orgledger/projections';
import { driftDecider } from '../drift/drift.decider.js';
import type { ReplicationQueue } from '../queue/queue.store.js';
import type { RunWorld } from '../run/execute-run.gateway.js';
import { sweepDecider } from './sweep.decider.js';
import type { SweepCommand } from './sweep.decider.js';
import type { SweepEvent } from './sweep.events.js';
import { sweepPlatform } from './sweep-platform.gateway.js';
import type { SweptTenant } from './sweep-platform.gateway.js';

type Unstamped<Command> = Command extends unknown ? Omit<Command, 'meta'> : never;

/** Sweeps the platform that an event asks for. A sweep that was interrupted begins anew: unchanged tenants have left no mark. */
export const sweepReaction = (world: RunWorld, queue: ReplicationQueue, projections: Pick<ProjectionRunner, 'waitFor'>): Reaction => ({
  name: 'replication-sweeps',
  filter: { types: ['SweepRequested'] },
  handle: async (recorded, signal) => {
    const { sweepId, platformIdentifier } = fromRecorded<Extract<SweepEvent, { type: 'SweepRequested' }>>(recorded);
    await projections.waitFor(await world.store.head(), { timeoutMs: 30_000 });
    const meta = (what: string) =>
      ({
        commandId: uuidv5(sweepId, what),
        actor: { kind: 'system', id: 'replicator' },
        now: world.clock.now().toISOString(),
        correlationId: sweepId,
        causationId: recorded.id,
      }) as const;
    const end = async (command: Unstamped<Exclude<SweepCommand, { type: 'RequestSweep' }>>): Promise<void> => {
      await executeCommand(world.store, sweepDecider, recorded.stream, { ...command, meta: meta('end') });
    };
    const busy = async (tenantId: string): Promise<boolean> => {
      const { wanted, state } = await queue.stateOf(tenantId);
      return wanted !== undefined || state?.open_run_id != null;
    };
    const onDrift = async ({ snapshot, changes }: SweptTenant): Promise<void> => {
      const { tenantId, platform } = snapshot;
      const items = changes.map(({ step, operation, reason }) => ({ step, operation, reason }));
      const command = { type: 'DetectDrift', tenantId, platformIdentifier, sweepId, items, repair: platform.drift === 'repair' } as const;
      await executeCommand(world.store, driftDecider, `drift-${tenantId}`, { ...command, meta: meta(`drift:${tenantId}`) });
    };
    try {
      await end({ type: 'CompleteSweep', summary: await sweepPlatform({ sweepId, platformIdentifier, world, busy, onDrift, signal }) });
    } catch (error) {
      if (signal.aborted) throw error;
      await end({ type: 'FailSweep', message: error instanceof Error ? error.message : String(error) });
    }
  },
});
