import type { Commitment, PlantedUse, ReservationFacts, SavingsPlanFacts } from '../facts/ledger.js';
import type { BillAccount } from './accounts.js';
import type { Month } from './calendar.js';
import { DAY } from './calendar.js';
import { activeEnd, coverableHours, savingsPlanTerm } from './commitment-terms.js';
import { amountOf, least, ONE, scaled, times } from './decimal.js';
import type { Fleet } from './instances.js';
import type { InstanceOffer, Region } from './price-list.js';
import { EC2, offerOf, regionOf } from './price-list.js';

/** What one account used of one commitment, of one instance type in one region; running sums over the month's days (`[0]` is 0). */
export interface Consumption {
  readonly commitment: Commitment;
  readonly account: number;
  readonly offer: InstanceOffer;
  readonly region: Region;
  readonly hours: bigint[];
  /** Savings plans: used commitment in USD. */
  readonly used: bigint[];
  /** At on-demand prices. */
  readonly onDemand: bigint[];
  /** Position of the fleet that was covered; undefined for a planted use. */
  readonly fleet: number | undefined;
}

export interface Allocation {
  readonly byCommitment: ReadonlyMap<string, readonly Consumption[]>;
  /** Covered hours of a fleet, running sums; absent where nothing is covered. */
  readonly coveredHours: ReadonlyMap<number, readonly bigint[]>;
}

/** Percent of the on-demand price that a plan's rate is, by how it is paid and for how long. */
const planPercent = (plan: SavingsPlanFacts): bigint => {
  const base = plan.planType === 'ComputeSavingsPlans' ? 73n : 64n;
  const paid = { 'No Upfront': 0n, 'Partial Upfront': 3n, 'All Upfront': 5n }[plan.paymentOption];
  return base - paid - (plan.years === 3 ? 18n : 0n);
};

export const planRate = (plan: SavingsPlanFacts, offer: InstanceOffer): bigint => scaled(offer.hourly, planPercent(plan), 100n);

const matchesPlan = (plan: SavingsPlanFacts, fleet: Fleet): boolean =>
  fleet.offer.savingsPlans &&
  (plan.planType === 'ComputeSavingsPlans' ||
    (fleet.offer.service === EC2 && fleet.offer.family === plan.family && fleet.region.code === plan.region));

const matchesReservation = (reservation: ReservationFacts, fleet: Fleet): boolean =>
  fleet.offer.service === reservation.service && fleet.offer.instanceType === reservation.instanceType && fleet.region.code === reservation.region;

interface Setting {
  readonly month: Month;
  readonly accounts: readonly BillAccount[];
  readonly fleets: readonly Fleet[];
  readonly commitments: readonly Commitment[];
  readonly shares: (accountId: string) => boolean;
}

/** Owner first, then, when both sides share, the others in the order of their ids. */
const candidates = (setting: Setting, commitment: Commitment): readonly number[] => {
  const own: number[] = [];
  const others: number[] = [];
  const ownerShares = setting.shares(commitment.ownerId);
  setting.fleets.forEach((fleet, position) => {
    const matches = commitment.kind === 'reservation' ? matchesReservation(commitment, fleet) : matchesPlan(commitment, fleet);
    if (!matches) return;
    const accountId = setting.accounts[fleet.account]?.id ?? '';
    if (accountId === commitment.ownerId) own.push(position);
    else if (ownerShares && setting.shares(accountId)) others.push(position);
  });
  return [...own, ...others];
};

class Allocator {
  readonly byCommitment = new Map<string, Consumption[]>();
  private readonly left: (bigint | undefined)[] = [];

  constructor(private readonly setting: Setting) {}

  private remaining(fleet: number, day: number): bigint {
    const at = fleet * 32 + day;
    return (this.left[at] ??= BigInt(this.setting.fleets[fleet]?.hours[day] ?? 0) * ONE);
  }

  /** Runs over the days; `take` says how many of the remaining hours the commitment covers, and for how much of itself. */
  cover(commitment: Commitment, capacity: (day: number) => bigint, rateOf: (offer: InstanceOffer) => bigint): void {
    const { month, fleets } = this.setting;
    const order = candidates(this.setting, commitment);
    const found = new Map<number, Consumption>();
    for (let day = 0; day < month.days; day += 1) {
      let free = capacity(day);
      for (const consumption of found.values()) carry(consumption, day);
      for (let at = 0; at < order.length && free > 0n; at += 1) {
        const position = order[at] ?? 0;
        const fleet = fleets[position];
        if (!fleet) continue;
        const remaining = this.remaining(position, day);
        if (remaining === 0n) continue;
        const rate = rateOf(fleet.offer);
        const needed = times(remaining, rate);
        const used = least(needed, free);
        const hours = needed <= free ? remaining : scaled(free, ONE, rate);
        free -= used;
        this.left[position * 32 + day] = remaining - hours;
        let consumption = found.get(position);
        if (!consumption) {
          consumption = emptyConsumption(commitment, fleet, month.days, position);
          found.set(position, consumption);
        }
        add(consumption, day, hours, used);
      }
    }
    this.byCommitment.set(commitment.id, [...found.values()]);
  }
}

