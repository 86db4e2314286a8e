import fc from 'fast-check';
import { Money } from './money.js';

describe('Money', () => {
  it.each([
    ['0.125', 2, '0.12'],
    ['0.135', 2, '0.14'],
    ['-0.125', 2, '-0.12'],
    ['1e-7', 7, '0.0000001'],
    ['12.5', 0, '12'],
    ['13.5', 0, '14'],
  ])('rounds %s to %i digits as %s, half to even', (text, digits, expected) => {
    expect(Money.of(text).toFixed(digits)).toBe(expected);
  });

  it.each(['', 'abc', '1.2.3', '0x10', 'NaN', '1,000.00', 'Infinity'])('refuses %p', (text) => {
    expect(() => Money.of(text)).toThrow(/not a decimal amount/);
  });

  it('refuses more than ten digits after the point rather than losing one', () => {
    expect(() => Money.of('0.00000000001')).toThrow(/more than 10 digits/);
  });

  it('refuses to add different currencies', () => {
    expect(() => Money.of('1', 'USD').plus(Money.of('1', 'EUR'))).toThrow(/cannot combine USD with EUR/);
  });

  it('adds, subtracts and prints exactly', () => {
    const amount = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const text = (units: bigint): string => `${units}e-10`;
        const sum = Money.of(text(a)).plus(Money.of(text(b)));
        expect(sum.units).toBe(a + b);
        expect(sum.minus(Money.of(text(b))).equals(Money.of(text(a)))).toBe(true);
        expect(Money.of(sum.toString()).equals(sum)).toBe(true);
      }),
    );
  });
});
