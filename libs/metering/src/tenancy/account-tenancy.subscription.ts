import { fromRecorded } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import type { TenantEvent } from '@orgledger/governance';
import { uuidv5 } from '@orgledger/kernel';
import type { Reaction } from '@orgledger/projections';
import { changeAccountTenancy } from './account-tenancy.store.js';

/** A tenant that got its account bears the account's costs from that instant on. */
export const assignTenantsAccounts = (store: EventStore): Reaction => ({
  name: 'metering-account-tenancy',
  filter: { types: ['TenantAccountAssigned'] },
  handle: async (recorded) => {
    const event = fromRecorded<TenantEvent>(recorded);
    if (event.type !== 'TenantAccountAssigned') return;
    const { tenantId, accountId } = event;
    const { at, $correlationId: correlationId } = recorded.metadata;
    await changeAccountTenancy(store, {
      type: 'AssignAccount',
      accountId,
      tenantId,
      from: at,
      why: 'created',
      meta: {
        commandId: uuidv5(recorded.id, 'account tenancy'),
        actor: { kind: 'system', id: 'metering' },
        now: at,
        correlationId,
        causationId: recorded.id,
      },
    });
  },
});
