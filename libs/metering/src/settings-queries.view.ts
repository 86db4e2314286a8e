import type { Kysely } from 'kysely';
import { externalCostQueries } from './external-cost/external-cost.view.js';
import type { ExternalCostQueries, ExternalCostTables } from './external-cost/external-cost.view.js';
import { invoiceQueries } from './invoice/invoice.view.js';
import type { InvoiceQueries, InvoiceTables } from './invoice/invoice.view.js';
import { payerQueries } from './payer/payer.view.js';
import type { PayerQueries, PayerTables } from './payer/payer.view.js';
import { billingPolicyQueries } from './policy/billing-policy.view.js';
import type { BillingPolicyQueries, BillingPolicyTables } from './policy/billing-policy.view.js';
import { rateQueries } from './rates/rates.view.js';
import type { RateQueries, RateTables } from './rates/rates.view.js';
import { accountTenancyQueries } from './tenancy/account-tenancy.view.js';
import type { AccountTenancyQueries, AccountTenancyTables } from './tenancy/account-tenancy.view.js';
import type { HolderFactTables } from './tenancy/holder-facts.view.js';

/** What people entered about payers and how their bills are shared out, from read models. */
export type MeteringSettingsQueries = PayerQueries &
  AccountTenancyQueries &
  BillingPolicyQueries &
  RateQueries &
  InvoiceQueries &
  ExternalCostQueries;

export type MeteringSettingsTables = PayerTables &
  AccountTenancyTables &
  HolderFactTables &
  BillingPolicyTables &
  RateTables &
  InvoiceTables &
  ExternalCostTables;

/** Injection token of MeteringSettingsQueries. */
export const METERING_SETTINGS_QUERIES = Symbol('MeteringSettingsQueries');

export const createMeteringSettingsQueries = (db: Kysely<MeteringSettingsTables>): MeteringSettingsQueries => ({
  ...payerQueries(db),
  ...accountTenancyQueries(db),
  ...billingPolicyQueries(db),
  ...rateQueries(db),
  ...invoiceQueries(db),
  ...externalCostQueries(db),
});
