import type { CommitmentMonth, MonthInputs } from '@orgledger/metering';
import { Fraction } from './fraction.js';

const hour = 3_600_000;
const monthStart = (month: string): number => Date.parse(`${month}-01T00:00:00Z`);
const nextMonth = (month: string): string => new Date(monthStart(month) + 32 * 24 * hour).toISOString().slice(0, 7);
const monthAt = (time: number): string => new Date(time).toISOString().slice(0, 7);

export const begin = (c: CommitmentMonth): number => Date.parse(c.terms.start);
export const stop = (c: CommitmentMonth): number => Math.min(Date.parse(c.terms.end), Date.parse(c.terms.cancelledAt ?? c.terms.end));
export const firstMonth = (c: CommitmentMonth): string => monthAt(begin(c));
export const lastMonth = (c: CommitmentMonth): string => monthAt(stop(c) - 1);
export const fee = (c: CommitmentMonth): Fraction => Fraction.of(c.terms.upfrontFee);
export const isUpfront = (c: CommitmentMonth): boolean => c.terms.paymentOption !== 'No Upfront' && fee(c).n > 0n && stop(c) > begin(c);
export const cutShort = (c: CommitmentMonth): boolean => stop(c) < Date.parse(c.terms.end);

/** How long the commitment runs in a month, in hours. */
const hoursIn = (c: CommitmentMonth, month: string): Fraction => {
  const time = Math.min(monthStart(nextMonth(month)), stop(c)) - Math.max(monthStart(month), begin(c));
  return new Fraction(BigInt(Math.max(0, time)), BigInt(hour));
};

const perTermHour = (c: CommitmentMonth): Fraction => fee(c).over(new Fraction(8760n * BigInt(Math.round(c.terms.termHours / 8760))));

/** Share of the upfront fee that belongs to a month by the terms: by hours for reservations, what the hourly commitment leaves for savings plans. */
const byTerms = (c: CommitmentMonth, month: string, totalCommitment?: Fraction): Fraction => {
  const hours = hoursIn(c, month);
  if (hours.isZero() || fee(c).isZero()) return Fraction.zero;
  if (c.terms.kind === 'reservation') return perTermHour(c).times(hours).rounded(8);
  const hourly = Fraction.of(c.terms.hourlyCommitment!);
  const total = totalCommitment ?? hourly.times(hours);
  return total.minus(Fraction.of(c.terms.recurringHourlyFee).times(total).over(hourly)).rounded(10);
};

/** As Cost Explorer says, if that agrees with the terms. */
export const amortized = (c: CommitmentMonth, month: string): Fraction => {
  if (!c.observed) return byTerms(c, month);
  const computed = byTerms(c, month, new Fraction(c.observed.totalAmortized, 10n ** 10n));
  const said = new Fraction(c.observed.amortizedUpfront, 10n ** 10n);
  const hours = hoursIn(c, month);
  const perHour = new Fraction(2n * hours.floor(), 10n ** 9n);
  const millionth = new Fraction(1n, 10n ** 6n);
  const allowed = (perHour.compare(millionth) > 0 ? perHour : millionth).plus(hours.d === 1n ? Fraction.zero : perTermHour(c).rounded(8));
  return said.minus(computed).abs().compare(allowed) <= 0 ? said : computed;
};

/** Which commitments are charged as cash flows in the month, with all that their discounts will come to. */
export const fairOf = (c: CommitmentMonth, inputs: MonthInputs): { expected: Fraction; carried: Fraction; settled: boolean } | undefined => {
  const { policy, month, commitments } = inputs;
  const flag = c.terms.kind === 'reservation' ? policy.reservedInstanceFairChargeback : policy.savingsPlanFairChargeback;
  if (policy.basis !== 'accrual' || !flag || !isUpfront(c) || c.holderTenantId === undefined || firstMonth(c) > month) return undefined;
  if (firstMonth(c) < flag.effectiveFrom) {
    if (c.settledFrom === undefined) return undefined;
    const from = c.settledFrom > flag.effectiveFrom ? c.settledFrom : flag.effectiveFrom;
    if (month < from) return undefined;
    let expected = fee(c);
    for (let past = firstMonth(c); past < from; past = nextMonth(past)) expected = expected.minus(byTerms(c, past));
    return { expected, carried: Fraction.zero, settled: true };
  }
  const before = commitments.find(({ terms }) => terms.commitmentId === c.predecessorId);
  if (!before || !isUpfront(before)) return { expected: fee(c), carried: Fraction.zero, settled: false };
  const fair = fairOf(before, inputs);
  return fair && { expected: fee(c), carried: leftOf(before, fair.expected, month), settled: false };
};

/** Of the upfront fee, by the month's end. */
export const leftOf = (c: CommitmentMonth, expected: Fraction, month: string): Fraction =>
  expected.minus(new Fraction(c.discountedExact, 10n ** 10n)).minus(amortized(c, month));

/** To which commitments a refund belongs: those of the account that were returned last. Exchanged ones are not returned. */
export const returned = (inputs: MonthInputs, accountId: string): readonly CommitmentMonth[] => {
  const all = inputs.commitments.filter(
    (c) =>
      c.terms.ownerAccountId === accountId &&
      isUpfront(c) &&
      cutShort(c) &&
      lastMonth(c) <= inputs.month &&
      !inputs.commitments.some(({ predecessorId }) => predecessorId === c.terms.commitmentId),
  );
  const months = all.map(lastMonth).sort();
  return all.filter((c) => lastMonth(c) === months.at(-1)).sort((a, b) => (a.terms.commitmentId < b.terms.commitmentId ? -1 : 1));
};

export const leftByTerms = (c: CommitmentMonth): Fraction => {
  let rest = fee(c);
  for (let month = firstMonth(c); month <= lastMonth(c); month = nextMonth(month)) rest = rest.minus(byTerms(c, month));
  return rest.n > 0n ? rest : Fraction.zero;
};
