import type { EventStore } from '@orgledger/event-store';
import { uuidv5, uuidv7 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import type { Logger } from '@orgledger/observability';
import type { GovernanceQueries } from '../query-types.js';
import { ExecutePaymentMethodCommand, PaymentMethodCommandHandler } from './payment-method.handlers.js';
import { dayOf } from './payment-method-validity.js';

export interface PaymentMethodScheduleOptions {
  readonly store: EventStore;
  readonly governance: Pick<GovernanceQueries, 'workspacesWithDuePayments'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const betweenLooksMs = 30_000;
const days = '5b0c4d0e-6f53-5a6c-8f57-2f6b7c1f9a44';

/**
 * The daily job: records which payment methods have expired and promotes their substitutes. Several processes at it, or one that died in
 * the middle, do no harm: each workspace's changes are one append, and a second one finds nothing due.
 */
export class PaymentMethodSchedule {
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly options: PaymentMethodScheduleOptions) {}

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort(new Error('the process is stopping'));
    await this.loop;
  }

  private async run(): Promise<void> {
    const { clock, logger } = this.options;
    const { signal } = this.stopping;
    const stopped = (): boolean => signal.aborted;
    while (!stopped()) {
      try {
        await this.expireDue();
      } catch (error) {
        if (!stopped()) logger.error({ err: error }, 'payment methods could not be expired; it is tried again');
      }
      await clock.wait(betweenLooksMs, signal).catch(() => undefined);
    }
  }

  /** What has expired by now. A method pays through its last day, so this is due from midnight UTC on. Answers the workspaces that changed. */
  async expireDue(): Promise<readonly string[]> {
    const { store, governance, clock, logger } = this.options;
    const handler = new PaymentMethodCommandHandler(store);
    const now = clock.now();
    const changed: string[] = [];
    for (const workspaceIdentifier of await governance.workspacesWithDuePayments(dayOf(now.toISOString()))) {
      const meta = {
        commandId: uuidv5(days, `${workspaceIdentifier} ${now.toISOString()}`),
        actor: { kind: 'system', id: 'schedule' },
        now: now.toISOString(),
        correlationId: uuidv7(now),
      } as const;
      const { events } = await handler.execute(new ExecutePaymentMethodCommand({ type: 'ExpirePaymentMethods', workspaceIdentifier, meta }));
      if (events.length === 0) continue;
      changed.push(workspaceIdentifier);
      logger.info({ workspaceIdentifier, events: events.map(({ type }) => type) }, 'payment methods have expired');
    }
    return changed;
  }
}
