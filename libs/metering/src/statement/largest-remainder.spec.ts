import fc from 'fast-check';
import { floorDivide, largestRemainder, splitInProportion } from './largest-remainder.js';

const sum = (parts: readonly bigint[]): bigint => parts.reduce((total, part) => total + part, 0n);
const amount = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });

describe('apportioning', () => {
  it('rounds toward −∞', () => {
    expect([floorDivide(7n, 2n), floorDivide(-7n, 2n), floorDivide(-8n, 2n), floorDivide(0n, 2n)]).toEqual([3n, -4n, -4n, 0n]);
  });

  it('gives what is missing to the largest remainders, the first of equals, and nothing to nothing', () => {
    expect(largestRemainder(10n, [35n, 35n, 25n, 0n, 5n], 10n)).toEqual([4n, 4n, 2n, 0n, 0n]);
    expect(largestRemainder(-3n, [-15n, -15n], 10n)).toEqual([-1n, -2n]);
    expect(largestRemainder(0n, [], 10n)).toEqual([]);
    expect(() => largestRemainder(1n, [], 10n)).toThrow('nothing to spread 1 over');
  });

  it('spreads a target that rounding cannot explain', () => {
    expect(largestRemainder(7n, [10n, 0n, 10n], 10n)).toEqual([4n, 0n, 3n]);
    expect(largestRemainder(2n, [0n, 0n, 0n], 10n)).toEqual([1n, 1n, 0n]);
  });

  it('sums to its target and rounds each share down or up', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 20 }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (weights, divisor) => {
        const target = floorDivide(2n * sum(weights) + divisor, 2n * divisor);
        const parts = largestRemainder(target, weights, divisor);
        expect(sum(parts)).toBe(target);
        for (const [index, part] of parts.entries()) expect([0n, 1n]).toContain(part - floorDivide(weights[index]!, divisor));
      }),
    );
  });

  it('splits exactly, by weights or evenly', () => {
    expect(splitInProportion(100n, [0n, 0n, 0n])).toEqual([34n, 33n, 33n]);
    expect(splitInProportion(-100n, [1n, 2n])).toEqual([-33n, -67n]);
    fc.assert(
      fc.property(amount, fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 20 }), (total, weights) => {
        expect(sum(splitInProportion(total, weights))).toBe(total);
      }),
    );
  });
});
