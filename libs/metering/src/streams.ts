import { keyHash } from '@orgledger/kernel';
import type { Month } from './month.js';

/** Names of metering's streams. The text before the first hyphen is the category. */
export const streams = {
  payer: (payerAccountId: string) => `payer-${payerAccountId}`,
  collection: (pullId: string) => `collection-${pullId}`,
  costs: (payerAccountId: string, accountId: string, month: Month) => `costs-${payerAccountId}.${accountId}.${month}`,
  commitment: (payerAccountId: string, commitmentId: string) => `commitment-${payerAccountId}.${keyHash(commitmentId)}`,
  /** What people recorded of all commitments of a payer: a balance is carried on once only. */
  commitmentSettlements: (payerAccountId: string) => `commitmentsettlement-${payerAccountId}`,
  /** Which tenant an account belonged to, and when. */
  accountTenancy: (accountId: string) => `accounttenancy-${accountId}`,
  billingPolicy: (payerAccountId: string) => `billingpolicy-${payerAccountId}`,
  /** All rates for one currency in place of the billing currency. */
  rates: (base: string, quote: string) => `fxrate-${base}.${quote}`,
  externalCosts: (importId: string) => `externalcost-${importId}`,
  invoice: (payerAccountId: string, month: Month) => `invoice-${payerAccountId}.${month}`,
  month: (payerAccountId: string, month: Month) => `billmonth-${payerAccountId}.${month}`,
  statement: (payerAccountId: string, month: Month, tenantId: string) => `statement-${payerAccountId}.${month}.${tenantId}`,
  budget: (budgetId: string) => `budget-${budgetId}`,
  costSpike: (payerAccountId: string, accountId: string, day: string) => `costspike-${payerAccountId}.${accountId}.${day}`,
} as const;
