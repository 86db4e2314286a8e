import { divideHalfEven } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';

const ascending = (values: readonly Units[]): readonly Units[] => values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));

export const median = (values: readonly Units[]): Units => {
  const sorted = ascending(values);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0n;
  return sorted.length % 2 === 1 ? upper : divideHalfEven((sorted[middle - 1] ?? 0n) + upper, 2n);
};

const magnitude = (value: Units): Units => (value < 0n ? -value : value);

/** Median distance from the median, scaled to what the standard deviation of a normal spread would be (1.4826). */
export const spreadOf = (values: readonly Units[]): Units => {
  const middle = median(values);
  return divideHalfEven(median(values.map((value) => magnitude(value - middle))) * 14_826n, 10_000n);
};

/** Mean of values, none further from the median than five spreads and a tenth: a lump or a spike counts as a high day, not as itself. */
export const robustMean = (values: readonly Units[]): Units => {
  if (values.length === 0) return 0n;
  const middle = median(values);
  const reach = 5n * spreadOf(values) + magnitude(middle) / 10n;
  const kept = values.map((value) => (value > middle + reach ? middle + reach : value < middle - reach ? middle - reach : value));
  return divideHalfEven(
    kept.reduce((sum, value) => sum + value, 0n),
    BigInt(kept.length),
  );
};
