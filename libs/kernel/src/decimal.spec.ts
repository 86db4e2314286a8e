import { divideHalfEven, formatUnits, parseExactUnits, parseUnits, roundUnits } from './decimal.js';

describe('decimal text', () => {
  it.each([
    ['0.6960000000000001', '0.696'],
    ['21.5760000000000001', '21.576'],
    ['26.005928769999999', '26.00592877'],
    ['3.6e-9', '0.0000000036'],
    ['1E2', '100'],
    ['-0.00000000005', '0'],
    ['-0.00000000015', '-0.0000000002'],
    ['5.', '5'],
    ['+7.10', '7.1'],
  ])('%s is %s to ten digits', (text, expected) => {
    expect(formatUnits(parseUnits(text))).toBe(expected);
  });

  it.each(['', 'NaN', '1,000.00', '0x10', '1e999', '1.2.3', '--1'])('%j is refused', (text) => {
    expect(() => parseUnits(text)).toThrow(RangeError);
  });

  it('is exact or refused where exactness is asked for', () => {
    expect(parseExactUnits('0.0000000001')).toBe(1n);
    expect(() => parseExactUnits('0.00000000001')).toThrow('more than 10 digits');
  });

  it('rounds halves to even on both sides of zero', () => {
    expect([5n, 15n, -5n, -15n, 25n].map((value) => divideHalfEven(value, 10n))).toEqual([0n, 2n, 0n, -2n, 2n]);
    expect(roundUnits(parseUnits('0.125'), 2)).toBe(12n);
    expect(() => roundUnits(0n, 11)).toThrow(RangeError);
  });
});
