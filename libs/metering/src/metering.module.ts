import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GovernanceModule } from '@orgledger/governance';
import { VIEWS } from '@orgledger/projections';
import type { ViewsDatabase } from '@orgledger/projections';
import { MonthCommandHandler } from './month-close/month.handlers.js';
import { monthProviders } from './month-close/month-providers.module.js';
import { PayerCommandHandler } from './payer/payer.handlers.js';
import { BillingPolicyCommandHandler } from './policy/billing-policy.handlers.js';
import { createMeteringSettingsQueries, METERING_SETTINGS_QUERIES } from './settings-queries.view.js';
import type { MeteringSettingsTables } from './settings-queries.view.js';
import { AccountTenancyCommandHandler } from './tenancy/account-tenancy.handlers.js';

/** Commands and queries of metering over the process's stores; nothing here reaches AWS. */
@Module({
  imports: [CqrsModule, GovernanceModule],
  providers: [
    PayerCommandHandler,
    AccountTenancyCommandHandler,
    BillingPolicyCommandHandler,
    MonthCommandHandler,
    ...monthProviders,
    {
      provide: METERING_SETTINGS_QUERIES,
      useFactory: (views: ViewsDatabase<MeteringSettingsTables>) => createMeteringSettingsQueries(views.read),
      inject: [VIEWS],
    },
  ],
  exports: [METERING_SETTINGS_QUERIES, ...monthProviders.map(({ provide }) => provide)],
})
export class MeteringModule {}
