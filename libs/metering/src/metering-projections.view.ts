import type { Projection } from '@orgledger/projections';
import { budgetProjection } from './budget/budget.view.js';
import { collectionsProjection } from './collection/collections.view.js';
import { payerProjection } from './payer/payer.view.js';
import { billingPolicyProjection } from './policy/billing-policy.view.js';
import { costsProjection } from './report/costs.view.js';
import { commitmentProjection } from './commitment/commitment.view.js';
import { monthsProjection } from './month-close/months.view.js';
import { observationProjection } from './observation/observation.view.js';
import { statementsProjection } from './statement/statements.view.js';
import { externalCostProjection } from './external-cost/external-cost.view.js';
import { invoiceProjection } from './invoice/invoice.view.js';
import { ratesProjection } from './rates/rates.view.js';
import { accountTenancyProjection } from './tenancy/account-tenancy.view.js';
import { holderFactsProjection } from './tenancy/holder-facts.view.js';

/** Every read model of metering: a process that answers queries, collects or closes keeps all of them. */
export const meteringProjections: readonly Projection[] = [
  payerProjection,
  accountTenancyProjection,
  holderFactsProjection,
  billingPolicyProjection,
  costsProjection,
  budgetProjection,
  observationProjection,
  commitmentProjection,
  monthsProjection,
  statementsProjection,
  collectionsProjection,
  ratesProjection,
  invoiceProjection,
  externalCostProjection,
];
