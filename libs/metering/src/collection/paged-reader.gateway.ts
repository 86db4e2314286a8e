import type { CostExplorerAdapter, CostPage, PageOutcome, ReservationRow, SavingsPlanRow } from '@orgledger/aws';
import { DomainError, keyHash } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import type { CostCall } from './call-plan.js';
import type { PageCache } from './page-cache.store.js';

/** What each operation's pages hold. */
export interface CallPages {
  readonly GetDimensionValues: readonly string[];
  readonly GetCostAndUsage: CostPage;
  readonly GetReservationUtilization: readonly ReservationRow[];
  readonly GetSavingsPlansUtilizationDetails: readonly SavingsPlanRow[];
}

type PageOf<Call extends CostCall> = CallPages[Call['operation']];

export interface PagedReaderOptions {
  readonly pullId: string;
  readonly adapter: CostExplorerAdapter;
  readonly cache: PageCache;
  readonly clock: Clock;
  /** Before every paid request; throws to stop. */
  readonly beforeRequest: () => void;
  /** After every page that was paid and stored. */
  readonly onPaid: () => void;
}

/** A token that dies again and again is trouble of AWS's: the pull waits. */
const mostRestarts = 3;

/** Reads calls to their last page, keeping each page before it asks for the next one. */
export class PagedReader {
  constructor(private readonly options: PagedReaderOptions) {}

  /** All pages of a call: those that are kept, and those that are still to be read. Throws AwsCallError, and DomainError PAGES_UNSTABLE. */
  async *read<Call extends CostCall>(call: Call): AsyncGenerator<PageOf<Call>> {
    const { cache, pullId } = this.options;
    const key = callKey(call);
    await this.complete(call, key);
    for await (const body of cache.bodies<PageOf<Call> | null>(pullId, key)) if (body !== null) yield body;
  }

  private async complete(call: CostCall, key: string): Promise<void> {
    const { cache, pullId, clock, beforeRequest, onPaid } = this.options;
    let restarts = 0;
    for (let sequence = await cache.sequence(pullId, key); sequence === undefined || sequence.next !== undefined;) {
      beforeRequest();
      const outcome = await this.ask(call, sequence?.next);
      if (outcome.outcome === 'restart') {
        restarts += 1;
        if (restarts > mostRestarts)
          throw new DomainError(
            'PAGES_UNSTABLE',
            `Cost Explorer broke off the pages of ${call.operation} ${restarts} times. The pull goes on later.`,
          );
        await cache.abandon(pullId, key);
      } else {
        const found = outcome.outcome === 'page';
        const page = { paid: found, next: found ? outcome.next : undefined, body: found ? outcome.page : null, storedAt: clock.now().toISOString() };
        // Dies the process between AWS's answer and here, this one page is read and paid again.
        await cache.add({ pullId, call: key, operation: call.operation, ...page }, sequence?.next);
        if (found) onPaid();
      }
      sequence = await cache.sequence(pullId, key);
    }
  }

  private ask(call: CostCall, token: string | undefined): Promise<PageOutcome<CallPages[keyof CallPages]>> {
    const { adapter } = this.options;
    switch (call.operation) {
      case 'GetDimensionValues':
        return adapter.recordTypes(call.period, token);
      case 'GetCostAndUsage':
        return adapter.costAndUsage(call.query, token);
      case 'GetReservationUtilization':
        return adapter.reservationUtilization(call.period, call.service, token);
      case 'GetSavingsPlansUtilizationDetails':
        return adapter.savingsPlansUtilization(call.period, token);
    }
  }
}

/** Under which the pages of a call are kept. */
export const callKey = (call: CostCall): string => keyHash(JSON.stringify(call));
