import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { GOVERNANCE_QUERIES, PaymentMethodSchedule } from '@orgledger/governance';
import type { GovernanceQueries } from '@orgledger/governance';
import { CLOCK } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { LOGGER } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';

/** Payment methods that expire, beside the closings that need to know what pays. */
export const paymentMethodScheduleProvider = {
  provide: PaymentMethodSchedule,
  useFactory: (store: EventStore, governance: GovernanceQueries, clock: Clock, logger: Logger) =>
    new PaymentMethodSchedule({ store, governance, clock, logger }),
  inject: [EVENT_STORE, GOVERNANCE_QUERIES, CLOCK, LOGGER],
};
