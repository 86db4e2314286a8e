const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** An exact rational number. */
export class Fraction {
  readonly n: bigint;
  readonly d: bigint;

  constructor(n: bigint, d = 1n) {
    if (d === 0n) throw new RangeError('division by zero');
    const sign = d < 0n ? -1n : 1n;
    const common = gcd(n, d * sign);
    this.n = common === 0n ? 0n : (n * sign) / common;
    this.d = common === 0n ? 1n : (d * sign) / common;
  }

  static readonly zero = new Fraction(0n);

  /** Of decimal text without E notation. */
  static of(text: string): Fraction {
    const [whole = '0', digits = ''] = text.split('.');
    return new Fraction(BigInt(whole + digits), 10n ** BigInt(digits.length));
  }

  static sum(all: readonly Fraction[]): Fraction {
    return all.reduce((sum, one) => sum.plus(one), Fraction.zero);
  }

  plus(o: Fraction): Fraction {
    return this.d === o.d ? new Fraction(this.n + o.n, this.d) : new Fraction(this.n * o.d + o.n * this.d, this.d * o.d);
  }

  minus(o: Fraction): Fraction {
    return this.plus(o.negated());
  }

  times(o: Fraction): Fraction {
    return new Fraction(this.n * o.n, this.d * o.d);
  }

  over(o: Fraction): Fraction {
    return new Fraction(this.n * o.d, this.d * o.n);
  }

  negated(): Fraction {
    return new Fraction(-this.n, this.d);
  }

  abs(): Fraction {
    return this.n < 0n ? this.negated() : this;
  }

  compare(o: Fraction): number {
    const difference = this.n * o.d - o.n * this.d;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  isZero(): boolean {
    return this.n === 0n;
  }

  floor(): bigint {
    return this.n >= 0n ? this.n / this.d : -((-this.n + this.d - 1n) / this.d);
  }

  /** Nearest whole number; a half goes to the even one. */
  nearest(): bigint {
    const below = this.floor();
    const rest = this.minus(new Fraction(below)).compare(new Fraction(1n, 2n));
    if (rest !== 0) return rest < 0 ? below : below + 1n;
    return below % 2n === 0n ? below : below + 1n;
  }

  /** Rounded to so many digits after the point. */
  rounded(digits: number): Fraction {
    const scale = 10n ** BigInt(digits);
    return new Fraction(new Fraction(this.n * scale, this.d).nearest(), scale);
  }

  toString(): string {
    return `${this.n}/${this.d}`;
  }
}

/** Whole numbers near the shares that sum to `total`: floors, and one more for the largest remainders; the first of equals. Shares of nothing stay nothing. */
export const shareOut = (total: bigint, shares: readonly Fraction[]): bigint[] => {
  const whole = shares.map((share) => share.floor());
  let missing = total - whole.reduce((sum, part) => sum + part, 0n);
  if (missing === 0n) return whole;
  let queue = shares
    .map((share, index) => ({ index, rest: share.minus(new Fraction(share.floor())) }))
    .filter(({ index }) => !shares[index]!.isZero());
  if (queue.length === 0) queue = shares.map((_, index) => ({ index, rest: Fraction.zero }));
  queue.sort((a, b) => b.rest.compare(a.rest) || a.index - b.index);
  while (missing < 0n) {
    for (const { index } of queue) whole[index]! -= 1n;
    missing += BigInt(queue.length);
  }
  for (let turn = 0; missing > 0n; turn += 1, missing -= 1n) whole[queue[turn % queue.length]!.index]! += 1n;
  return whole;
};
