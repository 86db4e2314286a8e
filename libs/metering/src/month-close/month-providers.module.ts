import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { CLOCK } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { VIEWS } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { STATEMENT_QUERIES, statementQueries } from '../statement/statement-queries.view.js';
import { MONTH_QUERIES, monthQueries } from './month-queries.view.js';
import type { ViewsAt } from './month-sources.view.js';
import { MONTH_WORK, MonthWork } from './month-work.gateway.js';

/** Months and statements for any process: queries, and the work over whole months. */
export const monthProviders = [
  { provide: MONTH_QUERIES, useFactory: (views: ViewsDatabase) => monthQueries(views.read as ViewsAt), inject: [VIEWS] },
  { provide: STATEMENT_QUERIES, useFactory: (views: ViewsDatabase) => statementQueries(views.read as ViewsAt), inject: [VIEWS] },
  {
    provide: MONTH_WORK,
    useFactory: (store: EventStore, views: ViewsDatabase, clock: Clock, configuration?: Configuration) =>
      new MonthWork(store, views, clock, configuration?.dataDir),
    inject: [EVENT_STORE, VIEWS, CLOCK, { token: CONFIGURATION, optional: true }],
  },
];
