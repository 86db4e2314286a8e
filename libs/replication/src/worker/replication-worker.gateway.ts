import type { EventStore, Position } from '@orgledger/event-store';
import { ConcurrencyConflict } from '@orgledger/event-store';
import type { Logger } from '@orgledger/observability';
import type { ProjectionRunner } from '@orgledger/projections';
import { nextOrder } from '../queue/next-order.js';
import type { Candidate, ReplicationQueue } from '../queue/queue.store.js';
import { executeRun, supersedeRun } from '../run/execute-run.gateway.js';
import type { Lanes, RunWorld } from '../run/execute-run.gateway.js';
import { Lane } from './lane.gateway.js';
import { whileLeased } from './tenant-lease.gateway.js';

export interface WorkerSettings {
  /** Names the worker among others; a new one for each start. */
  readonly owner: string;
  /** Tenants past account creation that are worked on at once. */
  readonly concurrency: number;
  /** Tenants whose account is being created or waits for a slot: a few more than the quota's slots, so that none is ever idle. */
  readonly creations: number;
}

const pollMs = 1_000;
const catchUpMs = 30_000;
const afterInterruptionMs = 5_000;

/** Takes tenants from the queue and runs them to their end. Stopping leaves runs where they are; they go on at the next start. */
export class ReplicationWorker {
  private readonly active = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly creating: Lane;
  private readonly shaping: Lane;
  private loop: Promise<void> = Promise.resolve();
  private awake = new AbortController();

  constructor(
    private readonly world: RunWorld,
    private readonly queue: ReplicationQueue,
    private readonly projections: Pick<ProjectionRunner, 'waitFor'>,
    private readonly settings: WorkerSettings,
    private readonly logger: Logger,
  ) {
    this.creating = new Lane(settings.creations);
    this.shaping = new Lane(settings.concurrency);
  }

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort(new Error('the worker is stopping'));
    await this.loop;
    await Promise.all(this.active.values());
  }

  /** Something may be waiting: look at once. */
  wake(): void {
    this.awake.abort();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.awake = new AbortController();
      try {
        await this.takeWhatFits();
      } catch (error) {
        this.logger.error({ err: error }, 'the replication queue could not be read');
      }
      await this.world.clock.wait(pollMs, AbortSignal.any([signal, this.awake.signal])).catch(() => undefined);
    }
  }

  private async takeWhatFits(): Promise<void> {
    const withAccount = this.shaping.hasRoom;
    const withoutAccount = this.creating.hasRoom;
    if (!withAccount && !withoutAccount) return;
    const now = this.world.clock.now().toISOString();
    let places = { shaping: this.settings.concurrency - this.shaping.load, creating: this.settings.creations - this.creating.load };
    const limit = this.settings.concurrency + this.settings.creations + this.active.size;
    for (const candidate of await this.queue.candidates(now, { withAccount, withoutAccount }, limit)) {
      if (this.active.has(candidate.tenantId)) continue;
      const lane = candidate.state?.account_id == null ? 'creating' : 'shaping';
      if (places[lane] <= 0) continue;
      places = { ...places, [lane]: places[lane] - 1 };
      this.begin(candidate);
    }
  }

  private begin({ tenantId }: Candidate): void {
    const { signal } = this.stopping;
    const taken = whileLeased(this.queue, this.world.clock, { tenantId, owner: this.settings.owner, signal }, (lease) => this.take(tenantId, lease))
      .then(() => undefined)
      .catch(async (error: unknown) => {
        if (signal.aborted) return;
        this.logger.error({ err: error, tenantId }, 'a replication run was interrupted; it is taken up again');
        // What failed once, the store for example, would fail again at once and for ever.
        await this.world.clock.wait(afterInterruptionMs, signal).catch(() => undefined);
      })
      .finally(() => {
        this.active.delete(tenantId);
        this.wake();
      });
    this.active.set(tenantId, taken);
  }

  private async take(tenantId: string, signal: AbortSignal): Promise<void> {
    const { store, clock } = this.world;
    const seen = await store.head();
    // Desired state and the end of the tenant's last run are read from read models: they must have come this far.
    if (!(await this.projections.waitFor(seen, { timeoutMs: catchUpMs }))) return;
    const candidate = await this.queue.stateOf(tenantId);
    const { wanted, state } = candidate;
    const order = nextOrder(candidate, clock.now().toISOString(), newerIn(store));
    if (order.kind === 'nothing') {
      if (wanted) await this.queue.satisfied(tenantId, wanted.position);
      return;
    }
    const snapshot = await this.world.snapshots.tenantSnapshot(tenantId);
    const common = {
      runId: order.runId,
      tenantId,
      platformIdentifier: snapshot?.platformIdentifier ?? state?.platform_identifier ?? '',
      seen,
      openCreation: state?.open_creation ?? undefined,
      failures: state?.failures ?? 0,
    };
    if (order.kind === 'resume') {
      if (wanted && (await supersedeRun(order.runId, this.world, (position) => newerIn(store)(wanted.position, position)))) return;
      await this.execute({ ...common, reason: wanted?.reason ?? 'retry' }, signal);
    } else await this.execute({ ...common, reason: order.reason }, signal);
    if (wanted && !newerIn(store)(wanted.position, seen) && order.kind === 'start') await this.queue.satisfied(tenantId, wanted.position);
  }

  private async execute(order: Parameters<typeof executeRun>[0], signal: AbortSignal): Promise<void> {
    const unlessStopped =
      <Result>(work: () => Promise<Result>) =>
      (): Promise<Result> => {
        signal.throwIfAborted();
        return work();
      };
    const lanes: Lanes = { creating: (work) => this.creating.run(unlessStopped(work)), shaping: (work) => this.shaping.run(unlessStopped(work)) };
    try {
      const end = await executeRun(order, this.world, lanes, signal);
      this.logger.info({ runId: order.runId, tenantId: order.tenantId, end }, 'replication run ended');
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict)) throw error;
      this.logger.warn({ runId: order.runId, tenantId: order.tenantId }, 'another worker goes on with this run');
    }
  }
}

const newerIn =
  (store: EventStore) =>
  (a: string, b: string): boolean =>
    store.comparePositions(a as Position, b as Position) > 0;
