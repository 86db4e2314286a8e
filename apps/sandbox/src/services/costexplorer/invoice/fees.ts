import type { Month } from '../billing/calendar.js';
import { DAY, HOUR } from '../billing/calendar.js';
import type { Commitment, ReservationFacts, SavingsPlanFacts } from '../facts/ledger.js';
import type { InvoiceSums } from './invoice-sums.js';

const FINE = 20;
const YEAR_HOURS = 8760;

/** Decimal text in 10⁻²⁰. */
const fine = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(FINE, '0'));
};

const within = (time: number, month: Month, end: number): boolean => time >= month.start && time < end;

const endOf = (commitment: Commitment): number =>
  Math.min(commitment.startAt + commitment.years * YEAR_HOURS * HOUR, commitment.endedAt ?? Number.MAX_SAFE_INTEGER);

/** Instance hours to the millisecond times the hourly fee. */
const reservationFee = (reservation: ReservationFacts, month: Month, end: number): bigint => {
  const ran = Math.min(end, endOf(reservation)) - Math.max(month.start, reservation.startAt);
  return ran <= 0 ? 0n : (fine(reservation.hourlyFee) * BigInt(ran) * BigInt(reservation.count)) / BigInt(HOUR);
};

/** Full hours times what the upfront payment leaves of the commitment, the rate rounded at its eighth digit. */
const planFee = (plan: SavingsPlanFacts, month: Month, end: number): bigint => {
  const first = Math.max(Math.floor(plan.startAt / HOUR), month.start / HOUR);
  const termEnd = Math.floor(plan.startAt / HOUR) + plan.years * YEAR_HOURS;
  const last = Math.min(termEnd, Math.floor((plan.endedAt ?? Number.MAX_SAFE_INTEGER) / HOUR), end / HOUR);
  if (last <= first) return 0n;
  const step = 10n ** 12n;
  const rate = fine(plan.hourlyCommitment) - fine(plan.upfrontFee) / BigInt(plan.years * YEAR_HOURS);
  return ((rate + step / 2n) / step) * step * BigInt(last - first);
};

/** What a commitment puts on the invoice of a month: its upfront fee when it starts, its recurring fee, what is paid back. */
export const addFees = (sums: InvoiceSums, commitment: Commitment, month: Month, days: number): void => {
  const end = month.start + days * DAY;
  const isPlan = commitment.kind === 'savingsPlan';
  const service = isPlan ? 'Savings Plans for AWS Compute usage' : commitment.service;
  const recurring = isPlan ? planFee(commitment, month, end) : reservationFee(commitment, month, end);
  if (recurring !== 0n) sums.add(commitment.ownerId, service, isPlan ? 'SavingsPlanRecurringFee' : 'RIFee', recurring);
  const upfront = commitment.chargedUpfront ?? commitment.upfrontFee;
  if (within(commitment.startAt, month, end) && fine(upfront) !== 0n)
    sums.charge(commitment.ownerId, service, isPlan ? 'SavingsPlanUpfrontFee' : 'Fee', upfront);
  if (commitment.refund !== undefined && commitment.endedAt !== undefined && within(commitment.endedAt, month, end))
    sums.charge(commitment.ownerId, service, 'Refund', `-${commitment.refund}`);
};
