import fc from 'fast-check';
import type { LineKind } from '../statement/statement.js';
import { centsText } from '../statement/corrections.js';
import { differencesOf, dueCorrections, inParts } from './corrections.js';
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
    expect(differencesOf(closed, recomputed)).toEqual([posting('beta', 'CREDIT', '-5.00'), posting('gamma', 'USAGE', '1.24')]);
  });

  it('are posted once: what other closings posted is taken off', () => {
    const differences = [posting('beta', 'CREDIT', '-5.00'), posting('gamma', 'USAGE', '1.25')];
    const posted = [posting('beta', 'CREDIT', '-5.00'), posting('gamma', 'USAGE', '1.24')];
    expect(dueCorrections(differences, posted)).toMatchObject([posting('gamma', 'USAGE', '0.01')]);
    expect(dueCorrections([], posted)).toMatchObject([posting('beta', 'CREDIT', '5.00'), posting('gamma', 'USAGE', '-1.24')]);
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
    type Amounts = readonly { readonly tenantId: string; readonly kind: LineKind; readonly cents: bigint }[];
    const postings = (list: Amounts): readonly Posting[] => list.map(({ tenantId, kind, cents }) => posting(tenantId, kind, centsText(cents)));
    fc.assert(
      fc.property(amounts, fc.array(fc.record({ restated: amounts, closes: fc.boolean() }), { maxLength: 6 }), (first, steps) => {
        const base = postings(first);
        let posted: readonly Posting[] = [];
        let latest = base;
        for (const { restated, closes } of [...steps, { restated: steps.at(-1)?.restated ?? first, closes: true }]) {
          latest = postings(restated);
          if (closes) posted = [...posted, ...dueCorrections(differencesOf(base, latest), posted)];
        }
        expect(differencesOf([...base, ...posted], latest)).toEqual([]);
      }),
    );
  });

  it('fit into events, and none is one empty part', () => {
    expect(inParts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(inParts([])).toEqual([[]]);
  });
});
