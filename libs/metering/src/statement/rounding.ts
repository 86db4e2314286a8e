import { divideHalfEven } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import { compareLines } from './draft-line.js';
import type { DraftLine } from './draft-line.js';
import type { TenantLedger } from './ledger.js';
import { descending, floorDivide, largestRemainder } from './largest-remainder.js';

export const unitsPerCent = 10n ** 8n;

export interface RoundedTotals {
  /** Exact sum of what AWS billed, and T: its rounding to cents. */
  readonly exact: Units;
  readonly cents: bigint;
  readonly revenueExact: Units;
  readonly revenueCents: bigint;
}

const sumOf = (lines: readonly DraftLine[]): Units => {
  let sum = 0n;
  for (const line of lines) sum += line.exact;
  return sum;
};

/**
 * One rounding for the whole month, hierarchical: the total half to even, then tenants by largest remainder, then each tenant's lines.
 * The bill and the revenue have each their own total, so that the bill's statements sum to the bill whatever is added to them; the cents of revenue
 * that rounding leaves open go where they bring a tenant's whole statement nearest to its exact sum. `ledgers`: by tenant id.
 * @source specs/chargeback.md §4.5
 */
export const roundLedgers = (ledgers: readonly TenantLedger[]): RoundedTotals => {
  const bills = ledgers.map(({ bill }) => sumOf(bill));
  const exact = bills.reduce((sum, bill) => sum + bill, 0n);
  const cents = divideHalfEven(exact, unitsPerCent);
  const billCents = largestRemainder(cents, bills, unitsPerCent);

  const revenues = ledgers.map(({ revenue }) => sumOf(revenue));
  const revenueExact = revenues.reduce((sum, revenue) => sum + revenue, 0n);
  const revenueCents = between(
    divideHalfEven(exact + revenueExact, unitsPerCent) - cents,
    floorDivide(revenueExact, unitsPerCent),
    -floorDivide(-revenueExact, unitsPerCent),
  );
  const roundedRevenues = roundRevenues(
    revenueCents,
    revenues,
    bills.map((bill, index) => bill - (billCents[index] ?? 0n) * unitsPerCent),
  );

  for (const [index, ledger] of ledgers.entries()) {
    ledger.billCents = billCents[index] ?? 0n;
    ledger.revenueCents = roundedRevenues[index] ?? 0n;
    ledger.bill = roundLines(ledger.bill, ledger.billCents);
    ledger.revenue = roundLines(ledger.revenue, ledger.revenueCents);
  }
  return { exact, cents, revenueExact, revenueCents };
};

const between = (value: bigint, low: bigint, high: bigint): bigint => (value < low ? low : value > high ? high : value);

/** Each its floor or one more. `leftOver`: what rounding of the bill left of each tenant's exact bill. */
const roundRevenues = (target: bigint, revenues: readonly Units[], leftOver: readonly Units[]): bigint[] => {
  const parts = revenues.map((revenue) => floorDivide(revenue, unitsPerCent));
  let missing = target;
  for (const part of parts) missing -= part;
  const gaps = revenues.map((revenue, index) => revenue - (parts[index] ?? 0n) * unitsPerCent + (leftOver[index] ?? 0n));
  const fractional = revenues.map((_, index) => index).filter((index) => (revenues[index] ?? 0n) % unitsPerCent !== 0n);
  for (const index of fractional.sort((a, b) => descending(gaps[a] ?? 0n, gaps[b] ?? 0n) || a - b).slice(0, Number(missing))) {
    parts[index] = (parts[index] ?? 0n) + 1n;
  }
  return parts;
};

/** The lines in their order, with cents that sum to the total; lines of nothing are left out. */
const roundLines = (lines: readonly DraftLine[], total: bigint): DraftLine[] => {
  const kept = lines.filter(({ exact, billed }) => exact !== 0n || (billed ?? 0n) !== 0n).sort(compareLines);
  if (kept.length === 0) return kept;
  const cents = largestRemainder(
    total,
    kept.map(({ exact }) => exact),
    unitsPerCent,
  );
  for (const [index, line] of kept.entries()) line.cents = cents[index] ?? 0n;
  return kept;
};
