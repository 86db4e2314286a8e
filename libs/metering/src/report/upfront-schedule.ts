import { formatUnits, parseUnits } from '@orgledger/kernel';
import type { CommitmentTerms, CommitmentUtilization } from '../commitment/commitment.events.js';
import { monthOf, monthsFrom } from '../month.js';
import type { Month } from '../month.js';
import { amortizedUpfront, computedAmortizedUpfront, lastMonthOf } from '../statement/amortization.js';

export interface UpfrontShare {
  readonly month: Month;
  readonly amount: string;
  /** `observed`: as Cost Explorer says; `computed`: by the terms, for months that it has not told of, or told what the terms refute. */
  readonly source: 'observed' | 'computed';
}

export interface UpfrontSchedule {
  readonly shares: readonly UpfrontShare[];
  /** What rounding leaves of the fee over the whole term. @source specs/chargeback.md I7, I12 */
  readonly trueUp: string;
}

/** How an upfront fee is spread over the months of its term. Decimal text. Empty without an upfront fee. */
export const upfrontSchedule = (terms: CommitmentTerms, observed: ReadonlyMap<Month, CommitmentUtilization>): UpfrontSchedule => {
  const fee = parseUnits(terms.upfrontFee);
  if (fee === 0n) return { shares: [], trueUp: '0' };
  let left = fee;
  const shares = monthsFrom(monthOf(terms.start), lastMonthOf(terms)).map((month): UpfrontShare => {
    const utilization = observed.get(month);
    const known = utilization && {
      amortizedUpfront: parseUnits(utilization.amortizedUpfront),
      amortizedRecurring: parseUnits(utilization.amortizedRecurring),
      totalAmortized: parseUnits(utilization.totalAmortized),
      unusedCost: parseUnits(utilization.unusedCost),
    };
    const { amount, rejected } = known
      ? amortizedUpfront({ terms, observed: known, discountedCents: 0n, discountedExact: 0n, discountedMonths: 0, novations: [] }, month)
      : { amount: computedAmortizedUpfront(terms, month), rejected: undefined };
    left -= amount;
    return { month, amount: formatUnits(amount), source: known && rejected === undefined ? 'observed' : 'computed' };
  });
  return { shares, trueUp: formatUnits(left) };
};
