import type { Commitment, PlantedUse, SavingsPlanFacts } from '../facts/ledger.js';
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

interface Setting {
  readonly month: Month;
  readonly accounts: readonly BillAccount[];
  readonly fleets: readonly Fleet[];
  readonly commitments: readonly Commitment[];
  readonly shares: (accountId: string) => boolean;
}

/** Fleets by what can cover them, in the order of their accounts' ids. */
class FleetIndex {
  private readonly lists = new Map<string, number[]>();
  private readonly byAccount = new Map<number, number[]>();

  constructor(private readonly fleets: readonly Fleet[]) {
    fleets.forEach((fleet, position) => {
      const { offer, region } = fleet;
      this.put(`${offer.service} ${offer.instanceType} ${region.code}`, position);
      if (offer.savingsPlans) this.put('any', position);
      if (offer.service === EC2) this.put(`family ${offer.family} ${region.code}`, position);
      const own = this.byAccount.get(fleet.account);
      if (own) own.push(position);
      else this.byAccount.set(fleet.account, [position]);
    });
  }

  coverable(commitment: Commitment): readonly number[] {
    if (commitment.kind === 'reservation') return this.list(`${commitment.service} ${commitment.instanceType} ${commitment.region}`);
    return this.list(commitment.planType === 'ComputeSavingsPlans' ? 'any' : `family ${commitment.family ?? ''} ${commitment.region ?? ''}`);
  }

  ofAccount(account: number, among: readonly number[]): readonly number[] {
    return (this.byAccount.get(account) ?? []).filter((position) => among.includes(position));
  }

  accountOf(position: number): number {
    return this.fleets[position]?.account ?? -1;
  }

  private list(key: string): readonly number[] {
    const known = this.lists.get(key) ?? [];
    this.lists.set(key, known);
    return known;
  }

  private put(key: string, position: number): void {
    const known = this.lists.get(key);
    if (known) known.push(position);
    else this.lists.set(key, [position]);
  }
}

class Allocator {
  readonly byCommitment = new Map<string, Consumption[]>();
  private readonly left: (bigint | undefined)[] = [];
  private readonly index: FleetIndex;
  private readonly shares: readonly boolean[];
  /** Where the fleets of a list begin that have hours left on a day. */
  private readonly firsts = new Map<readonly number[], number[]>();

  constructor(private readonly setting: Setting) {
    this.index = new FleetIndex(setting.fleets);
    this.shares = setting.accounts.map(({ id }) => setting.shares(id));
  }

  /** Runs over the days; `capacity` is what the commitment offers, `rateOf` what an hour takes of it. The owner comes first, then all who share. */
  cover(commitment: Commitment, capacity: (day: number) => bigint, rateOf: (offer: InstanceOffer) => bigint): void {
    const { month, accounts } = this.setting;
    const list = this.index.coverable(commitment);
    const owner = accounts.findIndex(({ id }) => id === commitment.ownerId);
    const own = this.index.ofAccount(owner, list);
    const found = new Map<number, Consumption>();
    for (let day = 0; day < month.days; day += 1) {
      let free = capacity(day);
      for (const consumption of found.values()) carry(consumption, day);
      for (const position of own) free -= this.take(commitment, found, position, day, free, rateOf);
      if (!(this.shares[owner] ?? false)) continue;
      for (let at = this.firstFree(list, day); at < list.length && free > 0n; at += 1) {
        const position = list[at] ?? 0;
        const account = this.index.accountOf(position);
        if (account !== owner && this.shares[account]) free -= this.take(commitment, found, position, day, free, rateOf);
      }
    }
    this.byCommitment.set(commitment.id, [...found.values()]);
  }

  /** What the commitment gives to the fleet on the day. */
  private take(
    commitment: Commitment,
    found: Map<number, Consumption>,
    position: number,
    day: number,
    free: bigint,
    rateOf: (offer: InstanceOffer) => bigint,
  ): bigint {
    const fleet = this.setting.fleets[position];
    const remaining = this.remaining(position, day);
    if (!fleet || remaining === 0n || free === 0n) return 0n;
    const rate = rateOf(fleet.offer);
    const needed = times(remaining, rate);
    const used = least(needed, free);
    const hours = needed <= free ? remaining : scaled(free, ONE, rate);
    this.left[position * 32 + day] = remaining - hours;
    const consumption = found.get(position) ?? emptyConsumption(commitment, fleet, this.setting.month.days, position);
    found.set(position, consumption);
    add(consumption, day, hours, used);
    return used;
  }

  private remaining(fleet: number, day: number): bigint {
    return (this.left[fleet * 32 + day] ??= BigInt(this.setting.fleets[fleet]?.hours[day] ?? 0) * ONE);
  }

  private firstFree(list: readonly number[], day: number): number {
    const firsts = this.firsts.get(list) ?? [];
    this.firsts.set(list, firsts);
    let at = firsts[day] ?? 0;
    while (at < list.length && this.remaining(list[at] ?? 0, day) === 0n) at += 1;
    return (firsts[day] = at);
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
