import type { EventStore, PersonStore } from '@orgledger/event-store';
import type { Reaction } from '@orgledger/projections';
import { claimsReaction } from './claims/claims.subscription.js';
import { forgetDeletedUsers } from './user/user.subscription.js';

/** What governance does after events, durably: one process at a time runs them. */
export const governanceReactions = (store: EventStore, people: PersonStore): readonly Reaction[] => [
  claimsReaction(store),
  forgetDeletedUsers(store, people),
];
