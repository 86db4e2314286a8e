import type { BillAccount } from './accounts.js';
import type { BillLines, LineShape } from './bill-lines.js';
import { plainShape } from './bill-lines.js';
import type { Month } from './calendar.js';
import { DAY } from './calendar.js';
import { scaled, times } from './decimal.js';
import { drawnBetween, mixed, seedOfText } from './draws.js';
import { homeRegion } from './instances.js';
import type { MeteredUsage, Region } from './price-list.js';
import { meteredUsages } from './price-list.js';

const PATTERNS = 48;

/** How a month's use spreads over its days: running weights, one pattern in six with a peak. */
const dayPatterns = (month: Month): readonly (readonly bigint[])[] =>
  Array.from({ length: PATTERNS }, (_, pattern) => {
    const sums = [0n];
    const peak = pattern % 6 === 0 ? mixed(pattern, month.index, 5) % month.days : -1;
    for (let day = 0; day < month.days; day += 1) {
      const weekday = new Date(month.start + day * DAY).getUTCDay();
      const weight = drawnBetween(mixed(pattern, month.index, day), 80, 120) - (weekday % 6 === 0 ? 30 : 0);
      sums.push((sums[day] ?? 0n) + BigInt(day === peak ? weight * 5 : weight));
    }
    return sums;
  });

/** Days of the month, counted from 0, in which the account is there: [first, last). */
const activeDays = (month: Month, account: BillAccount): readonly [number, number] => {
  const first = Math.max(0, Math.floor((account.since - month.start) / DAY));
  const last = Math.min(month.days, Math.ceil((account.until - month.start) / DAY));
  return [first, Math.max(first, last)];
};

const serviceSeeds = meteredUsages.map(({ service }) => seedOfText(service));

/** All usage types of a service come together. */
const hasService = (account: BillAccount, usage: MeteredUsage, index: number): boolean =>
  mixed(account.seed, 41, serviceSeeds[index] ?? 0) % 100 < usage.popularity;

/** What an account uses in a whole month, in 10⁻¹⁰ of the unit: the same every month but for a wobble. */
const monthlyQuantity = (account: BillAccount, usage: MeteredUsage, index: number, month: Month): bigint => {
  const hundredths = drawnBetween(mixed(account.seed, 42, index), usage.low, usage.high);
  const wobble = drawnBetween(mixed(account.seed, 43, index, month.index), 85, 120);
  return BigInt(hundredths * account.size * wobble) * 10_000n + BigInt(mixed(account.seed, 44, index, month.index) % 10_000);
};

export interface UsedQuantity {
  readonly usage: MeteredUsage;
  readonly quantity: bigint;
}

/** Metered use of an account in the first `upTo` days of the month; what it does not have is left out. */
export type MeterReader = (account: BillAccount, upTo: number) => readonly UsedQuantity[];

export const meterReader = (month: Month): MeterReader => {
  const patterns = dayPatterns(month);
  return (account, upTo) => {
    if (account.size === 0 || account.since >= month.end || account.until <= month.start) return [];
    const [first, last] = activeDays(month, account);
    const found: UsedQuantity[] = [];
    meteredUsages.forEach((usage, index) => {
      if (upTo <= first || !hasService(account, usage, index)) return;
      const whole = monthlyQuantity(account, usage, index, month);
      const pattern = patterns[mixed(account.seed, 45, index, month.index) % PATTERNS] ?? [];
      const weight = (pattern[Math.min(upTo, last)] ?? 0n) - (pattern[first] ?? 0n);
      const total = pattern[month.days] ?? 1n;
      found.push({ usage, quantity: weight === total ? whole : scaled(whole, weight, total) });
    });
    return found;
  };
};

const meteredShape = (usage: MeteredUsage, region: Region): LineShape => ({
  ...plainShape,
  service: usage.service,
  usageType: `${region.prefix}${usage.usageType}`,
  operation: usage.operation,
  region: region.code,
  recordType: 'Usage',
  purchaseType: 'On Demand Instances',
  unit: usage.unit,
  ...(usage.billingEntity === undefined ? {} : { billingEntity: usage.billingEntity }),
  ...(usage.seller === undefined ? {} : { seller: usage.seller }),
});

/** Adds the lines of everything that accounts use besides instances. */
export const addMeteredLines = (
  lines: BillLines,
  accounts: readonly BillAccount[],
  read: MeterReader,
  upTo: number,
  onUsage: (line: number) => void,
): void => {
  const shapes = new Map<Region, Map<MeteredUsage, number>>();
  accounts.forEach((account, index) => {
    const region = homeRegion(account);
    const known = shapes.get(region) ?? new Map<MeteredUsage, number>();
    shapes.set(region, known);
    for (const { usage, quantity } of read(account, upTo)) {
      const shape = known.get(usage) ?? lines.shape(meteredShape(usage, region));
      known.set(usage, shape);
      onUsage(lines.add(index, shape, { UnblendedCost: times(quantity, usage.price), UsageQuantity: quantity }));
    }
  });
};
