/** Rounded toward −∞, so that remainders are never negative. */
export const floorDivide = (value: bigint, divisor: bigint): bigint => {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
};

/**
 * Whole numbers that sum to `target`: each is the floor of weight ÷ divisor, and what is missing goes to the largest remainders, one each;
 * equal remainders in the order given. A weight of 0 gets 0. A target farther off than rounding can explain is spread evenly first.
 * @source specs/chargeback.md §4.5
 */
export const largestRemainder = (target: bigint, weights: readonly bigint[], divisor: bigint): bigint[] => {
  const parts = weights.map((weight) => floorDivide(weight, divisor));
  let missing = target;
  for (const part of parts) missing -= part;
  if (missing === 0n) return parts;
  let takers = weights.map((_, index) => index).filter((index) => weights[index] !== 0n);
  if (takers.length === 0) takers = weights.map((_, index) => index);
  if (takers.length === 0) throw new RangeError(`nothing to spread ${target} over`);
  const every = floorDivide(missing, BigInt(takers.length));
  const rest = Number(missing - every * BigInt(takers.length));
  const remainders = weights.map((weight, index) => weight - (parts[index] ?? 0n) * divisor);
  const up = new Set([...takers].sort((a, b) => descending(remainders[a] ?? 0n, remainders[b] ?? 0n) || a - b).slice(0, rest));
  for (const index of takers) parts[index] = (parts[index] ?? 0n) + every + (up.has(index) ? 1n : 0n);
  return parts;
};

export const descending = (a: bigint, b: bigint): number => (a > b ? -1 : a < b ? 1 : 0);

/** `amount` split in proportion to weights that are not negative (all zero: evenly); the parts sum to it exactly. */
export const splitInProportion = (amount: bigint, weights: readonly bigint[]): bigint[] => {
  let sum = 0n;
  for (const weight of weights) sum += weight;
  const used = sum === 0n ? weights.map(() => 1n) : weights;
  const divisor = sum === 0n ? BigInt(weights.length) : sum;
  return largestRemainder(
    amount,
    used.map((weight) => amount * weight),
    divisor,
  );
};
