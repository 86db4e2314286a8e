import { computeMonth } from '@orgledger/metering';
import type { Statement } from '@orgledger/metering';
import { failures, publishedLines } from './comparison.js';
import { samples } from './fault-samples.js';
import type { Sample } from './fault-samples.js';
import { givenFaults } from './given-faults.js';
import { broken } from './naive/verify-statements.js';
import { publishedFaults } from './published-faults.js';

const naiveSees = ({ naive, result }: Sample, statements: readonly Statement[], total: string): boolean =>
  publishedLines(statements).join('\n') !== naive.join('\n') || total !== result.total;

describe('faults that are planted in generated months', () => {
  it('are planted in months that hold without them', () => {
    expect(samples.length).toBeGreaterThan(100);
    for (const { inputs, statements, result, naive } of samples) {
      expect([publishedLines(statements), broken(inputs, statements, result.total, result.exact)]).toEqual([naive, []]);
    }
  });

  it.each(Object.entries(publishedFaults))('%s: seen', (_, [checks, plant]) => {
    let planted = 0;
    for (const sample of samples) {
      const faulty = plant(sample);
      if (!faulty) continue;
      planted += 1;
      const { statements, total = sample.result.total } = faulty;
      expect(naiveSees(sample, statements, total)).toBe(true);
      const found = broken(sample.inputs, statements, total, sample.result.exact);
      for (const check of checks) expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${check}\\b`)));
    }
    expect(planted).toBeGreaterThan(2);
  });

  it.each(Object.entries(givenFaults))('%s: stopped, or seen', (_, [checks, plant]) => {
    let planted = 0;
    for (const sample of samples) {
      const faulty = plant(sample);
      if (!faulty) continue;
      planted += 1;
      const result = computeMonth(faulty);
      for (const check of checks) expect(failures(result)).toContainEqual(expect.stringMatching(new RegExp(`^${check}\\b`)));
      if (checks.length > 0) expect(result.statementCount).toBe(0);
      else expect(naiveSees(sample, [...result.statements], result.total)).toBe(true);
    }
    expect(planted).toBeGreaterThan(2);
  });
});
