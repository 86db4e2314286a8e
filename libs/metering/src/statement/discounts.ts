import { parseExactUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import { parseCents } from './corrections.js';
import type { Statement } from './statement.js';

export interface Discounts {
  readonly cents: bigint;
  readonly exact: Units;
}

/** By commitment, what a month's statements give back of upfront fees, as positive amounts: `discountedCents` and `discountedExact` of later months are their sums. */
export const discountsIn = (statements: Iterable<Statement>): ReadonlyMap<string, Discounts> => {
  const sums = new Map<string, Discounts>();
  for (const { lines } of statements) {
    for (const { kind, commitmentId, amount, exact } of lines) {
      if (kind !== 'COMMITMENT_UPFRONT_DISCOUNT' || commitmentId === undefined) continue;
      const before = sums.get(commitmentId) ?? { cents: 0n, exact: 0n };
      sums.set(commitmentId, { cents: before.cents - parseCents(amount), exact: before.exact - parseExactUnits(exact) });
    }
  }
  return sums;
};
