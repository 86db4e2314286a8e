import type { BillingPolicy } from '../policy/billing-policy.js';
import type { CellKey } from '../observation/observation.events.js';
import type { LineKind } from './statement.js';

type Basis = BillingPolicy['basis'];

/** Record types as Cost Explorer names them, with their kind on each basis. The list is open. @source specs/chargeback.md §2.2, §4.2 */
const known: Readonly<Record<string, Readonly<Record<Basis, LineKind>>>> = {
  Usage: { accrual: 'USAGE', cash: 'USAGE' },
  DiscountedUsage: { accrual: 'RI_USAGE', cash: 'RI_USAGE' },
  SavingsPlanCoveredUsage: { accrual: 'SP_USAGE', cash: 'SP_USAGE' },
  // Accrual folds the negation into the covered usage it belongs to: it has no amortised cost, and offsets what was billed there.
  SavingsPlanNegation: { accrual: 'SP_USAGE', cash: 'SP_NEGATION' },
  RIFee: { accrual: 'RI_UNUSED', cash: 'COMMITMENT_FEE' },
  SavingsPlanRecurringFee: { accrual: 'SP_UNUSED', cash: 'COMMITMENT_FEE' },
  SavingsPlanUpfrontFee: { accrual: 'COMMITMENT_FEE', cash: 'COMMITMENT_UPFRONT' },
  Fee: { accrual: 'SUBSCRIPTION', cash: 'SUBSCRIPTION' },
  Tax: { accrual: 'TAX', cash: 'TAX' },
  Credit: { accrual: 'CREDIT', cash: 'CREDIT' },
  Refund: { accrual: 'REFUND', cash: 'REFUND' },
  Support: { accrual: 'SUPPORT', cash: 'SUPPORT' },
};

/** Undefined for a record type that nobody knows: its lines are of kind OTHER, and it is reported. */
export const knownKind = ({ recordType, marketplace }: Pick<CellKey, 'recordType' | 'marketplace'>, basis: Basis): LineKind | undefined => {
  if (marketplace && (recordType === 'Usage' || recordType === 'Fee')) return 'MARKETPLACE';
  if (Object.hasOwn(known, recordType)) return known[recordType]?.[basis];
  return recordType.endsWith('Discount') ? 'DISCOUNT' : undefined;
};

/** Record types whose cash amount holds upfront fees of commitments, which accrual spreads over the term. */
export const holdsUpfrontFees = (recordType: string): boolean => recordType === 'Fee' || recordType === 'SavingsPlanUpfrontFee';

export const descriptions: Readonly<Record<LineKind, string>> = {
  USAGE: 'Usage',
  RI_USAGE: 'Usage covered by reserved instances',
  SP_USAGE: 'Usage covered by savings plans',
  RI_UNUSED: 'Unused reserved instances',
  SP_UNUSED: 'Unused savings plan commitment',
  COMMITMENT_UPFRONT: 'Upfront fee of a commitment',
  COMMITMENT_UPFRONT_DISCOUNT: 'Share of this month in an upfront fee that is paid already',
  COMMITMENT_REFUND: 'Refund of an upfront fee',
  COMMITMENT_TRUE_UP: 'Cents that rounding left of an upfront fee',
  COMMITMENT_NOVATION: 'Rest of an upfront fee that moves with its contract',
  SUBSCRIPTION: 'Subscriptions and one-time fees',
  MARKETPLACE: 'AWS Marketplace',
  SUPPORT: 'Support',
  TAX: 'Tax',
  CREDIT: 'Credit',
  REFUND: 'Refund',
  DISCOUNT: 'Discount',
  OTHER: 'Other charges',
  COMMITMENT_FEE: 'Recurring fee of commitments',
  SP_NEGATION: 'Usage that savings plans pay for',
  SHARED_COST: 'Share of common costs',
  SHARED_COST_OUT: 'Common costs that others bear',
  MARKUP: 'Mark-up',
  REBATE: 'Rebate',
  PRICE: 'Recurring price',
  EXTERNAL: 'External cost',
  CORRECTION: 'Correction of a closed month',
  ROUNDING: 'Rounding',
  FX_DIFFERENCE: 'Exchange difference to the paid invoice',
};
