import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { CLOCK } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { MONTH_WORK, MonthCloser } from '@orgledger/metering';
import type { MonthWork } from '@orgledger/metering';
import { LOGGER } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';
import { PROJECTION_RUNNER, VIEWS } from '@orgledger/projections';
import type { ProjectionRunner, ViewsDatabase } from '@orgledger/projections';

/** Closing, reopening and restating of months: what is asked for, and what is due by the clock. */
export const closerProvider = {
  provide: MonthCloser,
  useFactory: (
    store: EventStore,
    views: ViewsDatabase,
    projections: ProjectionRunner,
    { tasks }: MonthWork,
    clock: Clock,
    logger: Logger,
    { metering: { closeAt } }: Configuration,
  ) => new MonthCloser({ store, views, projections, tasks, clock, logger, closeAt }),
  inject: [EVENT_STORE, VIEWS, PROJECTION_RUNNER, MONTH_WORK, CLOCK, LOGGER, CONFIGURATION],
};
