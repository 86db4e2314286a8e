import { addDays, addSeconds } from './days.js';
import { monthsDue, monthsOnRequest, readableEnd, usageIsDue } from './months-due.js';

const now = '2026-06-09T04:00:00.000Z';
const read = (days: Readonly<Record<string, string>>) => new Map(Object.entries(days).map(([month, day]) => [month, `${day}T04:00:00.000Z`]));
const allRead = (day: string) => read(Object.fromEntries(monthsDue(now, new Map()).map((month) => [month, day])));

describe('months that are due', () => {
  it('are all that Cost Explorer shows, newest first, when none was ever read', () => {
    const due = monthsDue(now, new Map());
    expect(due).toHaveLength(13);
    expect([due[0], due.at(-1)]).toEqual(['2026-06', '2025-06']);
  });

  it('are read daily until the fifteenth day after their end, then weekly, then monthly', () => {
    expect(monthsDue(now, allRead('2026-06-08'))).toEqual(['2026-06', '2026-05']);
    expect(monthsDue(now, allRead('2026-06-09'))).toEqual([]);
    expect(monthsDue(now, allRead('2026-06-02'))).toEqual(['2026-06', '2026-05', '2026-04', '2026-03']);
    expect(monthsDue(now, allRead('2026-05-10'))).toHaveLength(13);
    expect(monthsDue('2026-06-17T04:00:00.000Z', allRead('2026-06-16'))).toEqual(['2026-06']);
  });

  it('are read again when their last reading is dated in the future', () => {
    expect(monthsDue(now, read({ ...Object.fromEntries(allRead('2026-06-09')), '2026-03': '2026-07-01' }))).toContain('2026-03');
  });

  it('always hold the current and the last one on request', () => {
    expect(monthsOnRequest(now, allRead('2026-06-09'))).toEqual(['2026-06', '2026-05']);
  });

  it('have their commitments’ use read weekly, and when they may close', () => {
    expect(usageIsDue('2026-06', '2026-06-08T04:00:00.000Z')).toBe(true);
    expect(usageIsDue('2026-06', now)).toBe(false);
    expect([5, 6, 7].map((day) => usageIsDue('2026-06', `2026-07-0${day}T04:00:00.000Z`))).toEqual([false, true, true]);
    expect(usageIsDue('2026-02', now)).toBe(true);
  });

  it('trap 3: a period’s end is exclusive, and savings plans’ lies before today', () => {
    expect(readableEnd('2026-05', now, 1)).toBe('2026-06-01');
    expect(readableEnd('2026-06', now, 0)).toBe('2026-06-09');
    expect(readableEnd('2026-06', now, 1)).toBe('2026-06-08');
    expect(readableEnd('2026-06', '2026-06-01T10:00:00.000Z', 0)).toBeUndefined();
    expect(readableEnd('2026-06', '2026-06-02T10:00:00.000Z', 1)).toBeUndefined();
    expect(readableEnd('2026-05', '2026-06-01T10:00:00.000Z', 1)).toBe('2026-05-31');
  });
});

describe('days', () => {
  it('go over months, years and leap days', () => {
    expect([addDays('2024-02-28', 2), addDays('2026-01-01', -1), addDays('2025-12-31', 366), addDays('2026-03-01', -1)]).toEqual([
      '2024-03-01',
      '2025-12-31',
      '2027-01-01',
      '2026-02-28',
    ]);
    expect(addSeconds('2024-12-31T23:59:59.000Z', 1)).toBe('2025-01-01T00:00:00.000Z');
    expect(addSeconds('2023-12-06T18:50:14.250Z', 8_760 * 3_600)).toBe('2024-12-05T18:50:14.250Z');
    expect(addSeconds('2026-01-01T00:00:00.000Z', -1)).toBe('2025-12-31T23:59:59.000Z');
  });
});
