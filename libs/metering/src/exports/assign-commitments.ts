import type { Units } from '@orgledger/kernel';
import type { CommitmentFacts } from './export-document.js';

/** Part of an amount that belongs to a commitment; without one it is not known to which. */
export interface Assigned {
  readonly amount: Units;
  readonly commitment?: CommitmentFacts;
}

/** What is left to be assigned of each commitment. Mutable: each amount takes from it. */
export interface Claim {
  readonly commitment: CommitmentFacts;
  left: Units;
}

/**
 * Splits an amount over the commitments that may have made it, each up to what is left of it. Both sums stay exact; what no commitment explains
 * is left without one. A negative amount (a refund) is nobody's.
 */
export const takeFrom = (claims: readonly Claim[], amount: Units): readonly Assigned[] => {
  const parts: Assigned[] = [];
  let rest = amount;
  for (const claim of claims) {
    if (rest <= 0n) break;
    const part = claim.left < rest ? claim.left : rest;
    if (part <= 0n) continue;
    claim.left -= part;
    rest -= part;
    parts.push({ amount: part, commitment: claim.commitment });
  }
  return rest === 0n && parts.length > 0 ? parts : [...parts, { amount: rest }];
};
