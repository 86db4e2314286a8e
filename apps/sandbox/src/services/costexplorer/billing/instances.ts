import type { BillAccount } from './accounts.js';
import type { Month } from './calendar.js';
import { DAY } from './calendar.js';
import { drawnBetween, mixed } from './draws.js';
import type { InstanceOffer, Region } from './price-list.js';
import { EC2, instanceOffers, regions } from './price-list.js';

/** Instances of one type in one region of one account. */
export interface Fleet {
  readonly account: number;
  readonly offer: InstanceOffer;
  readonly region: Region;
  /** Instance hours of each day of the month. */
  readonly hours: Int32Array;
}

const patterns = ['always', 'office', 'batch'] as const;
type Pattern = (typeof patterns)[number];

interface FleetPlan {
  readonly offer: InstanceOffer;
  readonly region: Region;
  readonly count: number;
  readonly pattern: Pattern;
  readonly seed: number;
}

const fleetsWanted = (account: BillAccount): number => {
  if (account.size === 0) return 0;
  if (account.size < 10) return mixed(account.seed, 21) % 2;
  return drawnBetween(mixed(account.seed, 21), account.size < 50 ? 0 : 1, account.size < 200 ? 3 : 6);
};

/** The region that an account mostly works in. */
export const homeRegion = (account: BillAccount): Region => {
  const draw = mixed(account.seed, 31) % 10;
  return regions[draw < 6 ? 0 : draw - 6] ?? regions[0]!; // eslint-disable-line @typescript-eslint/no-non-null-assertion
};

const fleetPlans = (account: BillAccount): readonly FleetPlan[] => {
  const plans = new Map<string, FleetPlan>();
  const compute = instanceOffers.filter(({ service }) => service === EC2);
  for (let at = 0; at < fleetsWanted(account); at += 1) {
    const seed = mixed(account.seed, 22, at);
    const among = mixed(seed, 1) % 100 < 60 ? compute : instanceOffers;
    const offer = among[mixed(seed, 2) % among.length];
    const region = mixed(seed, 3) % 5 === 0 ? regions[mixed(seed, 4) % regions.length] : homeRegion(account);
    if (!offer || !region) continue;
    const count = drawnBetween(mixed(seed, 5), 1, 1 + Math.ceil(account.size / 50));
    const pattern = patterns[[0, 0, 1, 2][mixed(seed, 6) % 4] ?? 0] ?? 'always';
    plans.set(`${offer.service} ${offer.instanceType} ${region.code}`, { offer, region, count, pattern, seed });
  }
  return [...plans.values()];
};

const hoursOfDay = (plan: FleetPlan, month: Month, day: number): number => {
  const weekday = (new Date(month.start + day * DAY).getUTCDay() + 6) % 7;
  if (plan.pattern === 'always') return 24 * plan.count;
  if (plan.pattern === 'office') return weekday < 5 ? 10 * plan.count : 0;
  return drawnBetween(mixed(plan.seed, month.index, day), 0, 24 * plan.count);
};

/** All instances that ran in the month, by account. */
export const fleetsOf = (accounts: readonly BillAccount[], month: Month): readonly Fleet[] =>
  accounts.flatMap((account, index) =>
    fleetPlans(account).map((plan): Fleet => {
      const hours = Int32Array.from({ length: month.days }, (_, day) => {
        const from = month.start + day * DAY;
        return from + DAY > account.since && from < account.until ? hoursOfDay(plan, month, day) : 0;
      });
      return { account: index, offer: plan.offer, region: plan.region, hours };
    }),
  );
