import { fromRecorded, executeCommand } from '@orgledger/event-store';
import type { Recorded } from '@orgledger/event-store';
import type { TenantSnapshot } from '@orgledger/governance';
import { uuidv5 } from '@orgledger/kernel';
import type { ProjectionRunner, Reaction } from '@orgledger/projections';
import { DirectReads } from '../observe/directory-reads.gateway.js';
import { lookAt } from '../observe/look.gateway.js';
import { planByLooking } from '../observe/plan-by-looking.gateway.js';
import type { Plan } from '../plan/change.js';
import type { DryRunSubject } from '../requests/replication.commands.js';
import type { RunWorld } from '../run/execute-run.gateway.js';
import { tenantFacts } from '../run/tenant-facts.gateway.js';
import { dryRunDecider } from './dry-run.decider.js';
import type { DryRunCommand } from './dry-run.decider.js';
import type { DryRunEvent } from './dry-run.events.js';

type Unstamped<Command> = Command extends unknown ? Omit<Command, 'meta' | 'dryRunId'> : never;

/** Answers requests for dry runs with the plans that runs would make. Nothing in AWS is changed. */
export const dryRunReaction = (world: RunWorld, projections: Pick<ProjectionRunner, 'waitFor'>): Reaction => ({
  name: 'replication-dry-runs',
  filter: { types: ['DryRunRequested'] },
  handle: async (event, signal) => {
    await projections.waitFor(event.position, { timeoutMs: 30_000 });
    await new DryRunInProgress(event, world, signal).answer();
  },
});

class DryRunInProgress {
  private readonly dryRunId: string;
  private readonly subject: DryRunSubject;

  constructor(
    event: Recorded,
    private readonly world: RunWorld,
    private readonly signal: AbortSignal,
  ) {
    const { dryRunId, subject } = fromRecorded<Extract<DryRunEvent, { type: 'DryRunRequested' }>>(event);
    this.dryRunId = dryRunId;
    this.subject = subject;
  }

  async answer(): Promise<void> {
    try {
      let tenants = 0;
      for await (const snapshot of this.snapshots()) {
        tenants += 1;
        const { changes, remarks } = await this.plan(snapshot);
        if (changes.length + remarks.length === 0) continue;
        const texts = remarks.map(({ code, forUser, forOperator }) => ({ code, forUser, forOperator }));
        await this.record(snapshot.tenantId, { type: 'RecordTenantPlan', tenantId: snapshot.tenantId, changes, remarks: texts });
      }
      await this.record('end', { type: 'CompleteDryRun', tenants });
    } catch (error) {
      if (this.signal.aborted) throw error;
      const message = error instanceof Error ? error.message : String(error);
      await this.record('end', { type: 'FailDryRun', remark: notDone(message) });
    }
  }

  private async *snapshots(): AsyncIterable<TenantSnapshot> {
    const { snapshots } = this.world;
    if (this.subject.kind === 'tenant') {
      const snapshot = await snapshots.tenantSnapshot(this.subject.tenantId);
      if (snapshot) yield snapshot;
      return;
    }
    const { platformIdentifier, whatIf } = this.subject;
    let after: string | undefined;
    do {
      const page = await snapshots.tenantSnapshots({ platformIdentifier, whatIf, ...(after === undefined ? {} : { after }) });
      yield* page.snapshots;
      after = page.next;
    } while (after !== undefined);
  }

  private async plan(snapshot: TenantSnapshot): Promise<Plan> {
    const { clock, groups, reach, snapshots } = this.world;
    const whatIf = this.subject.kind === 'platform' ? this.subject.whatIf : undefined;
    const supposed = { ...snapshots, tenantSnapshot: (tenantId: string) => snapshots.tenantSnapshot(tenantId, whatIf) };
    const { desired, known } = await tenantFacts(snapshot, clock.now().toISOString(), supposed, groups);
    const aws = reach.of(snapshot).connection.forRun({ runId: this.dryRunId, signal: this.signal });
    const observer = lookAt({ snapshot, known, aws, reads: new DirectReads(aws), clock, signal: this.signal });
    return planByLooking(observer, desired);
  }

  private async record(what: string, command: Unstamped<DryRunCommand>): Promise<void> {
    const meta = {
      commandId: uuidv5(this.dryRunId, what),
      actor: { kind: 'system', id: 'replicator' },
      now: this.world.clock.now().toISOString(),
      correlationId: this.dryRunId,
    } as const;
    await executeCommand(this.world.store, dryRunDecider, `dryrun-${this.dryRunId}`, { ...command, dryRunId: this.dryRunId, meta });
  }
}

const notDone = (message: string) => ({
  code: 'DRY_RUN_FAILED',
  forUser: 'The dry run could not be carried out. Your operators have been told.',
  forOperator: `The dry run could not be carried out: ${message}. Verify the platform’s connection, then ask again.`,
});
