import fc from 'fast-check';
import { emptied, takeTokens } from './token-bucket.js';
import type { BucketState } from './token-bucket.js';

const limits = fc.record({ rate: fc.double({ min: 0.05, max: 50, noNaN: true }), burst: fc.integer({ min: 1, max: 30 }) });
const visits = fc.array(fc.record({ after: fc.integer({ min: 0, max: 20_000 }), wanted: fc.integer({ min: 1, max: 10 }) }), { maxLength: 200 });

describe('token bucket', () => {
  it('grants a full bucket at once, then one token per interval', () => {
    const limit = { rate: 2, burst: 3 };
    const first = takeTokens(undefined, limit, 5, 10_000);
    expect(first).toMatchObject({ count: 3, nextAt: 10_500 });
    expect(takeTokens(first.state, limit, 1, 10_499).count).toBe(0);
    const second = takeTokens(first.state, limit, 5, 10_500);
    expect(second).toMatchObject({ count: 1, nextAt: 11_000 });
  });

  it('never grants more in any window than burst + rate × window', () => {
    fc.assert(
      fc.property(limits, visits, (limit, plan) => {
        let state: BucketState | undefined;
        let now = 1_700_000_000_000;
        const grants: number[] = [];
        for (const { after, wanted } of plan) {
          now += after;
          const granted = takeTokens(state, limit, wanted, now);
          state = granted.state;
          for (let i = 0; i < granted.count; i += 1) grants.push(now);
        }
        for (let from = 0; from < grants.length; from += 1)
          for (let to = from; to < grants.length; to += 1)
            expect(to - from + 1).toBeLessThanOrEqual(limit.burst + (((grants[to] ?? 0) - (grants[from] ?? 0)) / 1000) * limit.rate + 1e-3);
      }),
      { numRuns: 100 },
    );
  });

  it('is never idle: at the time it names the next token is there', () => {
    fc.assert(
      fc.property(limits, visits, (limit, plan) => {
        let state: BucketState | undefined;
        let now = 1_700_000_000_000;
        for (const { after, wanted } of plan) {
          now += after;
          const granted = takeTokens(state, limit, wanted, now);
          state = granted.state;
          if (granted.count === wanted) continue;
          expect(granted.nextAt).toBeGreaterThan(now);
          expect(granted.nextAt).toBeLessThanOrEqual(now + 1000 / limit.rate + 1e-3);
          expect(takeTokens(state, limit, 1, granted.nextAt).count).toBe(1);
        }
      }),
    );
  });

  it('has nothing for one interval after it was emptied, then one token', () => {
    fc.assert(
      fc.property(limits, (limit) => {
        const now = 1_700_000_000_000;
        const interval = 1000 / limit.rate;
        const state = emptied(limit, now);
        expect(takeTokens(state, limit, 1, now + interval - 1).count).toBe(0);
        const later = takeTokens(state, limit, 2, now + interval + 1e-3);
        expect(later.count).toBe(1);
        expect(later.nextAt).toBeCloseTo(now + 2 * interval, 2);
      }),
    );
  });

  it('recovers within one bucket’s time when the clock was set back', () => {
    const limit = { rate: 0.1, burst: 3 };
    const ahead = takeTokens(undefined, limit, 3, 1_700_000_000_000).state;
    expect(takeTokens(ahead, limit, 1, 1_600_000_000_000)).toMatchObject({ count: 0, nextAt: 1_600_000_010_000 });
  });
});
