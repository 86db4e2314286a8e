import fc from 'fast-check';
import { addMonths, endOf, monthOf, startOf } from '@orgledger/metering';
import type { CommitmentTerms, Month } from '@orgledger/metering';

const unit = 10n ** 10n;
const hour = 3_600_000;

/** What a commitment is, before its months are made: amounts in 10⁻¹⁰. */
export interface GeneratedCommitment {
  readonly terms: CommitmentTerms;
  /** What AWS charged upfront: less than the fee that it amortises, where an exchange carried a rest over. */
  readonly charged: bigint;
  /** Month in which AWS charged it: not always that of the start. */
  readonly chargedIn: Month;
  readonly service: string;
  readonly predecessorId?: string;
  readonly hasSuccessor: boolean;
  /** What AWS gave back, and when. */
  readonly refund?: { readonly amount: bigint; readonly month: Month };
  /** Weights of the accounts' use by account and what stays unused, month by month in turn. */
  readonly use: readonly (readonly number[])[];
  readonly settledAfterMonths?: number;
  readonly novatedAfterMonths?: number;
  readonly novatedTo: number;
}

const halfEven = (n: bigint, d: bigint): bigint => {
  const [quotient, rest] = [n / d, (n % d) * 2n];
  return rest > d || (rest === d && quotient % 2n === 1n) ? quotient + 1n : quotient;
};

const decimal = (units: bigint): string => {
  const text = units.toString().padStart(11, '0');
  return `${text.slice(0, -10)}.${text.slice(-10)}`.replace(/\.?0+$/, '');
};

const unitsOf = (text: string): bigint => {
  const [whole = '0', digits = ''] = text.split('.');
  return BigInt(whole) * unit + BigInt(digits.padEnd(10, '0'));
};

export const millisecondsIn = (terms: CommitmentTerms, month: Month): bigint => {
  const stop = Math.min(Date.parse(terms.end), Date.parse(terms.cancelledAt ?? terms.end), Date.parse(endOf(month)));
  return BigInt(Math.max(0, stop - Math.max(Date.parse(terms.start), Date.parse(startOf(month)))));
};

export interface AmortizedMonth {
  readonly upfront: bigint;
  readonly recurring: bigint;
  readonly total: bigint;
}

/** As AWS computes it: I6 and I7 for savings plans, I8 for reservations. */
export const amortizedIn = (terms: CommitmentTerms, month: Month): AmortizedMonth => {
  const time = millisecondsIn(terms, month);
  const recurring = halfEven(unitsOf(terms.recurringHourlyFee) * time, BigInt(hour));
  if (terms.hourlyCommitment !== undefined) {
    const total = halfEven(unitsOf(terms.hourlyCommitment) * time, BigInt(hour));
    const residual = terms.upfrontFee === '0' ? 0n : total - recurring;
    return { upfront: residual, recurring: total - residual, total };
  }
  const upfront = halfEven(unitsOf(terms.upfrontFee) * time, BigInt(terms.termHours * hour) * 100n) * 100n;
  return { upfront, recurring, total: upfront + recurring };
};

const months = (terms: CommitmentTerms): readonly Month[] => {
  const stop = new Date(Math.min(Date.parse(terms.end), Date.parse(terms.cancelledAt ?? terms.end)) - 1).toISOString();
  const all: Month[] = [];
  for (let month = monthOf(terms.start); month <= monthOf(stop); month = addMonths(month, 1)) all.push(month);
  return all;
};

const restOf = (terms: CommitmentTerms): bigint => {
  let rest = unitsOf(terms.upfrontFee);
  for (const month of months(terms)) rest -= amortizedIn(terms, month).upfront;
  return rest > 0n ? rest : 0n;
};

const shape = (accounts: number) =>
  fc.record({
    kind: fc.constantFrom('reservation' as const, 'savingsPlan' as const),
    option: fc.constantFrom('All Upfront' as const, 'Partial Upfront' as const, 'No Upfront' as const),
    owner: fc.nat({ max: accounts - 1 }),
    years: fc.constantFrom(1, 3),
    startsAfterMonths: fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: -2, max: 3 }) },
      { weight: 2, arbitrary: fc.constantFrom(-12, -11, -36, -35) },
      { weight: 1, arbitrary: fc.integer({ min: -37, max: -10 }) },
    ),
    day: fc.integer({ min: 1, max: 28 }),
    hourOfDay: fc.constantFrom(0, 0, 7, 12, 23),
    minute: fc.constantFrom(0, 0, 0, 40),
    hourly: fc.integer({ min: 100, max: 500_000 }),
    upfrontPercent: fc.integer({ min: 50, max: 99 }),
    cents: fc.integer({ min: 1, max: 10_000_000 }),
    service: fc.constantFrom('Amazon EC2', 'Amazon RDS'),
    endsAfterHours: fc.option(fc.integer({ min: 1, max: 2500 }), { freq: 3, nil: undefined }),
    exchanged: fc.boolean(),
    refundPercent: fc.constantFrom(0, 100, 100, 90, 107),
    refundLater: fc.boolean(),
    chargedEarlier: fc.constantFrom(false, false, false, false, true),
    use: fc.array(fc.array(fc.nat({ max: 3 }), { minLength: accounts + 1, maxLength: accounts + 1 }), { minLength: 1, maxLength: 4 }),
    settledAfterMonths: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    novatedAfterMonths: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 3, nil: undefined }),
    novatedTo: fc.nat({ max: 4 }),
  });

