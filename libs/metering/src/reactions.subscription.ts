import type { EventStore } from '@orgledger/event-store';
import type { Reaction } from '@orgledger/projections';

/** What metering does after events, durably: one process at a time runs them. */
export const meteringReactions = (_store: EventStore): readonly Reaction[] => [];
