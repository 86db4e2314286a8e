import { closableFrom, closeChecks } from './close-checks.js';
import type { CloseFacts } from './close-checks.js';

const pull = (pulledAt: string, digest = 'same', estimated = false) => ({ pulledAt, digest, estimated });

const ready: CloseFacts = {
  now: '2026-07-08T00:00:00.000Z',
  month: '2026-06',
  closeAfterDays: 7,
  pulls: [pull('2026-07-06T03:00:00.000Z'), pull('2026-07-07T03:00:00.000Z')],
  findings: [],
  cellsAsObserved: true,
  openBefore: [],
  missingBefore: [],
  missingRates: [],
};

const failedOf = (change: Partial<CloseFacts>) => closeChecks({ ...ready, ...change }).filter(({ passed }) => !passed);

describe('the checks before closing', () => {
  it('pass when the month has come to rest', () => {
    expect(closeChecks(ready).map(({ code, passed }) => [code, passed])).toEqual([
      ['WAIT_PERIOD', true],
      ['CLOCK_SKEW', true],
      ['NOT_COLLECTED', true],
      ['STILL_ESTIMATED', true],
      ['PULLS_DIFFER', true],
      ['PREVIOUS_MONTH_OPEN', true],
      ['CLOSE_BLOCKED_RATE', true],
    ]);
  });

  it('wait whole days after the month’s end, at midnight UTC', () => {
    expect(closableFrom('2026-12', 7)).toBe('2027-01-08T00:00:00.000Z');
    expect(failedOf({ now: '2026-07-07T23:59:59.999Z' })).toMatchObject([
      {
        code: 'WAIT_PERIOD',
        message: expect.stringContaining('2026-07-08T00:00:00.000Z') as string,
        remedy: expect.stringContaining('closeAfterDays') as string,
      },
    ]);
  });

  it('hold while AWS calls the month estimated', () => {
    const pulls = [pull('2026-07-06T03:00:00.000Z'), pull('2026-07-07T03:00:00.000Z', 'same', true)];
    expect(failedOf({ pulls })).toMatchObject([{ code: 'STILL_ESTIMATED', remedy: expect.stringContaining('Wait') as string }]);
  });

  it.each([
    ['differ', [pull('2026-07-06T03:00:00.000Z', 'other'), pull('2026-07-07T03:00:00.000Z')], '2026-07-08T03:00:00.000Z'],
    ['are less than a day apart', [pull('2026-07-06T03:00:00.001Z'), pull('2026-07-07T03:00:00.000Z')], '2026-07-07T03:00:00.001Z'],
    [
      'are the same with another between them',
      [pull('2026-07-05T03:00:00.000Z'), pull('2026-07-06T03:00:00.000Z', 'other'), pull('2026-07-07T03:00:00.000Z')],
      '2026-07-08T03:00:00.000Z',
    ],
    [
      'are the same but the first was before the month’s end',
      [pull('2026-06-30T03:00:00.000Z'), pull('2026-07-01T02:00:00.000Z')],
      '2026-07-02T02:00:00.000Z',
    ],
  ])('hold while the pulls %s', (_, pulls, from) => {
    expect(failedOf({ pulls })).toMatchObject([{ code: 'PULLS_DIFFER', remedy: expect.stringContaining(from) as string }]);
  });

  it('hold while the month is not collected whole after its end', () => {
    const codes = (change: Partial<CloseFacts>) => failedOf(change).map(({ code }) => code);
    expect(codes({ pulls: [] })).toEqual(['NOT_COLLECTED', 'STILL_ESTIMATED', 'PULLS_DIFFER']);
    expect(codes({ pulls: [pull('2026-06-29T03:00:00.000Z'), pull('2026-06-30T23:00:00.000Z')] })).toEqual(['NOT_COLLECTED', 'PULLS_DIFFER']);
    expect(codes({ cellsAsObserved: false })).toEqual(['NOT_COLLECTED']);
    expect(failedOf({ findings: [{ code: 'CUBES_DISAGREE', message: 'C1 and C2 differ by 3.20.' }] })).toMatchObject([
      {
        code: 'NOT_COLLECTED',
        message: expect.stringContaining('C1 and C2 differ by 3.20.') as string,
        remedy: expect.stringContaining('Collect') as string,
      },
    ]);
    expect(codes({ findings: [{ code: 'UNKNOWN_RECORD_TYPE', message: 'Reported, not dropped.' }] })).toEqual([]);
  });

  it('hold while an earlier month is open, and name it', () => {
    expect(failedOf({ openBefore: ['2026-04', '2026-05'] })).toMatchObject([
      {
        code: 'PREVIOUS_MONTH_OPEN',
        message: expect.stringContaining('2026-04, 2026-05') as string,
        remedy: expect.stringContaining('Close 2026-04 first') as string,
      },
    ]);
  });

  it('hold while a month between was never collected, as long as Cost Explorer still has it', () => {
    expect(failedOf({ missingBefore: ['2026-05'], openBefore: [] })).toMatchObject([
      {
        code: 'PREVIOUS_MONTH_OPEN',
        message: 'Earlier months were never collected: 2026-05.',
        remedy: expect.stringContaining('Collect 2026-05 (orgledger collection request)') as string,
      },
    ]);
    expect(failedOf({ missingBefore: ['2026-05'], openBefore: ['2026-04'] })).toMatchObject([
      {
        message: expect.stringContaining('not closed: 2026-04. Earlier months were never') as string,
        remedy: expect.stringMatching(/^Close 2026-04/u) as string,
      },
    ]);
    expect(failedOf({ missingBefore: ['2025-05'] })).toEqual([]);
  });

  it('hold while a collection is dated ahead of the clock, for more than clocks may differ', () => {
    const pulls = [pull('2026-07-06T03:00:00.000Z'), pull('2026-07-08T00:05:00.001Z')];
    expect(failedOf({ pulls })).toMatchObject([
      {
        code: 'CLOCK_SKEW',
        message: expect.stringContaining('2026-07-08T00:05:00.001Z') as string,
        remedy: expect.stringContaining('NTP') as string,
      },
    ]);
    expect(failedOf({ pulls: [pull('2026-07-06T03:00:00.000Z'), pull('2026-07-08T00:05:00.000Z')] })).toEqual([]);
  });

  it('hold without a rate, name the workspaces and say how to get one', () => {
    const missingRates = [{ base: 'USD', quote: 'EUR', workspaces: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }];
    expect(failedOf({ missingRates })).toEqual([
      {
        code: 'CLOSE_BLOCKED_RATE',
        passed: false,
        message: 'There is no rate from USD to EUR for 2026-06, the currency of a, b, c, d, e and 2 more.',
        remedy: 'Import reference rates that reach into 2026-06, or set an own rate for it (orgledger rates set). Nothing is converted one to one.',
      },
    ]);
  });
});
