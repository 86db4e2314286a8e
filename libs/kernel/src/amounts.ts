import { formatDigits, parseExactUnits, roundUnits, scale } from './decimal.js';
import { refuse } from './field-rules.js';

interface AmountLimits {
  /** Digits after the point at most; the answer has exactly as many for 2, and the shortest text else. */
  readonly digits: number;
  /** Decimal text, inclusive. */
  readonly min?: string;
  readonly max?: string;
  /** What to do with less than `min`, after a colon. */
  readonly below?: string;
}

// Enough for the bill of a large organisation, and far below what an exact amount holds.
const most = '1000000000000';

const decimalPattern = /^-?\d{1,15}(?:\.\d{1,10})?$/;

/** Decimal text that people entered: no E notation, no thousands separators, no sign but a minus. Answers it in one form. */
export const checkAmount = (field: string, value: unknown, { digits, min = `-${most}`, max = most, below }: AmountLimits): string => {
  if (value === undefined || value === null || value === '')
    return refuse('FIELD_REQUIRED', field, `${field} is missing: give a decimal number such as 1234.50.`);
  if (typeof value !== 'string' || !decimalPattern.test(value))
    return refuse('FIELD_MALFORMED', field, `${field} must be a decimal number such as 1234.50, with a point and without thousands separators.`);
  const units = parseExactUnits(value);
  if (units % 10n ** BigInt(scale - digits) !== 0n)
    return refuse('FIELD_MALFORMED', field, `${field} has more than ${digits} digits after the point: round it first.`);
  if (units < parseExactUnits(min))
    return refuse('FIELD_MALFORMED', field, `${field} must be at least ${min}${below === undefined ? '.' : `: ${below}`}`);
  if (units > parseExactUnits(max)) return refuse('FIELD_MALFORMED', field, `${field} must be at most ${max}.`);
  const text = formatDigits(roundUnits(units, digits), digits);
  return digits === 2 ? text : text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
};

/** ISO 4217, by its form: which currencies there are changes. */
export const checkCurrency = (field: string, value: unknown): string =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value)
    ? value
    : refuse('FIELD_MALFORMED', field, `${field} must be a currency of three capital letters such as EUR.`);
