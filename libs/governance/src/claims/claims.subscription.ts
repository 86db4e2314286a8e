import { DomainError } from '@orgledger/kernel';
import type { CommandMetadata, DomainEvent } from '@orgledger/kernel';
import { fromRecorded } from '@orgledger/event-store';
import type { EventStore, Recorded } from '@orgledger/event-store';
import type { Reaction } from '@orgledger/projections';
import { releaseAfter, releasingTypes } from './release-claims.store.js';
import { completeClaim } from './two-step-append.store.js';

/** The command that caused an event, as far as the event remembers it. */
const metaOf = ({ metadata }: Recorded): CommandMetadata => ({
  commandId: metadata.commandId,
  actor: metadata.actor,
  now: metadata.at,
  correlationId: metadata.$correlationId,
  causationId: metadata.$causationId,
  ...(metadata.reason === undefined ? {} : { reason: metadata.reason }),
});

/**
 * Finishes what a dead process left half done: makes the second append of a claim that never came, and gives back claims whose object
 * let them go. Safe beside the handlers: both make the very same events.
 */
export const claimsReaction = (store: EventStore): Reaction => ({
  name: 'governance-claims',
  filter: { types: ['ClaimTaken', 'ClaimsClosed', ...releasingTypes] },
  handle: async (event) => {
    if (event.type !== 'ClaimTaken' && event.type !== 'ClaimsClosed') {
      return releaseAfter(store, [fromRecorded<DomainEvent>(event)], metaOf(event));
    }
    try {
      await completeClaim(store, event);
    } catch (error) {
      // What it was for is closed for good, and the claim was given back: nothing is left to do.
      if (!(error instanceof DomainError && error.code === 'NO_LONGER_OPEN')) throw error;
    }
  },
});
