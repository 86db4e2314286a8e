const scale = 10;
const pattern = /^([+-]?)(\d{1,28})(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * An exact decimal amount with ten digits after the point, in one currency (ISO 4217). Never a floating-point number:
 * made from decimal text, as Cost Explorer sends it. Throws RangeError for text that is no decimal or needs more than ten digits.
 */
export class Money {
  private constructor(
    readonly units: bigint,
    readonly currency: string,
  ) {}

  static of(text: string, currency = 'USD'): Money {
    return new Money(parseUnits(text), currency);
  }

  static zero(currency = 'USD'): Money {
    return new Money(0n, currency);
  }

  static sum(amounts: Iterable<Money>, currency = 'USD'): Money {
    let total = Money.zero(currency);
    for (const amount of amounts) total = total.plus(amount);
    return total;
  }

  plus(other: Money): Money {
    return new Money(this.units + this.same(other).units, this.currency);
  }

  minus(other: Money): Money {
    return new Money(this.units - this.same(other).units, this.currency);
  }

  negated(): Money {
    return new Money(-this.units, this.currency);
  }

  /** Product with an exact ratio, rounded half to even at the tenth digit. */
  times(numerator: bigint, denominator = 1n): Money {
    return new Money(divideHalfEven(this.units * numerator, denominator), this.currency);
  }

  compare(other: Money): -1 | 0 | 1 {
    const difference = this.units - this.same(other).units;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  equals(other: Money): boolean {
    return this.currency === other.currency && this.units === other.units;
  }

  isZero(): boolean {
    return this.units === 0n;
  }

  /** Rounded half to even to `digits` after the point (0–10), as text: `Money.of('0.125').toFixed(2)` is `0.12`. */
  toFixed(digits: number): string {
    if (!Number.isInteger(digits) || digits < 0 || digits > scale) throw new RangeError(`digits must be 0 to ${scale}, not ${digits}`);
    const step = 10n ** BigInt(scale - digits);
    return format(divideHalfEven(this.units, step), digits);
  }

  /** Shortest exact decimal text. */
  toString(): string {
    return format(this.units, scale).replace(/\.?0+$/, '');
  }

  toJSON(): { amount: string; currency: string } {
    return { amount: this.toString(), currency: this.currency };
  }

  private same(other: Money): Money {
    if (other.currency !== this.currency) throw new RangeError(`cannot combine ${this.currency} with ${other.currency}: convert one first`);
    return other;
  }
}

const parseUnits = (text: string): bigint => {
  const match = pattern.exec(text.trim());
  if (!match) throw new RangeError(`not a decimal amount: ${JSON.stringify(text.slice(0, 40))}`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const shift = scale - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  if (digits % divisor !== 0n) throw new RangeError(`more than ${scale} digits after the point: ${text}`);
  const units = shift < 0 ? digits / divisor : digits * 10n ** BigInt(shift);
  return sign === '-' ? -units : units;
};

const divideHalfEven = (value: bigint, divisor: bigint): bigint => {
  if (divisor === 0n) throw new RangeError('division by zero');
  const [n, d] = divisor < 0n ? [-value, -divisor] : [value, divisor];
  const magnitude = n < 0n ? -n : n;
  const quotient = magnitude / d;
  const twice = (magnitude % d) * 2n;
  const rounded = twice > d || (twice === d && quotient % 2n === 1n) ? quotient + 1n : quotient;
  return n < 0n ? -rounded : rounded;
};

const format = (units: bigint, digits: number): string => {
  const magnitude = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const sign = units < 0n ? '-' : '';
  return digits === 0 ? sign + magnitude : `${sign}${magnitude.slice(0, -digits)}.${magnitude.slice(-digits)}`;
};
