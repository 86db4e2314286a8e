import type { EventStore } from '@orgledger/event-store';
import { executeCommand } from '@orgledger/event-store';
import { systemClock, uuidv5, uuidv7 } from '@orgledger/kernel';
import type { Logger } from '@orgledger/observability';
import { streams } from '../streams.js';
import { carryOut } from './carry-out.gateway.js';
import { collectionDecider } from './collection.decider.js';
import { collectionQueries } from './collections.view.js';
import type { CollectionQueries } from './collections.view.js';
import type { CollectorWorld } from './pull.gateway.js';

export interface CollectorOptions extends CollectorWorld {
  /** Names this start among others, in leases and AWS sessions. */
  readonly owner: string;
  readonly logger: Logger;
  /** HH:MM in UTC; undefined: only on demand. */
  readonly collectAt: string | undefined;
  /** Account ids of registered payers. */
  readonly payers: () => Promise<readonly string[]>;
}

const pollMs = 1_000;
const leaseMs = 15_000;
const catchUpMs = 30_000;
const afterInterruptionMs = 5_000;
const betweenLooksMs = 30_000;
const pulls = '5a3d6f0e-25a5-5f0b-9f0c-0e4a0c0f9d11';

/**
 * Takes collections that are asked for, one after the other for each payer, and asks for the daily ones. Several collectors share a payer
 * by a lease; one that lost it without knowing does no harm, for every append has its place in its stream.
 */
export class Collector {
  private readonly stopping = new AbortController();
  private readonly active = new Map<string, Promise<void>>();
  private readonly queries: CollectionQueries;
  private loops: readonly Promise<void>[] = [];
  private lastDay: string | undefined;

  constructor(private readonly options: CollectorOptions) {
    this.queries = collectionQueries(options.views.read);
  }

  async start(): Promise<void> {
    await this.options.cache.create();
    this.loops = [
      this.every(pollMs, 'the collections could not be looked through', () => this.take()),
      this.every(betweenLooksMs, 'the daily collections could not be requested', () => this.request()),
    ];
  }

  /** Calls under way are broken off; pulls go on from where they are at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('the process is stopping'));
    await Promise.all(this.loops);
    await Promise.all(this.active.values());
  }

  private async every(ms: number, trouble: string, work: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await work();
      } catch (error) {
        this.options.logger.error({ err: error }, trouble);
      }
      await this.options.clock.wait(ms, signal).catch(() => undefined);
    }
  }

  private async take(): Promise<void> {
    for (const { pullId, payerAccountId } of await this.queries.openCollections(this.options.clock.now().toISOString())) {
      if (this.active.has(payerAccountId) || this.stopping.signal.aborted) continue;
      const done = this.carryOut(pullId, payerAccountId).finally(() => this.active.delete(payerAccountId));
      this.active.set(payerAccountId, done);
    }
  }

  private async carryOut(pullId: string, payerAccountId: string): Promise<void> {
    const { logger, clock, store, projections } = this.options;
    const { signal } = this.stopping;
    try {
      await whileLeased(this.options, payerAccountId, signal, async (leased) => {
        await carryOut(this.options, pullId, leased);
        // What was just appended must be seen before this pull is looked for again.
        await projections.waitFor(await store.head(), { timeoutMs: catchUpMs });
      });
    } catch (error) {
      if (signal.aborted) return;
      logger.error({ err: error, pullId, payerAccountId }, 'a collection was interrupted; it is taken up again');
      await clock.wait(afterInterruptionMs, signal).catch(() => undefined);
    }
  }

  /** A pull a day for each payer; several collectors ask for the same one. A day that passed while none ran is made up for at the start. */
  private async request(): Promise<void> {
    const { clock, collectAt, payers, store } = this.options;
    const now = clock.now();
    const day = dayOf(now, collectAt);
    if (day === undefined || day === this.lastDay) return;
    for (const payerAccountId of await payers()) {
      const pullId = uuidv5(pulls, `${payerAccountId} ${day}`);
      const meta = {
        commandId: uuidv5(pullId, 'request'),
        actor: { kind: 'system', id: 'schedule' },
        now: now.toISOString(),
        correlationId: uuidv7(now),
      } as const;
      await requestCollection(store, { pullId, payerAccountId, trigger: 'schedule', meta });
    }
    this.lastDay = day;
  }
}

type Request = Omit<Extract<Parameters<typeof collectionDecider.decide>[0], { type: 'RequestCollection' }>, 'type'>;

const requestCollection = (store: EventStore, request: Request): Promise<unknown> =>
  executeCommand(store, collectionDecider, streams.collection(request.pullId), { type: 'RequestCollection', ...request });

/** The day whose collection time was the last to pass. */
const dayOf = (now: Date, collectAt: string | undefined): string | undefined => {
  if (collectAt === undefined) return undefined;
  const [hours = 0, minutes = 0] = collectAt.split(':').map(Number);
  return new Date(now.getTime() - (hours * 60 + minutes) * 60_000).toISOString().slice(0, 10);
};

/** Does nothing when another collector has the payer; ends `work` when the lease is lost. A lease is between machines: it goes by the wall clock. */
const whileLeased = async (
  { cache, owner }: Pick<CollectorOptions, 'cache' | 'owner'>,
  payerAccountId: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const take = (): Promise<boolean> => {
    const now = systemClock.now().getTime();
    return cache.lease(payerAccountId, owner, new Date(now).toISOString(), new Date(now + leaseMs).toISOString());
  };
  if (!(await take())) return;
  const lost = new AbortController();
  const ended = new AbortController();
  const renewing = (async () => {
    while (!ended.signal.aborted) {
      await systemClock.wait(leaseMs / 3, ended.signal);
      if (!(await take())) lost.abort(new Error(`the lease on payer ${payerAccountId} was lost`));
    }
  })().catch(() => undefined);
  try {
    await work(AbortSignal.any([signal, lost.signal]));
  } finally {
    ended.abort();
    await renewing;
    await cache.release(payerAccountId, owner);
  }
};
