import { divideHalfEven, parseExactUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { BillingPolicy } from '../policy/billing-policy.js';
import type { FixedRate } from '../rates/rates.events.js';
import { compareLines } from './draft-line.js';
import type { DraftLine } from './draft-line.js';
import type { TenantLedger } from './ledger.js';
import { largestRemainder } from './largest-remainder.js';

const one = 10n ** 10n;

export const convertCents = (cents: bigint, rate: Units): bigint => divideHalfEven(cents * rate, one);

/** Sets each statement's currency and rate; gives the currencies that have no rate. */
export const chooseCurrencies = (
  ledgers: readonly TenantLedger[],
  policy: BillingPolicy,
  billingCurrency: string,
  rates: ReadonlyMap<string, FixedRate>,
): readonly string[] => {
  const missing = new Set<string>();
  for (const ledger of ledgers) {
    const workspace = ledger.holder.workspaceIdentifier;
    const currency = workspace !== undefined && Object.hasOwn(policy.currencies, workspace) ? policy.currencies[workspace] : undefined;
    if (currency === undefined || currency === billingCurrency) continue;
    const rate = rates.get(currency);
    if (!rate) missing.add(currency);
    ledger.currency = currency;
    ledger.rate = rate?.rate ?? '1';
  }
  return [...missing].sort();
};

/**
 * Converts what rounding gave: per currency the statements' sum × rate half to even, apportioned to tenants and then lines by largest remainder of their
 * exact amounts × rate. Lines that are whole cents are converted one by one; corrections have been, at the rate of their own month.
 * @source specs/chargeback.md §4.8
 */
export const convertLedgers = (ledgers: readonly TenantLedger[], billingCurrency: string): void => {
  for (const currency of new Set(ledgers.map((ledger) => ledger.currency))) {
    const group = ledgers.filter((ledger) => ledger.currency === currency);
    if (currency === billingCurrency) for (const ledger of group) keep(ledger);
    else convertGroup(group, parseExactUnits(group[0]?.rate ?? '1'));
  }
};

const keep = (ledger: TenantLedger): void => {
  ledger.convertedCents = ledger.billCents + ledger.revenueCents;
  for (const line of ledger.bill) line.converted = line.cents;
  for (const line of ledger.revenue) line.converted = line.cents;
  for (const line of ledger.settled) if (line.kind !== 'CORRECTION') line.converted = line.cents;
};

const convertGroup = (group: readonly TenantLedger[], rate: Units): void => {
  const roundedTogether = group.map(({ bill, revenue }) => [...bill, ...revenue].sort(compareLines));
  const weights = roundedTogether.map((lines) => weigh(lines, rate));
  const cents = group.reduce((sum, { billCents, revenueCents }) => sum + billCents + revenueCents, 0n);
  const totals = apportion(
    convertCents(cents, rate),
    weights.map((lines) => lines.reduce((sum, weight) => sum + weight, 0n)),
  );
  for (const [index, ledger] of group.entries()) {
    ledger.convertedCents = totals[index] ?? 0n;
    const parts = apportion(ledger.convertedCents, weights[index] ?? []);
    for (const [position, line] of (roundedTogether[index] ?? []).entries()) line.converted = parts[position] ?? 0n;
    for (const line of ledger.settled) if (line.kind !== 'CORRECTION') line.converted = convertCents(line.cents, rate);
  }
};

const weigh = (lines: readonly DraftLine[], rate: Units): bigint[] => lines.map(({ exact }) => exact * rate);

const apportion = (target: bigint, weights: readonly bigint[]): bigint[] => largestRemainder(target, weights, 10n ** 18n);
