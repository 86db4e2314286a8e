import { divideHalfEven, formatDigits, formatUnits, parseExactUnits, roundUnits } from './decimal.js';

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
    return new Money(parseExactUnits(text), currency);
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
    return formatDigits(roundUnits(this.units, digits), digits);
  }

  /** Shortest exact decimal text. */
  toString(): string {
    return formatUnits(this.units);
  }

  toJSON(): { amount: string; currency: string } {
    return { amount: this.toString(), currency: this.currency };
  }

  private same(other: Money): Money {
    if (other.currency !== this.currency) throw new RangeError(`cannot combine ${this.currency} with ${other.currency}: convert one first`);
    return other;
  }
}
