/** Amounts and quantities are whole numbers of 10⁻¹⁰. The sandbox has its own arithmetic: it must not share the product's mistakes. */
export const ONE = 10_000_000_000n;
const DIGITS = 10;

/** value × factor / divisor, rounded half to even. */
export const scaled = (value: bigint, factor: bigint, divisor: bigint): bigint => {
  const product = value * factor;
  const negative = product < 0n !== divisor < 0n && product !== 0n;
  const magnitude = product < 0n ? -product : product;
  const by = divisor < 0n ? -divisor : divisor;
  let quotient = magnitude / by;
  const twice = (magnitude - quotient * by) * 2n;
  if (twice > by || (twice === by && (quotient & 1n) === 1n)) quotient += 1n;
  return negative ? -quotient : quotient;
};

export const times = (amount: bigint, quantity: bigint): bigint => scaled(amount, quantity, ONE);

/** value × factor / divisor, rounded once, half to even at that many digits after the point; still counted in 10⁻¹⁰. */
export const scaledTo = (digits: number, value: bigint, factor: bigint, divisor: bigint): bigint => {
  const step = 10n ** BigInt(DIGITS - digits);
  return scaled(value, factor, divisor * step) * step;
};

/** Rounded half to even at that many digits after the point. */
export const roundedTo = (amount: bigint, digits: number): bigint => scaledTo(digits, amount, 1n, 1n);

export const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);

const decimalText = /^(-?)(\d{1,18})(?:\.(\d{1,10}))?$/;

/** Reads plain decimal text of at most ten digits after the point; undefined for any other text. */
export const readDecimal = (text: string): bigint | undefined => {
  const match = decimalText.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '0', fraction = ''] = match;
  const magnitude = BigInt(whole) * ONE + BigInt(fraction.padEnd(DIGITS, '0'));
  return sign === '-' ? -magnitude : magnitude;
};

/** The amount of a constant in the sandbox's own tables. */
export const amountOf = (text: string): bigint => {
  const amount = readDecimal(text);
  if (amount === undefined) throw new Error(`'${text}' is no decimal amount of the sandbox's tables.`);
  return amount;
};

const plain = (magnitude: bigint, digits: number): string => {
  const text = magnitude.toString().padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`.replace(/\.?0+$/, '');
};

/** Shortest plain decimal text. */
export const decimal = (amount: bigint): string => (amount < 0n ? `-${plain(-amount, DIGITS)}` : plain(amount, DIGITS));

/** As GetCostAndUsage writes amounts: plain text, and E notation for what is smaller than a millionth. */
export const costText = (amount: bigint): string => {
  const magnitude = amount < 0n ? -amount : amount;
  if (magnitude === 0n || magnitude >= 10_000n) return decimal(amount);
  const digits = magnitude.toString().replace(/0+$/, '');
  const mantissa = digits.length === 1 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`;
  return `${amount < 0n ? '-' : ''}${mantissa}E-${DIGITS + 1 - magnitude.toString().length}`;
};

/**
 * As the reservation and savings plans operations write amounts: sums of binary fractions that leak noise below the tenth digit, such as
 * `26.005928769999999`. The noise is the sandbox's, drawn from the amount; it never reaches the tenth digit when rounded.
 */
export const noisyText = (amount: bigint): string => {
  const text = decimal(amount);
  if (!text.includes('.') || amount % 7n !== 0n) return text;
  const finer = amount * 1_000_000n + (amount % 2n === 0n ? 1n : -1n);
  return finer < 0n ? `-${plain(-finer, 16)}` : plain(finer, 16);
};

/** As a binary fraction prints: whole numbers have a `.0`. */
export const doubleText = (amount: bigint): string => (amount % ONE === 0n ? `${decimal(amount)}.0` : noisyText(amount));

/** Whole percent text with up to ten digits; `0` of nothing. */
export const percentText = (part: bigint, whole: bigint): string => (whole === 0n ? '0' : decimal(scaled(part, 100n * ONE, whole)));

/** Splits an amount over weights so that the parts sum to it exactly and a weight of zero gets nothing. */
export const splitByWeights = (amount: bigint, weights: readonly bigint[]): bigint[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0n);
  let sum = 0n;
  let given = 0n;
  return weights.map((weight) => {
    sum += weight;
    const upTo = scaled(amount, sum, total);
    const part = upTo - given;
    given = upTo;
    return part;
  });
};
