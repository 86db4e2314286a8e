import type { EventStore } from '@orgledger/event-store';
import type { Reaction } from '@orgledger/projections';
import { assignTenantsAccounts } from './tenancy/account-tenancy.subscription.js';

/** What metering does after events, durably: one process at a time runs them. */
export const meteringReactions = (store: EventStore): readonly Reaction[] => [assignTenantsAccounts(store)];
