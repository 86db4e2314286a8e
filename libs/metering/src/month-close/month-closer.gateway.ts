import { fromRecorded } from '@orgledger/event-store';
import type { EventStore, Recorded } from '@orgledger/event-store';
import { systemClock, uuidv5 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import type { Logger } from '@orgledger/observability';
import { ReactionRunner } from '@orgledger/projections';
import type { ProjectionRunner, Reaction, ViewsDatabase } from '@orgledger/projections';
import { makeUpPaymentMethods } from '../statement/payment-make-up.subscription.js';
import type { CollectionEvent } from '../collection/collection.events.js';
import type { MonthEvent } from './month.events.js';
import { monthIsClosed } from './month.decider.js';
import { monthToClose } from './due-months.js';
import { dueCandidates } from './due-months.view.js';
import type { MonthTasks } from './month-tasks.gateway.js';
import { closerMeta, executeMonthCommand, loadMonth } from './month-stream.store.js';
import type { ViewsAt } from './month-sources.view.js';
import type { MonthKey } from './month-stream.store.js';

export interface MonthCloserOptions {
  readonly store: EventStore;
  readonly views: ViewsDatabase;
  readonly projections: Pick<ProjectionRunner, 'waitFor'>;
  readonly tasks: MonthTasks;
  readonly clock: Clock;
  readonly logger: Logger;
  /** HH:MM in UTC; undefined: months close only when somebody asks. */
  readonly closeAt: string | undefined;
}

const betweenLooksMs = 30_000;
const visibleWithinMs = 60_000;
const closings = '0c1de6a5-6f0b-5b0e-9f0d-3a2f7cf4f0b7';

/** Everything that closes months in one process: what is asked for, what is due by the schedule, and restatements of closed months. */
export class MonthCloser {
  private readonly stopping = new AbortController();
  private readonly reactions: ReactionRunner;
  private loop: Promise<void> = Promise.resolve();
  private lastDay: string | undefined;

  constructor(private readonly options: MonthCloserOptions) {
    const { store, views, logger, closeAt } = options;
    this.reactions = new ReactionRunner({
      store,
      views,
      // Its polls and waits concern this machine: the wall clock.
      clock: systemClock,
      reactions: [this.closeReaction(), this.restateReaction(), this.makeUpReaction(), ...(closeAt === undefined ? [] : [this.dueReaction()])],
      onFailure: (status) => logger.error({ ...status }, 'closing a month failed; it is tried again'),
    });
  }

  async start(): Promise<void> {
    await this.reactions.start();
    if (this.options.closeAt !== undefined) this.loop = this.run(this.options.closeAt);
  }

  /** A closing under way goes on from the log at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('the process is stopping'));
    await this.loop;
    await this.reactions.stop();
  }

  private closeReaction(): Reaction {
    return {
      name: 'month-close',
      filter: { types: ['MonthCloseRequested'] },
      handle: async (event) => {
        const { payerAccountId, month } = fromRecorded<MonthEvent>(event);
        await this.visible();
        const outcome = await this.options.tasks.close({ payerAccountId, month });
        const failed = outcome.kind === 'blocked' ? outcome.checks.filter(({ passed }) => !passed).map(({ code }) => code) : undefined;
        this.options.logger.info({ payerAccountId, month, outcome: outcome.kind, ...(failed ? { failed } : {}) }, 'a month was asked to close');
      },
    };
  }

  private restateReaction(): Reaction {
    return {
      name: 'month-restate',
      filter: { types: ['MonthObserved'] },
      handle: async (event) => {
        const { payerAccountId, month } = fromRecorded<Extract<CollectionEvent, { type: 'MonthObserved' }>>(event);
        if (!monthIsClosed(await loadMonth(this.options.store, { payerAccountId, month }))) return;
        await this.visible();
        const outcome = await this.options.tasks.restate({ payerAccountId, month, cause: event.id });
        if (outcome.kind === 'refused')
          this.options.logger.error({ payerAccountId, month, checks: outcome.checks }, 'a closed month cannot be restated from its new costs');
      },
    };
  }

  private makeUpReaction(): Reaction {
    const { store, views, clock } = this.options;
    return makeUpPaymentMethods({ store, views: views.read as ViewsAt, clock, visible: () => this.visible() });
  }

  private dueReaction(): Reaction {
    return {
      name: 'month-due',
      filter: { types: ['MonthObserved', 'MonthClosed'] },
      handle: async (event: Recorded) => {
        await this.visible();
        await this.closeDue(fromRecorded<MonthEvent>(event).payerAccountId);
      },
    };
  }

  private async run(closeAt: string): Promise<void> {
    const { clock, logger } = this.options;
    const { signal } = this.stopping;
    const stopped = (): boolean => signal.aborted;
    while (!stopped()) {
      try {
        const day = dayOf(clock.now(), closeAt);
        if (day !== this.lastDay) await this.closeDue();
        this.lastDay = day;
      } catch (error) {
        if (!stopped()) logger.error({ err: error }, 'the schedule could not be kept; it is tried again');
      }
      await clock.wait(betweenLooksMs, signal).catch(() => undefined);
    }
  }

  /** Several processes at it ask for the same closing once: its id is drawn from the month, its last collection and the day. */
  private async closeDue(payerAccountId?: string): Promise<void> {
    const { views, clock, store } = this.options;
    const now = clock.now().toISOString();
    for (const [payer, candidates] of await dueCandidates(views.read as ViewsAt, store, now, payerAccountId)) {
      const month = monthToClose(candidates);
      if (month === undefined) continue;
      const key: MonthKey = { payerAccountId: payer, month };
      const pull = candidates.find((one) => one.month === month)?.pullId ?? '';
      const closeId = uuidv5(closings, [payer, month, pull, now.slice(0, 10)].join(' '));
      const meta = closerMeta(uuidv5(closeId, 'requested'), now, closeId);
      await executeMonthCommand(store, { type: 'RequestMonthClose', ...key, closeId, trigger: 'schedule', meta });
    }
  }

  /** The read models have everything that is stored: what is computed from them is not older than what asked for it. */
  private async visible(): Promise<void> {
    const { projections, store } = this.options;
    if (!(await projections.waitFor(await store.head(), { timeoutMs: visibleWithinMs })))
      throw new Error(`The read models are more than ${visibleWithinMs / 1000} s behind the log.`);
  }
}

/** The day whose closing time was the last to pass. */
const dayOf = (now: Date, closeAt: string): string => {
  const [hours = 0, minutes = 0] = closeAt.split(':').map(Number);
  return new Date(now.getTime() - (hours * 60 + minutes) * 60_000).toISOString().slice(0, 10);
};
