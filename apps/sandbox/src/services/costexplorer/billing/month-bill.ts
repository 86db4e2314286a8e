import type { World } from '../../../core/service.js';
import { costLedger } from '../facts/ledger.js';
import type { CostLedger } from '../facts/ledger.js';
import { accountsVersion, billAccounts } from './accounts.js';
import type { BillAccount } from './accounts.js';
import type { Allocation } from './allocation.js';
import { allocate } from './allocation.js';
import { BillLines } from './bill-lines.js';
import type { Month } from './calendar.js';
import { DAY, daysBefore } from './calendar.js';
import { addCommitmentLines } from './commitment-lines.js';
import { addFleetLines, blend } from './instance-lines.js';
import type { Fleet } from './instances.js';
import { fleetsOf } from './instances.js';
import { addDiscounts, addPlantedLines, addSupportLines, addTaxLines, finalFrom, supportArrives } from './settled-lines.js';
import { sharers, sharingChangesOf } from './sharing.js';
import { plantedLines } from './planted-lines.js';
import { addMeteredLines, meterReader } from './usage-lines.js';

/** One month as it is known now: everything that Cost Explorer answers about it comes from here. */
export interface MonthBill {
  /** Equal as long as nothing about the month changes. */
  readonly version: string;
  readonly month: Month;
  readonly accounts: readonly BillAccount[];
  /** By account id. */
  readonly names: ReadonlyMap<string, string>;
  readonly fleets: readonly Fleet[];
  readonly allocation: Allocation;
  readonly ledger: CostLedger;
  /** Days of the month that have arrived: usage is seen a day after its day's end. */
  readonly knownDays: number;
  readonly estimated: boolean;
  /** Lines of the first days of the month, all known days without a number. */
  lines(upTo?: number): BillLines;
}

/** Usage of a day is complete a day after its end. @source "Best practices for using the Cost Explorer API": refreshed at least once every 24 hours */
export const DATA_LAG = DAY;

export const monthVersion = (world: World, month: Month, now: number): string => {
  const ledger = costLedger(world);
  const visible = plantedLines(ledger, month, now).length;
  return [
    month.key,
    ledger.version,
    accountsVersion(world),
    daysBefore(month, now - DATA_LAG),
    visible,
    ledger.commitments.filter(({ orderedAt }) => orderedAt <= now).length,
    sharingChangesOf(ledger, month, now).length,
    now >= supportArrives(world, month),
  ].join(' ');
};

const KEPT_DAYS = 2;

export const monthBill = (world: World, month: Month, now: number): MonthBill => {
  const ledger = costLedger(world);
  const accounts = billAccounts(world);
  const indexes = new Map(accounts.map(({ id }, index) => [id, index]));
  const accountOf = (id: string): number => indexes.get(id) ?? -1;
  const fleets = fleetsOf(accounts, month);
  const knownDays = daysBefore(month, now - DATA_LAG);
  const shares = sharers(sharingChangesOf(ledger, month, now));
  const commitments = ledger.commitments.filter(({ orderedAt }) => orderedAt <= now);
  const allocation = allocate({ month, accounts, fleets, commitments, shares });
  const planted = plantedLines(ledger, month, now);
  const read = meterReader(month);
  const kept = new Map<number, BillLines>();

  const build = (upTo: number): BillLines => {
    const lines = new BillLines();
    if (upTo === 0) return lines;
    const usage: number[] = [];
    const onUsage = ledger.settings.discounts.length > 0 ? (line: number) => void usage.push(line) : () => undefined;
    addMeteredLines(lines, accounts, read, upTo, onUsage);
    addFleetLines(lines, fleets, allocation, upTo, onUsage);
    addCommitmentLines(lines, commitments, accountOf, allocation, { month, upTo, known: knownDays });
    for (const line of usage) addDiscounts(lines, line, ledger.settings);
    addPlantedLines(lines, planted, accountOf, upTo);
    blend(lines, accounts);
    lines.settledFrom = lines.length;
    if (upTo === knownDays) {
      if (now >= supportArrives(world, month)) addSupportLines(lines, accounts, ledger.settings, world.managementAccountId);
      addTaxLines(lines, accounts, ledger.settings);
    } else addMonthlyLines(lines, linesUpTo(knownDays));
    return lines;
  };
  const linesUpTo = (upTo: number): BillLines => {
    const known = kept.get(upTo);
    if (known) return known;
    const lines = build(upTo);
    // The whole month stays; of its days only the last ones, as daily answers walk over them.
    const days = [...kept.keys()].filter((day) => day !== knownDays);
    if (days.length >= KEPT_DAYS) kept.delete(days[0] ?? -1);
    kept.set(upTo, lines);
    return lines;
  };
  return {
    version: monthVersion(world, month, now),
    month,
    accounts,
    names: new Map(accounts.map(({ id, name }) => [id, name])),
    fleets,
    allocation,
    ledger,
    knownDays,
    estimated: now < finalFrom(world, month),
    lines: (upTo = knownDays) => linesUpTo(Math.min(upTo, knownDays)),
  };
};

/** Support and tax are dated on the first of the month whatever day is asked for. */
const addMonthlyLines = (lines: BillLines, whole: BillLines): void => {
  for (let line = whole.settledFrom; line < whole.length; line += 1) {
    const shape = whole.shapes[whole.shapeOf[line] ?? 0];
    if (shape) lines.add(whole.accounts[line] ?? 0, lines.shape(shape), { UnblendedCost: whole.columns.UnblendedCost[line] ?? 0n });
  }
};

const KEPT_MONTHS = 4;
const bills = new WeakMap<World, Map<string, MonthBill>>();

/** The month's bill, built once per version; the least recently used month goes first. */
export const knownMonth = (world: World, month: Month, now: number): MonthBill => {
  const known = bills.get(world) ?? new Map<string, MonthBill>();
  bills.set(world, known);
  const version = monthVersion(world, month, now);
  const found = known.get(month.key);
  known.delete(month.key);
  const bill = found?.version === version && found.estimated === now < finalFrom(world, month) ? found : monthBill(world, month, now);
  known.set(month.key, bill);
  const oldest = known.keys().next().value;
  if (known.size > KEPT_MONTHS && oldest !== undefined) known.delete(oldest);
  return bill;
};
