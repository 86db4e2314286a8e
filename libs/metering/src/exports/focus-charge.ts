import type { FocusRow } from './focus-row.js';

/** What FOCUS says of the nature of a charge. */
export interface Charge {
  readonly category: 'Usage' | 'Purchase' | 'Tax' | 'Credit' | 'Adjustment';
  readonly frequency: 'One-Time' | 'Recurring' | 'Usage-Based';
  readonly pricing?: 'Standard' | 'Committed';
}

export const usage: Charge = { category: 'Usage', frequency: 'Usage-Based', pricing: 'Standard' };
export const committed: Charge = { category: 'Usage', frequency: 'Usage-Based', pricing: 'Committed' };
export const upfrontPurchase: Charge = { category: 'Purchase', frequency: 'One-Time', pricing: 'Standard' };
export const recurringPurchase: Charge = { category: 'Purchase', frequency: 'Recurring', pricing: 'Standard' };
export const tax: Charge = { category: 'Tax', frequency: 'Usage-Based' };
export const credit: Charge = { category: 'Credit', frequency: 'One-Time' };
export const adjustment: Charge = { category: 'Adjustment', frequency: 'One-Time' };

export const chargeColumns = ({ category, frequency, pricing }: Charge): FocusRow => ({
  ChargeCategory: category,
  ChargeFrequency: frequency,
  PricingCategory: pricing,
});
