import { checkAmount, checkCurrency } from './amounts.js';
import { DomainError } from './domain-error.js';

const codeOf = (attempt: () => unknown): string | undefined => {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.field ?? ''}`;
    throw error;
  }
};

describe('entered amounts', () => {
  it.each([
    ['12', 2, '12.00'],
    ['-0.1', 2, '-0.10'],
    ['0012.50', 2, '12.50'],
    ['-0', 2, '0.00'],
    ['1.2500', 10, '1.25'],
    ['0.0000000001', 10, '0.0000000001'],
    ['100', 10, '100'],
  ])('%s with %d digits is %s', (text, digits, expected) => {
    expect(checkAmount('amount', text, { digits })).toBe(expected);
  });

  it.each([
    [undefined, 'FIELD_REQUIRED'],
    ['', 'FIELD_REQUIRED'],
    [12, 'FIELD_MALFORMED'],
    ['1e3', 'FIELD_MALFORMED'],
    ['1,234.50', 'FIELD_MALFORMED'],
    ['1.234,50', 'FIELD_MALFORMED'],
    ['+1', 'FIELD_MALFORMED'],
    [' 1', 'FIELD_MALFORMED'],
    ['.5', 'FIELD_MALFORMED'],
    ['5.', 'FIELD_MALFORMED'],
    ['NaN', 'FIELD_MALFORMED'],
    ['0.005', 'FIELD_MALFORMED'],
    ['1000000000000.01', 'FIELD_MALFORMED'],
    ['-1', 'FIELD_MALFORMED'],
  ])('%j is refused', (value, code) => {
    expect(codeOf(() => checkAmount('amount', value, { digits: 2, min: '0' }))).toBe(`${code} amount`);
  });

  it('take currencies of three capital letters', () => {
    expect(checkCurrency('currency', 'EUR')).toBe('EUR');
    for (const value of ['eur', 'EURO', '', undefined, 'ÉUR'])
      expect(codeOf(() => checkCurrency('currency', value))).toBe('FIELD_MALFORMED currency');
  });
});
