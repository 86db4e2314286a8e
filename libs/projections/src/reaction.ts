import type { EventFilter, Recorded } from '@orgledger/event-store';

/**
 * A durable reaction: a named subscription whose position is stored after the handler has finished. At least once: the handler may see an
 * event again after a crash, so what it does must be safe to repeat (commands with an id derived from the event are). A handler that
 * throws is repeated with growing waits and reported; nothing is skipped.
 */
export interface Reaction {
  readonly name: string;
  readonly filter: EventFilter;
  /** Where a reaction that never ran begins; default: the start of the log. */
  readonly from?: 'start' | 'end';
  handle(event: Recorded, signal: AbortSignal): Promise<void>;
}
