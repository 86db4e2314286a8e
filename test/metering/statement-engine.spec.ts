import { divideHalfEven } from '@orgledger/kernel';
import fc from 'fast-check';
import { computeMonth } from '@orgledger/metering';
import type { CostCell, MonthInputs, MonthResult } from '@orgledger/metering';
import { failures, naiveLines, publishedLines } from './comparison.js';
import { discountedBefore, generatedOrganization, inputsOf, monthsOf } from './generated-organization.js';
import { broken } from './naive/verify-statements.js';

/** `npm run test:metering` runs 2,000 of each. */
const numRuns = Number(process.env.METERING_RUNS ?? 300);

/** A policy may give a fixed share to a tenant that turns out to share out costs itself: then there are no statements, and a word on it. */
const refusedForItsTargets = ({ checks }: MonthResult): boolean => checks.some(({ code, passed }) => code === 'SHARED_COST_TARGET' && !passed);

const generatedMonth = fc
  .record({ organization: generatedOrganization, at: fc.nat({ max: 3 }), version: fc.nat({ max: 2 }) })
  .map(({ organization, at, version }): MonthInputs => {
    const months = monthsOf(organization);
    const month = months[at % months.length]!;
    return inputsOf(organization, month, version, discountedBefore(organization, month));
  });

const shuffled = <Item>(items: Iterable<Item>, order: readonly number[]): readonly Item[] => {
  const rest = [...items];
  const mixed: Item[] = [];
  for (let turn = 0; rest.length > 0; turn += 1) mixed.push(...rest.splice((order[turn % order.length] ?? 0) % rest.length, 1));
  return mixed;
};

const bytes = (result: MonthResult): string => JSON.stringify({ ...result, statements: [...result.statements] });

const withZeroCosts = (cells: Iterable<CostCell>): readonly CostCell[] => [
  ...cells,
  { accountId: 'a9', recordType: 'Usage', service: 'Amazon S3', marketplace: false, unblended: 0n, amortized: 0n },
];

describe('the statement engine on generated organisations', () => {
  it('gives the lines, cents and converted amounts of a second implementation with exact rationals, and V1–V9 hold', () => {
    let published = 0;
    fc.assert(
      fc.property(generatedMonth, (inputs) => {
        const result = computeMonth(inputs);
        if (refusedForItsTargets(result)) return;
        const statements = [...result.statements];
        expect(failures(result)).toEqual([]);
        expect(publishedLines(statements)).toEqual(naiveLines(inputs));
        // I2: where all upfront fees are charged fairly, the statements are the cash basis.
        expect(result.findings.filter(({ code }) => code === 'CASH_DIFFERS' || code === 'UPFRONT_REFUND_UNMATCHED')).toEqual([]);
        expect(broken(inputs, statements, result.total, result.exact)).toEqual([]);
        published += 1;
      }),
      { numRuns },
    );
    expect(published).toBeGreaterThan(numRuns * 0.8);
  });

  it('V10, V11, V12: the same inputs give the same bytes in whatever order they come, and accounts without costs change nothing', () => {
    fc.assert(
      fc.property(generatedMonth, fc.array(fc.nat({ max: 97 }), { minLength: 1, maxLength: 7 }), (inputs, order) => {
        const once = bytes(computeMonth(inputs));
        expect(bytes(computeMonth(inputs))).toBe(once);
        const cells = shuffled(withZeroCosts(inputs.cells), order);
        const again = computeMonth({ ...inputs, cells, commitments: shuffled(inputs.commitments, order) });
        const count = /(\d+) cells, each/;
        expect(bytes(again).replace(count, '')).toBe(once.replace(count, ''));
      }),
      { numRuns },
    );
  });

  it('puts what an invoice differs by on the platform’s statement, and nowhere else', () => {
    fc.assert(
      fc.property(generatedMonth, fc.bigInt({ min: -3n, max: 3n }), (inputs, difference) => {
        const plain = computeMonth(inputs);
        fc.pre(!refusedForItsTargets(plain));
        // An invoice is of cash, whatever the basis of the statements.
        const unblended = [...inputs.cells].reduce((sum, cell) => sum + cell.unblended, 0n);
        const cents = divideHalfEven(unblended, 10n ** 8n) + difference;
        const magnitude = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
        const total = `${cents < 0n ? '-' : ''}${magnitude.slice(0, -2)}.${magnitude.slice(-2)}`;
        const invoiced = { ...inputs, invoice: { invoiceId: 'INV-1', total, lineCount: 6 } };
        const result = computeMonth(invoiced);
        expect(failures(result)).toEqual([]);
        expect(publishedLines(result.statements)).toEqual(naiveLines(invoiced));
        expect(result.postings).toEqual(plain.postings);
        const bills = [...result.statements].reduce((sum, { billTotal }) => sum + BigInt(billTotal.replace('.', '')), 0n);
        expect(bills).toBe(BigInt(plain.total.replace('.', '')) + difference);
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });
});
