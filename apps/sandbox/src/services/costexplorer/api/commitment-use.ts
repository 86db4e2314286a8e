import type { Call } from '../../../core/service.js';
import { DAY, daysBefore } from '../billing/calendar.js';
import { reservationTerm, savingsPlanTerm } from '../billing/commitment-terms.js';
import type { Consumption } from '../billing/allocation.js';
import { scaled, times } from '../billing/decimal.js';
import { DATA_LAG, knownMonth } from '../billing/month-bill.js';
import { offerOf } from '../billing/price-list.js';
import type { ReservationFacts, SavingsPlanFacts } from '../facts/ledger.js';
import type { TimePeriod } from './time-period.js';
import { slicesOf } from './time-period.js';

type Sum = 'hours' | 'used' | 'onDemand';

/** What was used of a commitment in the days of a period that are known. */
const usedIn = (call: Call, id: string, period: TimePeriod): Readonly<Record<Sum, bigint>> => {
  const sums = { hours: 0n, used: 0n, onDemand: 0n };
  for (const { month, fromDay, toDay } of slicesOf(period, 'MONTHLY')) {
    const known = daysBefore(month, call.now - DATA_LAG);
    if (known <= fromDay) continue;
    const { allocation } = knownMonth(call.world, month, call.now);
    for (const consumption of allocation.byCommitment.get(id) ?? [])
      for (const sum of ['hours', 'used', 'onDemand'] as const) sums[sum] += between(consumption[sum], fromDay, Math.min(toDay, known));
  }
  return sums;
};

const between = (sums: Consumption['hours'], from: number, to: number): bigint => (sums[to] ?? 0n) - (sums[from] ?? 0n);

/** The part of a period whose usage has arrived. */
const knownPart = (call: Call, { start, end }: TimePeriod): TimePeriod => ({
  start,
  end: Math.max(start, Math.min(end, Math.floor((call.now - DATA_LAG) / DAY) * DAY)),
});

export interface ReservationUse {
  readonly purchasedHours: bigint;
  readonly usedHours: bigint;
  readonly unusedHours: bigint;
  /** Normalised units; EC2 only. */
  readonly factor: bigint;
  readonly onDemandUsed: bigint;
  readonly onDemandUnused: bigint;
  readonly amortizedUpfront: bigint;
  readonly amortizedRecurring: bigint;
  readonly unusedCost: bigint;
}

export const reservationUse = (call: Call, reservation: ReservationFacts, period: TimePeriod): ReservationUse => {
  const known = knownPart(call, period);
  const term = reservationTerm(reservation, known.start, known.end);
  const { hours, onDemand } = usedIn(call, reservation.id, known);
  const offer = offerOf(reservation.service, reservation.instanceType);
  const unusedHours = term.purchasedHours - hours;
  const total = term.amortizedUpfront + term.amortizedRecurring;
  return {
    purchasedHours: term.purchasedHours,
    usedHours: hours,
    unusedHours,
    factor: BigInt(offer?.factor ?? 0),
    onDemandUsed: onDemand,
    onDemandUnused: times(unusedHours, offer?.hourly ?? 0n),
    amortizedUpfront: term.amortizedUpfront,
    amortizedRecurring: term.amortizedRecurring,
    unusedCost: term.purchasedHours === 0n ? 0n : scaled(total, unusedHours, term.purchasedHours),
  };
};

export interface PlanUse {
  readonly commitment: bigint;
  readonly used: bigint;
  readonly onDemand: bigint;
  readonly recurring: bigint;
  readonly upfront: bigint;
}

export const planUse = (call: Call, plan: SavingsPlanFacts, period: TimePeriod): PlanUse => {
  const known = knownPart(call, period);
  const term = savingsPlanTerm(plan, known.start, known.end);
  const { used, onDemand } = usedIn(call, plan.id, known);
  return { commitment: term.commitment, used, onDemand, recurring: term.recurring, upfront: term.upfront };
};

/** Sums of what several commitments report. */
export const summed = <T extends Readonly<Record<string, bigint>>>(uses: readonly T[], zero: T): T =>
  uses.reduce((sum, use) => Object.fromEntries(Object.keys(zero).map((key) => [key, (sum[key] ?? 0n) + (use[key] ?? 0n)])) as T, zero);
