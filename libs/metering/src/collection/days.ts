import { addMonths, hoursIn } from '../month.js';

/** The day `count` days after `day` (before it when negative); both `YYYY-MM-DD`. */
export const addDays = (day: string, count: number): string => {
  let month = day.slice(0, 7);
  let number = Number(day.slice(8)) + count;
  for (; number < 1; number += hoursIn(month) / 24) month = addMonths(month, -1);
  for (; number > hoursIn(month) / 24; month = addMonths(month, 1)) number -= hoursIn(month) / 24;
  return `${month}-${String(number).padStart(2, '0')}`;
};

const dayMs = 86_400_000;

/** ISO 8601 UTC with milliseconds, `seconds` after `instant`. */
export const addSeconds = (instant: string, seconds: number): string => {
  const ofDay = Date.parse(instant) - Date.parse(`${instant.slice(0, 10)}T00:00:00.000Z`) + seconds * 1_000;
  const carry = Math.floor(ofDay / dayMs);
  const ms = ofDay - carry * dayMs;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const time = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}`;
  return `${addDays(instant.slice(0, 10), carry)}T${time}.${String(ms % 1_000).padStart(3, '0')}Z`;
};
