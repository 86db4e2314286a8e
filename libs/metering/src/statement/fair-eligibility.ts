import { parseUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import { addMonths, monthOf } from '../month.js';
import type { Month } from '../month.js';
import type { BillingPolicy } from '../policy/billing-policy.js';
import { amortizedUpfront, computedAmortizedUpfront, lastMonthOf, stopOf } from './amortization.js';
import type { CommitmentMonth } from './month-inputs.js';

/** A commitment that is charged as cash flows in this month, and how. */
export interface FairCommitment {
  readonly commitment: CommitmentMonth;
  readonly holder: string;
  /** All that discounts will come to over the term: the upfront fee, or what was left of it when an operator recorded it as paid. */
  readonly expected: Units;
  /** Part of the upfront fee that came over from the exchanged commitment and was paid there. */
  readonly carried: Units;
  readonly paidBefore: boolean;
}

const isPaidUpfront = ({ terms }: CommitmentMonth): boolean => terms.paymentOption !== 'No Upfront' && parseUnits(terms.upfrontFee) > 0n;

/** Started, and not cancelled before it did. */
const everRan = ({ terms }: CommitmentMonth): boolean => stopOf(terms) > Date.parse(terms.start);

export const touches = (commitment: CommitmentMonth, month: Month): boolean =>
  everRan(commitment) && monthOf(commitment.terms.start) <= month && month <= lastMonthOf(commitment.terms);

export const hasUpfront = (commitment: CommitmentMonth): boolean => isPaidUpfront(commitment) && everRan(commitment);

/** Which commitments are charged fairly in a month. @source specs/chargeback.md §4.4 */
export class FairSet {
  private readonly byId: ReadonlyMap<string, CommitmentMonth>;
  readonly problems: string[] = [];

  constructor(
    readonly commitments: readonly CommitmentMonth[],
    private readonly policy: BillingPolicy,
    private readonly month: Month,
  ) {
    this.byId = new Map(commitments.map((commitment) => [commitment.terms.commitmentId, commitment]));
  }

  /** Undefined: not charged fairly, or not any more or not yet. */
  find(commitment: CommitmentMonth): FairCommitment | undefined {
    const { terms, holderTenantId } = commitment;
    if (this.policy.basis === 'cash' || holderTenantId === undefined || !hasUpfront(commitment) || monthOf(terms.start) > this.month)
      return undefined;
    const from = this.flagOf(commitment);
    if (from === undefined) return undefined;
    if (monthOf(terms.start) < from) return this.settled(commitment, holderTenantId, from);
    const fair = { commitment, holder: holderTenantId, expected: parseUnits(terms.upfrontFee), paidBefore: false };
    const predecessor = this.predecessorOf(commitment);
    if (!predecessor) return { ...fair, carried: 0n };
    const before = this.find(predecessor);
    return before && { ...fair, carried: this.balance(before) };
  }

  /** What discounts have not given back of the upfront fee by the end of this month. */
  balance({ commitment, expected }: FairCommitment): Units {
    return expected - commitment.discountedExact - amortizedUpfront(commitment, this.month).amount;
  }

  hasSuccessor({ terms }: CommitmentMonth): boolean {
    return this.commitments.some(({ predecessorId }) => predecessorId === terms.commitmentId);
  }

  /** Was running before the flag: only what an operator recorded as paid is given back, and only from then on. */
  private settled(commitment: CommitmentMonth, holder: string, flagFrom: Month): FairCommitment | undefined {
    const { terms, settledFrom } = commitment;
    if (settledFrom === undefined) return undefined;
    const first = settledFrom > flagFrom ? settledFrom : flagFrom;
    if (this.month < first) return undefined;
    let expected = parseUnits(terms.upfrontFee);
    for (let month = monthOf(terms.start); month < first; month = addMonths(month, 1)) expected -= computedAmortizedUpfront(terms, month);
    return { commitment, holder, expected, carried: 0n, paidBefore: true };
  }

  private flagOf({ terms }: CommitmentMonth): Month | undefined {
    const { reservedInstanceFairChargeback, savingsPlanFairChargeback } = this.policy;
    return (terms.kind === 'reservation' ? reservedInstanceFairChargeback : savingsPlanFairChargeback)?.effectiveFrom;
  }

  /** The commitment that this one was made of, if that one was paid upfront. */
  private predecessorOf(commitment: CommitmentMonth): CommitmentMonth | undefined {
    const { predecessorId, terms } = commitment;
    if (predecessorId === undefined) return undefined;
    const predecessor = this.byId.get(predecessorId);
    if (!predecessor) {
      this.problems.push(`Commitment ${terms.commitmentId} names ${predecessorId} as its predecessor, which this payer does not have.`);
      return undefined;
    }
    if (Date.parse(predecessor.terms.start) >= Date.parse(terms.start)) {
      this.problems.push(`Commitment ${terms.commitmentId} names ${predecessorId} as its predecessor, which did not start before it.`);
      return undefined;
    }
    return isPaidUpfront(predecessor) ? predecessor : undefined;
  }
}
