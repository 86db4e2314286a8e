import { refuse } from '@orgledger/kernel';
import { addMonths, isMonth, monthOf } from './month.js';
import type { Month } from './month.js';

interface MonthReach {
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly back: number;
  readonly ahead: number;
}

/** A month `YYYY-MM` within so many months of now: what lies further away is a slip of the pen. */
export const checkMonth = (field: string, value: unknown, { now, back, ahead }: MonthReach): Month => {
  if (!isMonth(value)) return refuse('FIELD_MALFORMED', field, `${field} must be a month such as 2026-03.`);
  const [first, last] = [addMonths(monthOf(now), -back), addMonths(monthOf(now), ahead)];
  return value < first || value > last ? refuse('FIELD_MALFORMED', field, `${field} must be a month from ${first} to ${last}.`) : value;
};
