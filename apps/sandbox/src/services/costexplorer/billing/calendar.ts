export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** A calendar month in UTC. `index` counts months since year 0, so that months can be subtracted. */
export interface Month {
  readonly key: string;
  readonly index: number;
  /** Milliseconds since 1970: first moment of the month and of the next. */
  readonly start: number;
  readonly end: number;
  readonly days: number;
}

const two = (value: number): string => String(value).padStart(2, '0');

export const monthAt = (index: number): Month => {
  const year = Math.floor(index / 12);
  const month = index - year * 12;
  const start = Date.UTC(year, month, 1);
  const end = Date.UTC(year, month + 1, 1);
  return { key: `${year}-${two(month + 1)}`, index, start, end, days: Math.round((end - start) / DAY) };
};

export const monthOfTime = (time: number): Month => {
  const date = new Date(time);
  return monthAt(date.getUTCFullYear() * 12 + date.getUTCMonth());
};

/** The month of `YYYY-MM`, or undefined for other text. */
export const monthOfKey = (key: string): Month | undefined => {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(key);
  return match ? monthAt(Number(match[1]) * 12 + Number(match[2]) - 1) : undefined;
};

export const dayText = (time: number): string => new Date(time).toISOString().slice(0, 10);

export const startOfDay = (time: number): number => Math.floor(time / DAY) * DAY;

/** Milliseconds of `YYYY-MM-DD`, or undefined when that is no day. */
export const timeOfDay = (text: string): number | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || dayText(time) !== text ? undefined : time;
};

/** How many whole days of the month lie before `time`: 0 to all. */
export const daysBefore = (month: Month, time: number): number => Math.max(0, Math.min(month.days, Math.floor((time - month.start) / DAY)));
