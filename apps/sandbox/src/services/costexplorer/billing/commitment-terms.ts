import type { Commitment, ReservationFacts, SavingsPlanFacts } from '../facts/ledger.js';
import { HOUR } from './calendar.js';
import { amountOf, ONE, scaled, scaledTo, times } from './decimal.js';

/** A year of a commitment has 8,760 hours, in leap years too. */
const HOURS_A_YEAR = 8760;

export const termHours = (commitment: Commitment): number => HOURS_A_YEAR * commitment.years;

/** First moment after the term. */
export const termEnd = (commitment: Commitment): number => commitment.startAt + termHours(commitment) * HOUR;

export const activeEnd = (commitment: Commitment): number => Math.min(termEnd(commitment), commitment.endedAt ?? Infinity);

const overlap = (from: number, to: number, start: number, end: number): number => Math.max(0, Math.min(to, end) - Math.max(from, start));

/** What a reservation holds and costs in [from, to). Hours are of all its instances and prorated to the millisecond. */
export interface ReservationTerm {
  readonly purchasedHours: bigint;
  readonly amortizedUpfront: bigint;
  readonly amortizedRecurring: bigint;
}

export const reservationTerm = (reservation: ReservationFacts, from: number, to: number): ReservationTerm => {
  const active = BigInt(overlap(from, to, reservation.startAt, activeEnd(reservation)));
  const purchasedHours = scaled(active, BigInt(reservation.count) * ONE, BigInt(HOUR));
  return {
    purchasedHours,
    amortizedUpfront: scaledTo(8, amountOf(reservation.upfrontFee), active, BigInt(termHours(reservation) * HOUR)),
    amortizedRecurring: times(amountOf(reservation.hourlyFee), purchasedHours),
  };
};

/** Whole clock hours that a reservation can cover in [from, to), all its instances together. */
export const coverableHours = (reservation: ReservationFacts, from: number, to: number): number => {
  const start = Math.ceil(Math.max(from, reservation.startAt) / HOUR);
  const end = Math.floor(Math.min(to, activeEnd(reservation)) / HOUR);
  return Math.max(0, end - start) * reservation.count;
};

export interface SavingsPlanTerm {
  readonly hours: number;
  readonly commitment: bigint;
  readonly recurring: bigint;
  readonly upfront: bigint;
}

/** The upfront part of an hour is rounded to eight digits; the recurring fee is what remains. */
export const recurringHourlyFee = (plan: SavingsPlanFacts): bigint => {
  const hours = BigInt(termHours(plan));
  return scaledTo(8, amountOf(plan.hourlyCommitment) * hours - amountOf(plan.upfrontFee), 1n, hours);
};

/** A plan is charged by clock hours: the hour in which it starts counts, the one in which it ends does not. */
const clockHours = (plan: SavingsPlanFacts, from: number, to: number): number => {
  const start = Math.floor(plan.startAt / HOUR);
  const end = Math.min(start + termHours(plan), Math.floor(activeEnd(plan) / HOUR));
  return Math.max(0, Math.min(end, Math.floor(to / HOUR)) - Math.max(start, Math.floor(from / HOUR)));
};

export const savingsPlanTerm = (plan: SavingsPlanFacts, from: number, to: number): SavingsPlanTerm => {
  const hours = clockHours(plan, from, to);
  const commitment = amountOf(plan.hourlyCommitment) * BigInt(hours);
  const recurring = recurringHourlyFee(plan) * BigInt(hours);
  return { hours, commitment, recurring, upfront: commitment - recurring };
};
