import { commitmentCalls, commitmentReads, costCalls, reservableServices } from './call-plan.js';
import { planMonth, requestsAMonth, requestsOf, typicalSize, usdOf } from './project-cost.js';

const now = '2026-06-09T04:00:00.000Z';
const none = { reservations: false, savingsPlans: false };

describe('the call plan', () => {
  it('trap 20: never groups by more than two dimensions; the cube is read one record type at a time', () => {
    const calls = [
      costCalls.total('2026-05'),
      costCalls.accountsByRecordType('2026-05'),
      costCalls.services('2026-05', 'Usage'),
      costCalls.marketplaceServices('2026-05', 'Fee'),
    ];
    expect(calls.map((call) => (call.operation === 'GetCostAndUsage' ? call.query.groupBy.length : 0))).toEqual([0, 2, 2, 2]);
    expect(costCalls.services('2026-05', 'Usage')).toMatchObject({
      query: { period: { start: '2026-05-01', end: '2026-06-01' }, filter: { RECORD_TYPE: ['Usage'] } },
    });
  });

  it('trap 1: asks the reservation API for each service that has reservations', () => {
    const calls = commitmentCalls('2026-05', now, { reservations: true, savingsPlans: false });
    expect(calls.map((call) => (call.operation === 'GetReservationUtilization' ? call.service : ''))).toEqual(reservableServices);
    expect(new Set(reservableServices).size).toBe(7);
  });

  it('reads commitments only for fair chargeback and for who used them', () => {
    expect(commitmentCalls('2026-05', now, none)).toEqual([]);
    expect(commitmentReads(undefined, { commitmentUsage: false })).toEqual(none);
    expect(commitmentReads({ savingsPlanFairChargeback: { effectiveFrom: '2026-01' } }, { commitmentUsage: false })).toEqual({
      ...none,
      savingsPlans: true,
    });
    expect(commitmentReads({}, { commitmentUsage: true })).toEqual({ reservations: true, savingsPlans: true });
  });

  it('asks who used a reservation by either of its names', () => {
    const reservation = { kind: 'reservation', commitmentId: 'arn:aws:rds:eu-central-1:1:ri:x', subscriptionId: '1234' } as const;
    expect(costCalls.commitmentUsage('2026-05', reservation)).toMatchObject({
      query: { filter: { RESERVATION_ID: [reservation.commitmentId, '1234'] } },
    });
    const { subscriptionId: _, ...nameless } = reservation;
    expect(costCalls.commitmentUsage('2026-05', nameless)).toMatchObject({ query: { filter: { RESERVATION_ID: [reservation.commitmentId] } } });
  });

  it('trap 3: asks savings plans for what ended before today', () => {
    expect(commitmentCalls('2026-06', now, { reservations: false, savingsPlans: true })).toEqual([
      { operation: 'GetSavingsPlansUtilizationDetails', period: { start: '2026-06-01', end: '2026-06-08' } },
    ]);
  });
});

describe('what the plan costs', () => {
  const wish = { reservations: false, savingsPlans: false, usage: false };

  it('is one request for each page of each call', () => {
    expect(requestsOf(planMonth(typicalSize(100), wish, 5_000))).toBe(14);
    expect(usdOf(14, '0.01')).toBe('0.14');
    expect(requestsOf(planMonth(typicalSize(10_000), wish, 5_000))).toBeGreaterThan(40);
  });

  it('grows with accounts by the pages that they fill, and with optional calls', () => {
    const monthly = [100, 1_000, 10_000].map((accounts) => requestsAMonth(typicalSize(accounts), wish, { days: false }, 5_000));
    expect(monthly).toEqual([896, 1_152, 5_376]);
    const all = { reservations: true, savingsPlans: true, usage: true };
    expect(requestsAMonth(typicalSize(1_000), all, { days: true }, 5_000)).toBeGreaterThan(monthly[1]! + 3_000);
    const optional = planMonth(typicalSize(1_000), all, 5_000).filter((call) => call.optional);
    expect(optional.map(({ what }) => what)).toEqual(['commitmentUsage']);
  });
});
