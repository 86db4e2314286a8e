import { parseUnits } from '@orgledger/kernel';
import { daysOf } from '../report/cost-query.js';
import { forecastMonth } from './forecast.js';
import type { ForecastInputs } from './forecast.js';

/** A small generator of its own, so that figures in the documentation can be had again. @source xorshift32 */
const randomOf = (seed: number): (() => number) => {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) % 1_000_000) / 1_000_000;
  };
};

const units = (amount: number): bigint => BigInt(Math.round(amount * 100)) * 100_000_000n;
const weekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

interface Generated {
  readonly truth: bigint;
  readonly daily: ForecastInputs;
  readonly monthly: ForecastInputs;
}

/** An organisation's May and June: weekends at 50–100 %, noise ±15 %, growth of up to 20 % a month, tax and fees on day 1, a spike, support next month. */
const generate = (seed: number, asOfDay: number): Generated => {
  const random = randomOf(seed);
  const [base, onWeekends, growth] = [50 + random() * 5000, 0.5 + random() * 0.5, 1 + (random() - 0.3) * 0.3];
  const usage = (day: string, index: number): number => base * growth ** (index / 30) * (weekend(day) ? onWeekends : 1) * (0.85 + random() * 0.3);
  const [may, june] = [daysOf('2026-05'), daysOf('2026-06')];
  const all = new Map([...may, ...june].map((day, index) => [day, units(usage(day, index))]));
  const spiky = june[Math.floor(random() * 8)]!;
  all.set(spiky, all.get(spiky)! * 4n);
  const fee = units(base * 3 * random());
  for (const first of [may[0]!, june[0]!]) all.set(first, all.get(first)! + fee);
  const support = units(base * 3);
  const sum = (days: readonly string[]): bigint => days.reduce((total, day) => total + (all.get(day) ?? 0n), 0n);
  const read = june.slice(0, asOfDay - 1);
  // Of the last day read, only a part is there.
  const known = new Map([...may, ...read].map((day) => [day, day === read.at(-1) ? all.get(day)! / 3n : all.get(day)!]));
  const monthToDate = read.reduce((total, day) => total + known.get(day)!, 0n);
  const common = {
    month: '2026-06',
    asOf: `2026-06-${String(asOfDay).padStart(2, '0')}T06:00:00.000Z`,
    monthToDate,
    lastMonths: [sum(may) + support],
    late: [{ lastMonths: [support], seen: 0n }],
  };
  return { truth: sum(june) + support, daily: { ...common, days: known }, monthly: { ...common, days: new Map() } };
};

/** Percent off, ascending, over many organisations. */
const errors = (method: 'daily' | 'monthly', asOfDay: number): readonly number[] =>
  Array.from({ length: 300 }, (_, seed) => {
    const generated = generate(seed + 1, asOfDay);
    const { amount } = forecastMonth(generated[method]);
    return Math.abs(Number((amount - generated.truth) / 1_000_000n) / Number(generated.truth / 1_000_000n)) * 100;
  }).toSorted((a, b) => a - b);

describe('the forecast of a month', () => {
  // The figures of docs/reports.md: change both.
  it.each([
    ['daily', 8, 4.5, 11.5],
    ['daily', 15, 3.1, 7],
    ['daily', 22, 1.1, 2.5],
    ['monthly', 8, 13, 25],
    ['monthly', 15, 9, 16.5],
    ['monthly', 22, 4.5, 8],
  ] as const)('by %s costs on day %i is at most %f %% off in the middle, and %f %% in nine of ten organisations', (method, day, middle, nine) => {
    const all = errors(method, day);
    expect({ middle: all[150]! <= middle, nine: all[270]! <= nine, figures: [all[150], all[270]] }).toMatchObject({ middle: true, nine: true });
  });

  const flat = (amount: string, from: readonly string[]): ReadonlyMap<string, bigint> => new Map(from.map((day) => [day, parseUnits(amount)]));
  const inputs: ForecastInputs = {
    month: '2026-06',
    asOf: '2026-06-11T00:00:00.000Z',
    monthToDate: parseUnits('95'),
    days: flat('10', daysOf('2026-06').slice(0, 9)),
    lastMonths: [],
    late: [],
  };

  it('puts a usual day in the place of each day that is not complete', () => {
    expect(forecastMonth(inputs)).toEqual({ amount: parseUnits('305'), method: 'daily' });
    const partial = new Map(inputs.days).set('2026-06-10', parseUnits('4'));
    expect(forecastMonth({ ...inputs, days: partial, monthToDate: parseUnits('94') })).toEqual({ amount: parseUnits('300'), method: 'daily' });
  });

  it('does not take a lump for a usual day', () => {
    const lump = new Map(inputs.days).set('2026-06-01', parseUnits('1000'));
    const { amount } = forecastMonth({ ...inputs, days: lump, monthToDate: parseUnits('1080') });
    expect(amount > parseUnits('1285') && amount < parseUnits('1310')).toBe(true);
  });

  it('expects what usually comes late, unless it has begun to come', () => {
    const late = [{ lastMonths: ['90', '100', '400'].map(parseUnits), seen: 0n }];
    expect(forecastMonth({ ...inputs, late }).amount).toBe(parseUnits('405'));
    expect(forecastMonth({ ...inputs, late: [{ ...late[0]!, seen: 1n }] }).amount).toBe(parseUnits('305'));
  });

  it('weighs the pace against the months before where days are not known', () => {
    const monthly = { ...inputs, days: new Map<string, bigint>(), monthToDate: parseUnits('90'), lastMonths: ['600', '600'].map(parseUnits) };
    expect(forecastMonth(monthly)).toEqual({ amount: parseUnits('447'), method: 'monthToDate' });
  });

  it('falls back to the months before, and to what there is', () => {
    const empty = { ...inputs, days: new Map<string, bigint>(), asOf: '2026-06-01T12:00:00.000Z', monthToDate: 0n };
    expect(forecastMonth({ ...empty, lastMonths: ['100', '300'].map(parseUnits) })).toEqual({ amount: parseUnits('200'), method: 'lastMonths' });
    expect(forecastMonth(empty)).toEqual({ amount: 0n, method: 'none' });
  });
});