const zeroes = (days: number): bigint[] => Array.from({ length: days + 1 }, () => 0n);

const emptyConsumption = (commitment: Commitment, fleet: Fleet, days: number, position: number): Consumption => ({
  commitment,
  account: fleet.account,
  offer: fleet.offer,
  region: fleet.region,
  hours: zeroes(days),
  used: zeroes(days),
  onDemand: zeroes(days),
  fleet: position,
});

const carry = ({ hours, used, onDemand }: Consumption, day: number): void => {
  for (const sums of [hours, used, onDemand]) sums[day + 1] = sums[day] ?? 0n;
};

const add = (consumption: Consumption, day: number, hours: bigint, used: bigint): void => {
  carry(consumption, day);
  consumption.hours[day + 1] = (consumption.hours[day] ?? 0n) + hours;
  consumption.used[day + 1] = (consumption.used[day] ?? 0n) + used;
  consumption.onDemand[day + 1] = (consumption.onDemand[day] ?? 0n) + times(hours, consumption.offer.hourly);
};

/** A planted use spreads evenly over the days on which the commitment is active. */
const plantedConsumption = (setting: Setting, commitment: Commitment, use: PlantedUse): readonly Consumption[] => {
  const account = setting.accounts.findIndex(({ id }) => id === use.accountId);
  const offer = commitment.kind === 'reservation' ? offerOf(commitment.service, commitment.instanceType) : offerOf(EC2, 'm5.large');
  if (account < 0 || !offer) return [];
  const { month } = setting;
  const activeDays = Array.from({ length: month.days }, (_, day) => {
    const from = month.start + day * DAY;
    return from + DAY > commitment.startAt && from < activeEnd(commitment);
  });
  const before = [0n];
  for (const active of activeDays) before.push((before.at(-1) ?? 0n) + (active ? 1n : 0n));
  const days = before.at(-1) ?? 0n;
  const spread = (amount: bigint): bigint[] => before.map((upTo) => (days === 0n ? 0n : scaled(amount, upTo, days)));
  const onDemand = amountOf(use.onDemand);
  const hours = use.hours === undefined ? scaled(onDemand, ONE, offer.hourly) : amountOf(use.hours);
  const region = regionOf(commitment.region ?? 'eu-central-1');
  return [{ commitment, account, offer, region, hours: spread(hours), used: spread(amountOf(use.used ?? '0')), onDemand: spread(onDemand), fleet: undefined }]; // prettier-ignore
};

const coveredByFleet = (byCommitment: ReadonlyMap<string, readonly Consumption[]>): ReadonlyMap<number, readonly bigint[]> => {
  const covered = new Map<number, bigint[]>();
  for (const consumptions of byCommitment.values())
    for (const { fleet, hours } of consumptions) {
      if (fleet === undefined) continue;
      const sums = covered.get(fleet);
      if (!sums) covered.set(fleet, [...hours]);
      else hours.forEach((value, day) => (sums[day] = (sums[day] ?? 0n) + value));
    }
  return covered;
};

/** Reservations first, then EC2 Instance plans, then Compute plans, each kind by id; day by day. */
const rank = (commitment: Commitment): string => {
  if (commitment.kind === 'reservation') return `0${commitment.id}`;
  return `${commitment.planType === 'EC2InstanceSavingsPlans' ? '1' : '2'}${commitment.id}`;
};

/**
 * Which commitment covered whose instances in a month. Reservations apply before savings plans, to the owner first.
 * @source "How Savings Plans apply to your usage", "Reserved Instances" of the Billing guide
 */
export const allocate = (setting: Setting): Allocation => {
  const allocator = new Allocator(setting);
  const active = setting.commitments.filter(({ startAt }) => startAt < setting.month.end).filter((one) => activeEnd(one) > setting.month.start);
  for (const commitment of active.sort((one, other) => (rank(one) < rank(other) ? -1 : 1))) {
    const { uses } = commitment;
    if (uses) {
      const planted = uses.filter(({ month }) => month === setting.month.key).flatMap((use) => plantedConsumption(setting, commitment, use));
      allocator.byCommitment.set(commitment.id, [...planted]);
      continue;
    }
    const window = (day: number): [number, number] => [setting.month.start + day * DAY, setting.month.start + (day + 1) * DAY];
    if (commitment.kind === 'reservation')
      allocator.cover(commitment, (day) => BigInt(coverableHours(commitment, ...window(day))) * ONE, () => ONE); // prettier-ignore
    else allocator.cover(commitment, (day) => savingsPlanTerm(commitment, ...window(day)).commitment, (offer) => planRate(commitment, offer)); // prettier-ignore
  }
  return { byCommitment: allocator.byCommitment, coveredHours: coveredByFleet(allocator.byCommitment) };
};
