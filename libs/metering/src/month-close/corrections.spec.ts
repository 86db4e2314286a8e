import fc from 'fast-check';
import type { LineKind } from '../statement/statement.js';
import { centsOf, centsText, convertCorrections, difference, dueCorrections, inParts, ledgerOf } from './corrections.js';
import type { Posting } from './month.events.js';

const month = '2026-06';
const posting = (tenantId: string, kind: LineKind, amount: string): Posting => ({ month, tenantId, kind, amount });

/** Worked example 5.5: what was closed, and what Cost Explorer said later. */
const closed = [
  posting('alpha', 'USAGE', '12.35'),
  posting('alpha', 'SP_USAGE', '300.00'),
  posting('alpha', 'SP_UNUSED', '70.00'),
  posting('beta', 'USAGE', '50.10'),
  posting('beta', 'SP_USAGE', '250.00'),
  posting('gamma', 'SP_USAGE', '100.00'),
];
const recomputed = [...closed, posting('beta', 'CREDIT', '-5.00'), posting('gamma', 'USAGE', '1.24')];

describe('corrections', () => {
  it('are the recomputation less the closed statements, by tenant and kind, without zeros (5.5)', () => {
    const differences = difference(month, ledgerOf(recomputed), ledgerOf(closed));
    expect(differences).toEqual([posting('beta', 'CREDIT', '-5.00'), posting('gamma', 'USAGE', '1.24')]);
    expect(dueCorrections(month, differences, [])).toEqual(differences);
  });

  it('are posted once: what earlier closings posted is taken off', () => {
    const differences = [posting('beta', 'CREDIT', '-5.00'), posting('gamma', 'USAGE', '1.25')];
    const posted = [posting('beta', 'CREDIT', '-5.00'), posting('gamma', 'USAGE', '1.24')];
    expect(dueCorrections(month, differences, posted)).toEqual([posting('gamma', 'USAGE', '0.01')]);
    expect(dueCorrections(month, [], posted)).toEqual([posting('beta', 'CREDIT', '5.00'), posting('gamma', 'USAGE', '-1.24')]);
  });

  it('V1b: whatever restatements and closings come in any order, closed + corrections = recomputation', () => {
    const amounts = fc.array(
      fc.record({
        tenantId: fc.constantFrom('a', 'b', 'c'),
        kind: fc.constantFrom<LineKind>('USAGE', 'TAX', 'CREDIT'),
        cents: fc.bigInt(-500n, 500n),
      }),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(amounts, fc.array(fc.record({ restated: amounts, closes: fc.boolean() }), { maxLength: 6 }), (first, steps) => {
        const ledger = (list: typeof first) => ledgerOf(list.map(({ tenantId, kind, cents }) => posting(tenantId, kind, centsText(cents))));
        const base = ledger(first);
        let posted: readonly Posting[] = [];
        let latest = base;
        for (const { restated, closes } of [...steps, { restated: steps.at(-1)?.restated ?? first, closes: true }]) {
          latest = ledger(restated);
          if (closes) posted = [...posted, ...dueCorrections(month, difference(month, latest, base), posted)];
        }
        expect(difference(month, latest, base)).toEqual(difference(month, ledgerOf(posted), new Map()));
      }),
    );
  });

  it('are converted at the rate of their own month, half to even', () => {
    const due = [posting('beta', 'CREDIT', '-5.00'), posting('gamma', 'USAGE', '1.25')];
    expect(convertCorrections(due, ({ tenantId }) => (tenantId === 'beta' ? '0.9137' : '0.5')).map(({ converted }) => converted)).toEqual([
      '-4.57',
      '0.62',
    ]);
  });

  it('count in whole cents only', () => {
    expect(centsOf('-12.3')).toBe(-1230n);
    expect(() => centsOf('0.005')).toThrow('not an amount of whole cents: 0.005');
  });

  it('fit into events, and none is one empty part', () => {
    expect(inParts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(inParts([])).toEqual([[]]);
  });
});
