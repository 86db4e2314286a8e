import { divideHalfEven, formatUnits, parseUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { CommitmentTerms } from '../commitment/commitment.events.js';
import { addMonths, endOf, monthOf, startOf } from '../month.js';
import type { Month } from '../month.js';
import type { CommitmentMonth } from './month-inputs.js';

const millisecondsPerHour = 3_600_000n;

/** Hours of a term: AWS counts 8,760 a year in leap years too. @source specs/chargeback.md §2.4 */
export const termHoursOf = (terms: CommitmentTerms): number => 8760 * Math.max(1, Math.round(terms.termHours / 8760));

const stopTextOf = ({ end, cancelledAt }: CommitmentTerms): string =>
  cancelledAt !== undefined && Date.parse(cancelledAt) < Date.parse(end) ? cancelledAt : end;

/** Where the term really ends: at its end, or where it was returned, sold, cancelled or exchanged. Exclusive, in milliseconds of the epoch. */
export const stopOf = (terms: CommitmentTerms): number => Date.parse(stopTextOf(terms));

/** How long the half-open term lies within the month. */
export const millisecondsWithin = (terms: CommitmentTerms, month: Month): number =>
  Math.max(0, Math.min(Date.parse(endOf(month)), stopOf(terms)) - Math.max(Date.parse(startOf(month)), Date.parse(terms.start)));

/** The month that the last instant of the term lies in: a term that ends at midnight of the first has its last month before. */
export const lastMonthOf = (terms: CommitmentTerms): Month => {
  const month = monthOf(stopTextOf(terms));
  return Date.parse(startOf(month)) === stopOf(terms) ? addMonths(month, -1) : month;
};

/** It ended before the term did. */
export const wasCancelled = (terms: CommitmentTerms): boolean => stopOf(terms) < Date.parse(terms.end);

/** Rounded half to even at the eighth digit, as Cost Explorer gives amortised amounts. */
const round8 = (numerator: bigint, denominator: bigint): Units => divideHalfEven(numerator, denominator * 100n) * 100n;

/** The share of an upfront fee in a time. @source specs/chargeback.md I8 */
const shareOfTerm = (terms: CommitmentTerms, milliseconds: bigint): Units =>
  round8(parseUnits(terms.upfrontFee) * milliseconds, BigInt(termHoursOf(terms)) * millisecondsPerHour);

/** Of a savings plan: what its commitment leaves after the recurring fee, which AWS rounds to eight digits an hour. @source specs/chargeback.md I6, I7 */
const residual = (terms: CommitmentTerms, hourlyCommitment: Units, milliseconds: bigint, totalCommitment: Units | undefined): Units => {
  const recurring = parseUnits(terms.recurringHourlyFee);
  if (totalCommitment !== undefined) return totalCommitment - divideHalfEven(recurring * totalCommitment, hourlyCommitment);
  return divideHalfEven((hourlyCommitment - recurring) * milliseconds, millisecondsPerHour);
};

/** Amortised upfront fee of a month by the terms alone; a savings plan's hours come from its total commitment where Cost Explorer gave it. */
export const computedAmortizedUpfront = (terms: CommitmentTerms, month: Month, totalCommitment?: Units): Units => {
  const milliseconds = BigInt(millisecondsWithin(terms, month));
  if (milliseconds === 0n || parseUnits(terms.upfrontFee) === 0n) return 0n;
  const hourly = terms.kind === 'savingsPlan' && terms.hourlyCommitment !== undefined ? parseUnits(terms.hourlyCommitment) : 0n;
  return hourly === 0n ? shareOfTerm(terms, milliseconds) : residual(terms, hourly, milliseconds, totalCommitment);
};

/** 1e-6, or 2e-9 an hour where that is more. @source specs/chargeback.md §4.4 */
const tolerance = (hours: bigint): Units => (20n * hours > 10_000n ? 20n * hours : 10_000n);

export interface AmortizedUpfront {
  readonly amount: Units;
  /** Why Cost Explorer's value was not taken; absent when it was, or when there is none. */
  readonly rejected?: string;
}

/**
 * Amortised upfront fee of a month: Cost Explorer's value where it agrees with the terms, else the computed one.
 * A reservation that starts or stops within an hour may be counted by whole hours or by seconds.
 */
export const amortizedUpfront = ({ terms, observed }: CommitmentMonth, month: Month): AmortizedUpfront => {
  const computed = computedAmortizedUpfront(terms, month, observed?.totalAmortized);
  if (!observed) return { amount: computed };
  const milliseconds = BigInt(millisecondsWithin(terms, month));
  const hours = milliseconds / millisecondsPerHour;
  const slack = tolerance(hours) + (milliseconds % millisecondsPerHour === 0n ? 0n : shareOfTerm(terms, millisecondsPerHour));
  const difference = observed.amortizedUpfront - computed;
  if (difference <= slack && -difference <= slack) return { amount: observed.amortizedUpfront };
  return {
    amount: computed,
    rejected: `Cost Explorer says ${formatUnits(observed.amortizedUpfront)} of the upfront fee belongs to ${month}; its terms say ${formatUnits(computed)}. The terms were taken.`,
  };
};
