import fc from 'fast-check';
import { applyChanges, decodeCells, diffCells, encodeCells, noCells } from './cells.js';
import { evolveObserved, isOvertaken, nothingObserved, observeCosts } from './observation.decider.js';
import type { CostsPulled } from './observation.decider.js';
import type { ObservedCell } from './observation.events.js';

const usage: ObservedCell = { recordType: 'Usage', service: 'Amazon S3', marketplace: false, unblended: '1.50', amortized: '1.5000000001' };
const tax: ObservedCell = { recordType: 'Tax', service: 'Tax', marketplace: false, unblended: '5.19', amortized: '5.19', netUnblended: '5.19' };

const pulled = (cells: readonly ObservedCell[], more: Partial<CostsPulled> = {}): CostsPulled => ({
  payerAccountId: '111111111111',
  accountId: '444444444444',
  month: '2026-03',
  pullId: 'pull-1',
  pulledAt: '2026-03-05T04:00:00.000Z',
  estimated: true,
  cells: encodeCells(cells),
  ...more,
});

const observe = (...pulls: readonly CostsPulled[]) =>
  pulls.reduce((observed, pull) => {
    const event = observeCosts(pull, observed);
    return event ? evolveObserved(observed, event) : observed;
  }, nothingObserved);

describe('observing costs', () => {
  it('keeps the raw text of every cell', () => {
    expect(observeCosts(pulled([usage, tax], { accountName: 'shop' }), nothingObserved)).toMatchObject({
      accountName: 'shop',
      cells: [tax, usage],
      gone: [],
    });
  });

  it('stores only the cells that differ, and nothing when none does', () => {
    const seen = observe(pulled([usage, tax]));
    expect(observeCosts(pulled([tax, usage], { pullId: 'pull-2', estimated: false }), seen)).toBeUndefined();
    const dearer = { ...usage, unblended: '1.6' };
    expect(observeCosts(pulled([dearer, tax], { pullId: 'pull-2' }), seen)).toMatchObject({ cells: [dearer], gone: [] });
  });

  it('names what Cost Explorer no longer shows', () => {
    const gone = { recordType: 'Usage', service: 'Amazon S3', marketplace: false };
    expect(observeCosts(pulled([tax], { pullId: 'pull-2' }), observe(pulled([usage, tax])))).toMatchObject({ cells: [], gone: [gone] });
  });

  it('tells a marketplace cell from another of the same service', () => {
    expect(decodeCells(observe(pulled([usage, { ...usage, marketplace: true }])).cells)).toHaveLength(2);
  });

  it('trap 10: a month that is re-allocated from one account to another at its end is stored as such', () => {
    const covered = { ...usage, recordType: 'SavingsPlanCoveredUsage' };
    const before = observe(pulled([covered, tax]));
    const event = observeCosts(pulled([{ ...covered, recordType: 'Usage' }, tax], { pullId: 'pull-2' }), before);
    expect(event).toMatchObject({ cells: [{ recordType: 'Usage' }], gone: [{ recordType: 'SavingsPlanCoveredUsage' }] });
  });

  it('gives way to a later pull of another collector, not to itself', () => {
    const seen = observe(pulled([usage], { pullId: 'pull-2', pulledAt: '2026-03-06T04:00:00.000Z' }));
    expect(isOvertaken(pulled([tax]), seen)).toBe(true);
    expect(isOvertaken(pulled([tax], { pulledAt: '2026-03-07T04:00:00.000Z' }), seen)).toBe(false);
    expect(isOvertaken(pulled([tax], { pullId: 'pull-2' }), seen)).toBe(false);
  });

  it('ends at what the last pull showed, whatever the pulls before', () => {
    const cell = fc.record({
      recordType: fc.constantFrom('Usage', 'Tax', 'Credit'),
      service: fc.constantFrom('a', 'b', 'c'),
      marketplace: fc.boolean(),
      unblended: fc.constantFrom('0', '1.5', '-2e-7'),
      amortized: fc.constantFrom('0', '1.5'),
    });
    const cells = fc.uniqueArray(cell, { selector: ({ recordType, service, marketplace }) => `${recordType} ${service} ${marketplace}` });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 5 }), (pulls) => {
        const encoded = pulls.map(encodeCells);
        const end = encoded.reduce((state, next) => applyChanges(state, diffCells(state, next)), noCells);
        expect(end).toBe(encoded.at(-1));
        expect(encodeCells(decodeCells(end))).toBe(end);
      }),
    );
  });
});
