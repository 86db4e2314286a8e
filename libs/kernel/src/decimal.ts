/** Digits after the point of every exact amount. */
export const scale = 10;

/** An exact decimal as a whole number of 10⁻¹⁰: `12_500_000_000n` is 1.25. What sums over millions of amounts count in. */
export type Units = bigint;

const pattern = /^([+-]?)(\d{1,28})(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/;

/** Half to even. Throws RangeError for a zero divisor. */
export const divideHalfEven = (value: bigint, divisor: bigint): bigint => {
  if (divisor === 0n) throw new RangeError('division by zero');
  const [n, d] = divisor < 0n ? [-value, -divisor] : [value, divisor];
  const magnitude = n < 0n ? -n : n;
  const quotient = magnitude / d;
  const twice = (magnitude % d) * 2n;
  const rounded = twice > d || (twice === d && quotient % 2n === 1n) ? quotient + 1n : quotient;
  return n < 0n ? -rounded : rounded;
};

/** The exact value of decimal text (sign, digits, E notation). Throws RangeError for text that is no decimal or needs more than ten digits. */
export const parseExactUnits = (text: string): Units => {
  const { dividend, divisor } = readDecimal(text);
  if (dividend % divisor !== 0n) throw new RangeError(`more than ${scale} digits after the point: ${text}`);
  return dividend / divisor;
};

/** As `parseExactUnits`, rounded half to even at the tenth digit: Cost Explorer sends binary noise such as `21.5760000000000001`. */
export const parseUnits = (text: string): Units => {
  const { dividend, divisor } = readDecimal(text);
  return divideHalfEven(dividend, divisor);
};

const readDecimal = (text: string): { readonly dividend: bigint; readonly divisor: bigint } => {
  const match = pattern.exec(text.trim());
  if (!match) throw new RangeError(`not a decimal amount: ${JSON.stringify(text.slice(0, 40))}`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const shift = scale - fraction.length + Number(exponent);
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
  return shift < 0 ? { dividend: digits, divisor: 10n ** BigInt(-shift) } : { dividend: digits * 10n ** BigInt(shift), divisor: 1n };
};

/** Text with exactly `digits` after the point (0–10) of a number counted in 10^-digits. */
export const formatDigits = (value: bigint, digits: number): string => {
  const magnitude = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const sign = value < 0n ? '-' : '';
  return digits === 0 ? sign + magnitude : `${sign}${magnitude.slice(0, -digits)}.${magnitude.slice(-digits)}`;
};

/** Shortest exact decimal text. */
export const formatUnits = (units: Units): string => formatDigits(units, scale).replace(/\.?0+$/, '');

/** Rounded half to even to `digits` after the point (0–10), counted in 10^-digits: cents for 2. */
export const roundUnits = (units: Units, digits: number): bigint => {
  if (!Number.isInteger(digits) || digits < 0 || digits > scale) throw new RangeError(`digits must be 0 to ${scale}, not ${digits}`);
  return divideHalfEven(units, 10n ** BigInt(scale - digits));
};