type Shape = typeof shape extends (n: number) => fc.Arbitrary<infer S> ? S : never;

const termsOf = (s: Shape, id: string, first: Month, fee: bigint, start: string): CommitmentTerms => {
  const termHours = 8760 * s.years;
  const hourly = BigInt(s.hourly) * 100_000n;
  const end = new Date(Date.parse(start) + termHours * hour).toISOString();
  const cancelled = s.endsAfterHours === undefined ? undefined : new Date(Date.parse(start) + s.endsAfterHours * hour).toISOString();
  const recurring =
    s.kind === 'savingsPlan' ? hourly - (fee === 0n ? 0n : halfEven(fee, BigInt(termHours) * 100n) * 100n) : s.option === 'All Upfront' ? 0n : hourly;
  return {
    commitmentId: id,
    kind: s.kind,
    ownerAccountId: `a${s.owner}`,
    paymentOption: s.option,
    upfrontFee: decimal(fee),
    // I7: the savings plan's recurring fee is what the upfront fee leaves, rounded to eight digits.
    recurringHourlyFee: decimal(recurring < 0n ? 0n : recurring),
    ...(s.kind === 'savingsPlan' && { hourlyCommitment: decimal(hourly) }),
    start,
    end,
    ...(cancelled !== undefined && { cancelledAt: cancelled }),
    termHours,
    quantity: 1,
    description: s.kind === 'reservation' ? 'm5.large' : 'ComputeSavingsPlans',
    status: cancelled === undefined ? 'active' : 'retired',
  };
};

const feeOf = (s: Shape): bigint => {
  if (s.option === 'No Upfront') return 0n;
  if (s.kind === 'reservation') return BigInt(s.cents) * 10n ** 8n;
  const whole = (BigInt(s.hourly) * 100_000n * BigInt(8760 * s.years)) / unit;
  return s.option === 'All Upfront' ? BigInt(s.hourly) * 100_000n * BigInt(8760 * s.years) : ((whole * BigInt(s.upfrontPercent)) / 100n) * unit;
};

const build = (s: Shape, index: number, first: Month): readonly GeneratedCommitment[] => {
  const startMonth = addMonths(first, s.startsAfterMonths);
  const start = `${startMonth}-${String(s.day).padStart(2, '0')}T${String(s.hourOfDay).padStart(2, '0')}:${String(s.minute).padStart(2, '0')}:00Z`;
  const id = `c${index}`;
  const terms = termsOf(s, id, first, feeOf(s), start);
  const rest = restOf(terms);
  const service = s.kind === 'reservation' ? s.service : 'Savings Plans';
  const exchanged = s.exchanged && terms.cancelledAt !== undefined && s.kind === 'reservation' && rest > 0n;
  const refunded = terms.cancelledAt !== undefined && !exchanged && rest > 0n ? (rest * BigInt(s.refundPercent)) / 100n : 0n;
  const last = months(terms).at(-1) ?? startMonth;
  const one: GeneratedCommitment = {
    terms: { ...terms, service },
    charged: unitsOf(terms.upfrontFee),
    chargedIn: s.chargedEarlier ? addMonths(startMonth, -1) : startMonth,
    service,
    hasSuccessor: exchanged,
    ...(refunded > 0n && { refund: { amount: refunded, month: s.refundLater ? addMonths(last, 1) : last } }),
    use: s.use,
    ...(s.settledAfterMonths !== undefined && { settledAfterMonths: s.settledAfterMonths }),
    ...(s.novatedAfterMonths !== undefined && { novatedAfterMonths: s.novatedAfterMonths }),
    novatedTo: s.novatedTo,
  };
  if (!exchanged) return [one];
  const paid = BigInt(s.cents) * 10n ** 7n;
  const next = termsOf({ ...s, endsAfterHours: undefined }, `${id}-next`, first, rest + paid, terms.cancelledAt ?? terms.end);
  const successor: GeneratedCommitment = {
    terms: { ...next, service },
    charged: paid,
    chargedIn: monthOf(next.start),
    service,
    predecessorId: id,
    hasSuccessor: false,
    use: s.use,
    novatedTo: s.novatedTo,
  };
  return [one, successor];
};

/** Commitments of every kind, option and fate that the accounts own in months from `first` on. */
export const generatedCommitments = (accounts: number, first: Month): fc.Arbitrary<readonly GeneratedCommitment[]> =>
  fc.array(shape(accounts), { maxLength: 4 }).map((shapes) => shapes.flatMap((s, index) => build(s, index, first)));
