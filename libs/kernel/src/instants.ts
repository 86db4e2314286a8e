import { refuse } from './field-rules.js';

const instantPattern = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,3}))?Z$/;

const daysIn = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

const isCalendarDay = (year: string, month: string, day: string): boolean =>
  Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));

/** A day as `YYYY-MM-DD`. */
export const isDay = (value: string): boolean => {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  return match !== null && isCalendarDay(match[1] ?? '', match[2] ?? '', match[3] ?? '');
};

/** ISO 8601 UTC; answers it with milliseconds, so that texts compare as instants do. */
export const checkInstant = (field: string, value: unknown): string => {
  const match = typeof value === 'string' ? instantPattern.exec(value) : null;
  if (!match || !isCalendarDay(match[1] ?? '', match[2] ?? '', match[3] ?? ''))
    return refuse('FIELD_MALFORMED', field, `${field} must be an instant in UTC such as 2026-01-31T18:00:00Z.`);
  return `${match[0].slice(0, 19)}.${(match[7] ?? '').padEnd(3, '0')}Z`;
};
