import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { GovernanceModule } from '@orgledger/governance';
import { NotificationModule } from '@orgledger/notification';
import { VIEWS } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { BudgetCommandHandler } from './budget/budget.handlers.js';
import { MonthCommandHandler } from './month-close/month.handlers.js';
import { monthProviders } from './month-close/month-providers.module.js';
import { CommitmentSettlementCommandHandler } from './commitment/commitment-settlement.handlers.js';
import { CollectionCommandHandler } from './collection/collection.handlers.js';
import { COST_OBSERVATION_QUERIES, createCostObservationQueries } from './collection/collection-queries.view.js';
import { ExternalCostCommandHandler } from './external-cost/external-cost.handlers.js';
import { InvoiceCommandHandler } from './invoice/invoice.handlers.js';
import { PayerCommandHandler } from './payer/payer.handlers.js';
import { BillingPolicyCommandHandler } from './policy/billing-policy.handlers.js';
import { RatesCommandHandler } from './rates/rates.handlers.js';
import { createMeteringReportQueries, METERING_REPORT_QUERIES } from './report-queries.view.js';
import type { MeteringReportTables } from './report-queries.view.js';
import { createMeteringSettingsQueries, METERING_SETTINGS_QUERIES } from './settings-queries.view.js';
import type { MeteringSettingsTables } from './settings-queries.view.js';
import { AccountTenancyCommandHandler } from './tenancy/account-tenancy.handlers.js';

/** Commands and queries of metering over the process's stores; nothing here reaches AWS. */
@Module({
  imports: [CqrsModule, GovernanceModule, NotificationModule],
  providers: [
    PayerCommandHandler,
    AccountTenancyCommandHandler,
    BillingPolicyCommandHandler,
    MonthCommandHandler,
    BudgetCommandHandler,
    ...monthProviders,
    CollectionCommandHandler,
    CommitmentSettlementCommandHandler,
    {
      provide: COST_OBSERVATION_QUERIES,
      useFactory: (store: EventStore, views: ViewsDatabase) => createCostObservationQueries(store, views.read),
      inject: [EVENT_STORE, VIEWS],
    },
    RatesCommandHandler,
    InvoiceCommandHandler,
    ExternalCostCommandHandler,
    {
      provide: METERING_SETTINGS_QUERIES,
      useFactory: (views: ViewsDatabase<MeteringSettingsTables>) => createMeteringSettingsQueries(views.read),
      inject: [VIEWS],
    },
    {
      provide: METERING_REPORT_QUERIES,
      useFactory: (views: ViewsDatabase<MeteringReportTables>, store: EventStore) => createMeteringReportQueries(views.read, store),
      inject: [VIEWS, EVENT_STORE],
    },
  ],
  exports: [METERING_SETTINGS_QUERIES, METERING_REPORT_QUERIES, COST_OBSERVATION_QUERIES, ...monthProviders.map(({ provide }) => provide)],
})
export class MeteringModule {}
