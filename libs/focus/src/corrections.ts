import type { Check, FocusModel, FocusRule } from './model.js';

/** A rule of the file that says something else than its own words, and what it is read as. */
export interface Correction {
  readonly ruleId: string;
  readonly why: string;
  readonly check?: Check;
  readonly condition?: Check;
}

const isNull = (column: string): Check => ({ fn: 'CheckValue', column, value: null });
const notNull = (column: string): Check => ({ fn: 'CheckNotValue', column, value: null });
const is = (column: string, value: string): Check => ({ fn: 'CheckValue', column, value });
const isNot = (column: string, value: string): Check => ({ fn: 'CheckNotValue', column, value });
const all = (...items: readonly Check[]): Check => ({ fn: 'AND', items });
const any = (...items: readonly Check[]): Check => ({ fn: 'OR', items });

/** Where model 1.2 of the rule file contradicts the words of its own rule. As written, no file with a commitment could pass. */
export const corrections: readonly Correction[] = [
  {
    ruleId: 'CommitmentDiscountStatus-C-003-C',
    why: 'says "MUST be null", checks that it is not null',
    check: isNull('CommitmentDiscountStatus'),
  },
  {
    ruleId: 'CommitmentDiscountStatus-C-004-C',
    why: 'says "when CommitmentDiscountId is not null and ChargeCategory is Usage", is conditioned on a null id',
    condition: all(notNull('CommitmentDiscountId'), is('ChargeCategory', 'Usage')),
  },
  {
    ruleId: 'CommitmentDiscountStatus-C-005-M',
    why: 'lists Active, Expired and Pending; FOCUS 1.2 allows Used and Unused',
    check: any(is('CommitmentDiscountStatus', 'Used'), is('CommitmentDiscountStatus', 'Unused')),
  },
  {
    ruleId: 'CommitmentDiscountQuantity-C-007-C',
    why: 'demands null for corrections, which CommitmentDiscountQuantity-C-006-C only permits',
    condition: any(all(isNot('ChargeCategory', 'Usage'), isNot('ChargeCategory', 'Purchase')), isNull('CommitmentDiscountId')),
  },
  {
    ruleId: 'CommitmentDiscountQuantity-C-010-C',
    why: 'says "when ChargeCategory is Purchase", is conditioned on a null ChargeCategory',
    condition: is('ChargeCategory', 'Purchase'),
  },
  {
    ruleId: 'ConsumedQuantity-C-006-C',
    why: 'says "when ChargeClass is not Correction", is conditioned on Correction',
    condition: isNot('ChargeClass', 'Correction'),
  },
  {
    ruleId: 'EffectiveCost-C-005-C',
    why: 'says "and the purchase is intended to cover future eligible charges", is conditioned on any purchase',
    condition: all(is('ChargeCategory', 'Purchase'), notNull('CommitmentDiscountId')),
  },
  {
    ruleId: 'PricingCurrencyEffectiveCost-C-004-M',
    why: 'says "MUST be a valid decimal value", checks the sign of another column',
    check: { fn: 'CheckDecimalValue', column: 'PricingCurrencyEffectiveCost' },
  },
  {
    ruleId: 'SubAccountType-C-003-C',
    why: 'joins two conditional requirements by OR, which nothing can break; the same rule of BillingAccountType joins them by AND',
    check: all({ fn: 'CheckModelRule', ruleId: 'SubAccountType-C-004-C' }, { fn: 'CheckModelRule', ruleId: 'SubAccountType-C-005-C' }),
  },
  { ruleId: 'Tags-C-003-C', why: 'says "when Tags is not null", is conditioned on null', condition: notNull('Tags') },
];

/** The model with each corrected rule read by its words. */
export const correctModel = (model: FocusModel): FocusModel => {
  const rules = new Map(model.rules);
  for (const { ruleId, check, condition } of corrections) {
    const rule = rules.get(ruleId);
    if (rule) rules.set(ruleId, { ...rule, ...(check ? { check } : {}), ...(condition ? { condition } : {}) } satisfies FocusRule);
  }
  return { ...model, rules };
};
