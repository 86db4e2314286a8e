import type { Projection } from '@orgledger/projections';
import { externalCostProjection } from './external-cost/external-cost.view.js';
import { invoiceProjection } from './invoice/invoice.view.js';
import { payerProjection } from './payer/payer.view.js';
import { billingPolicyProjection } from './policy/billing-policy.view.js';
import { ratesProjection } from './rates/rates.view.js';
import { accountTenancyProjection } from './tenancy/account-tenancy.view.js';
import { holderFactsProjection } from './tenancy/holder-facts.view.js';

/** Every read model of metering: a process that answers queries, collects or closes keeps all of them. */
export const meteringProjections: readonly Projection[] = [
  payerProjection,
  accountTenancyProjection,
  holderFactsProjection,
  billingPolicyProjection,
  ratesProjection,
  invoiceProjection,
  externalCostProjection,
];
