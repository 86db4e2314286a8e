import { formatUnits, parseUnits } from '@orgledger/kernel';
import fc from 'fast-check';
import { daysOf } from '../report/cost-query.js';
import { findSpikes } from './spike.js';
import type { SpikeInputs } from './spike.js';

const days = [...daysOf('2026-05'), ...daysOf('2026-06')];
/** A quiet account: about 100 a day, weekends less. */
const quiet = (more: Readonly<Record<string, string>> = {}): ReadonlyMap<string, bigint> =>
  new Map(days.map((day, index) => [day, parseUnits(String([100, 103, 98, 101, 60, 62, 99][index % 7])) + parseUnits(more[day] ?? '0')]));
const nothing: SpikeInputs['onceAMonth'] = () => ({ fees: 0n, late: 0n });
const inputs: SpikeInputs = { days: quiet(), judged: daysOf('2026-06'), onceAMonth: nothing, minimum: parseUnits('25') };
const found = (more: Partial<SpikeInputs>): readonly string[] =>
  findSpikes({ ...inputs, ...more }).map(({ day, excess }) => `${day} +${formatUnits(excess)}`);

describe('spikes', () => {
  it('are days that cost far more than the weeks before', () => {
    expect(found({})).toEqual([]);
    expect(found({ days: quiet({ '2026-06-17': '200' }) })).toEqual(['2026-06-17 +163']);
  });

  it('do not hide the next one', () => {
    expect(found({ days: quiet({ '2026-06-10': '5000', '2026-06-17': '200', '2026-06-18': '210' }) })).toHaveLength(3);
  });

  it('are not told of small change, nor of a new account’s first days', () => {
    const small = new Map([...quiet({ '2026-06-17': '200' })].map(([day, cost]) => [day, cost / 100n]));
    expect(found({ days: small })).toEqual([]);
    const young = new Map([...quiet({ '2026-06-06': '900' })].filter(([day]) => day >= '2026-06-01'));
    expect(found({ days: young, judged: ['2026-06-06'] })).toEqual([]);
  });

  it('are not what comes once a month: fees and tax on day 1, support on day 6 and 7', () => {
    const lumps = quiet({ '2026-06-01': '700', '2026-06-06': '300', '2026-06-07': '310' });
    expect(found({ days: lumps })).toEqual(['2026-06-01 +702', '2026-06-06 +304', '2026-06-07 +309']);
    expect(found({ days: lumps, onceAMonth: () => ({ fees: parseUnits('395'), late: parseUnits('310') }) })).toEqual([]);
    // A spike on such a day is one all the same, by what is over.
    expect(found({ days: quiet({ '2026-06-01': '900' }), onceAMonth: () => ({ fees: parseUnits('395'), late: parseUnits('310') }) })).toHaveLength(1);
  });

  it('are never found among days that vary as they always do', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 80, max: 120 }), { minLength: days.length, maxLength: days.length }), (costs) => {
        const steady = new Map(days.map((day, index) => [day, parseUnits(String(costs[index]))]));
        expect(found({ days: steady })).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
