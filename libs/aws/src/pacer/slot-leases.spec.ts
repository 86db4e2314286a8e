import fc from 'fast-check';
import { allotSlots } from './slot-leases.js';
import type { SlotLease, SlotWish } from './slot-leases.js';

const wish = (holder: string, target?: string): SlotWish => ({ holder, target });
const names = (leases: readonly SlotLease[]): string[] => leases.map((lease) => lease.holder).sort();

describe('slot leases', () => {
  it('serves in order, passes over a busy target and leaves no slot idle', () => {
    const { granted, leases } = allotSlots(
      [],
      { outstanding: 3, perTarget: 1 },
      [wish('a', '1'), wish('b', '1'), wish('c', '2'), wish('d', '3'), wish('e', '4')],
      0,
      10,
    );
    expect(granted).toEqual(['a', 'c', 'd']);
    expect(names(leases)).toEqual(['a', 'c', 'd']);
  });

  it('gives a holder its own slot again, and for longer', () => {
    const first = allotSlots([], { outstanding: 1 }, [wish('a')], 0, 10);
    const again = allotSlots(first.leases, { outstanding: 1 }, [wish('a')], 8, 10);
    expect(again).toEqual({ leases: [{ holder: 'a', target: undefined, expiresAt: 18 }], granted: ['a'], nextAt: 18 });
  });

  it('frees what has expired', () => {
    const { leases } = allotSlots([], { outstanding: 1 }, [wish('a')], 0, 10);
    expect(allotSlots(leases, { outstanding: 1 }, [wish('b')], 9, 10)).toMatchObject({ granted: [], nextAt: 10 });
    expect(names(allotSlots(leases, { outstanding: 1 }, [wish('b')], 10, 10).leases)).toEqual(['b']);
  });

  it('frees what a clock that was set back would hold for ever', () => {
    const { leases } = allotSlots([], { outstanding: 1 }, [wish('a')], 1_000_000, 10);
    expect(allotSlots(leases, { outstanding: 1 }, [wish('b')], 500, 10).granted).toEqual(['b']);
  });

  it('never holds more than the limits, whatever is asked', () => {
    const plan = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 20 }), holder: fc.integer({ min: 0, max: 12 }), wishes: fc.integer({ min: 1, max: 5 }) }),
    );
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2 }), (visits, outstanding, perTarget) => {
        let held: readonly SlotLease[] = [];
        let now = 0;
        for (const { after, holder, wishes } of visits) {
          now += after;
          const asked = Array.from({ length: wishes }, (_, index) => wish(`h${holder + index}`, `t${(holder + index) % 3}`));
          const { leases, granted } = allotSlots(held, { outstanding, perTarget }, asked, now, 30);
          expect(leases.length).toBeLessThanOrEqual(outstanding);
          for (const target of ['t0', 't1', 't2']) expect(leases.filter((lease) => lease.target === target).length).toBeLessThanOrEqual(perTarget);
          expect(names(leases)).toEqual(expect.arrayContaining([...granted]));
          const idle = outstanding - leases.length;
          const refused = asked.filter(({ holder: name }) => !granted.includes(name));
          if (idle > 0) for (const { target } of refused) expect(leases.filter((lease) => lease.target === target)).toHaveLength(perTarget);
          held = leases;
        }
      }),
    );
  });
});
