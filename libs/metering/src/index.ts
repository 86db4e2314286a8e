export * from './month.js';
export { streams as meteringStreams } from './streams.js';
export { meteringEventCatalogue } from './event-catalogue.js';
export type { MeteringEvent } from './event-catalogue.js';
export { meteringProjections } from './metering-projections.view.js';
export { meteringReactions } from './reactions.subscription.js';
export { MeteringModule } from './metering.module.js';

export type * from './payer/payer.events.js';
export type * from './collection/collection.events.js';
export type * from './observation/observation.events.js';
export type * from './commitment/commitment.events.js';
export type * from './tenancy/account-tenancy.events.js';
export type * from './policy/billing-policy.events.js';
export * from './policy/billing-policy.js';
export type * from './rates/rates.events.js';
export type * from './external-cost/external-cost.events.js';
export type * from './invoice/invoice.events.js';
export * from './statement/statement.js';
export type * from './statement/statement.events.js';
export type * from './statement/month-inputs.js';
export type * from './month-close/month.events.js';
export type * from './budget/budget.events.js';

export { METERING_SETTINGS_QUERIES } from './settings-queries.view.js';
export type { MeteringSettingsQueries, MeteringSettingsTables } from './settings-queries.view.js';
export { ExecutePayerCommand } from './payer/payer.handlers.js';
export type * from './payer/payer.commands.js';
export type { PayerView } from './payer/payer.view.js';
export { hasCollected, loadPayer } from './payer/payer.store.js';

export { ExecuteAccountTenancyCommand } from './tenancy/account-tenancy.handlers.js';
export { changeAccountTenancy } from './tenancy/account-tenancy.store.js';
export type * from './tenancy/account-tenancy.commands.js';
export type { AccountFilter, AccountView } from './tenancy/account-tenancy.view.js';
export { tenantAt, tenantOfMonth } from './tenancy/tenancy-history.js';
export type { TenancyHistory, TenancyPoint } from './tenancy/tenancy-history.js';
export { holdersOfMonth } from './tenancy/holder-facts.view.js';
export type { HoldersOfMonth } from './tenancy/holder-facts.view.js';

export { ExecuteBillingPolicyCommand } from './policy/billing-policy.handlers.js';
export type * from './policy/billing-policy.commands.js';
export { policyOfMonth } from './policy/billing-policy.view.js';
export type { PolicyChangeView, PolicyInForce } from './policy/billing-policy.view.js';
export { checkBillingPolicy } from './policy/check-billing-policy.js';
export { allLineKinds } from './policy/check-line-selection.js';
export { fixedMonths, isMonthFixed } from './month-facts.store.js';

export { ExecuteRatesCommand } from './rates/rates.handlers.js';
export type { DayRate, ImportReferenceRates, RatesCommand, SetOwnRate } from './rates/rates.commands.js';
export { lastDayOf, rateFor } from './rates/rate-for.js';
export type { KnownRates } from './rates/rate-for.js';
export { ratesOfMonth } from './rates/rates.view.js';
export type { OwnRateView, ReferenceRateView } from './rates/rates.view.js';

export { ExecuteInvoiceCommand } from './invoice/invoice.handlers.js';
export type * from './invoice/invoice.commands.js';
export { invoiceOfMonth } from './invoice/invoice.view.js';
export type { InvoiceView } from './invoice/invoice.view.js';

export { ExecuteExternalCostCommand } from './external-cost/external-cost.handlers.js';
export type * from './external-cost/external-cost.commands.js';
export { externalCostsOfMonth } from './external-cost/external-cost.view.js';
export type { ExternalImportView } from './external-cost/external-cost.view.js';
