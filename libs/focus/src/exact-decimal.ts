/** A decimal number without rounding: `digits` × 10^-`scale`. Prices and quantities have more digits than money's ten. */
export interface ExactDecimal {
  readonly digits: bigint;
  readonly scale: number;
}

// FOCUS's NumericFormat: no plus sign, no thousands separators, E notation with a sign only when it is negative.
const pattern = /^(-?)(\d+(?:\.\d+)?|\.\d+)(?:E(-?\d{1,3}))?$/;

/** Undefined for text that FOCUS does not accept as a number. */
export const parseExact = (text: string): ExactDecimal | undefined => {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, sign = '', mantissa = '', exponent = '0'] = match;
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
};

/** Negative, zero or positive, as a is less than, equal to or greater than b. */
export const compareExact = (a: ExactDecimal, b: ExactDecimal): number => {
  const scale = Math.max(a.scale, b.scale);
  const difference = a.digits * 10n ** BigInt(scale - a.scale) - b.digits * 10n ** BigInt(scale - b.scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

export const multiplyExact = (a: ExactDecimal, b: ExactDecimal): ExactDecimal => ({ digits: a.digits * b.digits, scale: a.scale + b.scale });
