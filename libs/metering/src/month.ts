/** A calendar month in UTC, `YYYY-MM`: months compare as their texts do. */
export type Month = string;

const pattern = /^(\d{4})-(0[1-9]|1[0-2])$/;

export const isMonth = (value: unknown): value is Month => typeof value === 'string' && pattern.test(value);

/** The month that an instant (ISO 8601 UTC) lies in. */
export const monthOf = (instant: string): Month => instant.slice(0, 7);

export const addMonths = (month: Month, count: number): Month => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const index = year * 12 + (number - 1) + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
};

/** First instant of the month, ISO 8601 UTC; of the next month it is this one's exclusive end. */
export const startOf = (month: Month): string => `${month}-01T00:00:00.000Z`;
export const endOf = (month: Month): string => startOf(addMonths(month, 1));

export const hoursIn = (month: Month): number => (Date.parse(endOf(month)) - Date.parse(startOf(month))) / 3_600_000;

/** All months from `first` to `last`, both included. */
export const monthsFrom = (first: Month, last: Month): readonly Month[] => {
  const months: Month[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
};
