import { parseExactUnits } from '@orgledger/kernel';
import { cell, commitmentMonth, commitmentTerms, failedChecks, linesOfKind, monthInputs, totalsOf } from '../../testing/month-inputs.js';
import { defaultBillingPolicy } from '../policy/billing-policy.js';
import { amortizedUpfront, computedAmortizedUpfront, lastMonthOf } from './amortization.js';
import { computeMonth } from './compute-month.js';
import type { CommitmentMonth, CostCell, MonthResult } from './month-inputs.js';

const policy = {
  ...defaultBillingPolicy,
  reservedInstanceFairChargeback: { effectiveFrom: '2026-01' },
  savingsPlanFairChargeback: { effectiveFrom: '2026-01' },
};
const month = (of: string, commitments: readonly CommitmentMonth[], cells: readonly CostCell[] = []): MonthResult =>
  computeMonth(monthInputs({ month: of, commitments, cells, policy }));
const amountsOf = (result: MonthResult, kind: Parameters<typeof linesOfKind>[1]) =>
  linesOfKind(result, kind).map(({ tenantId, amount }) => [tenantId, amount]);

/** 1.00 an hour. */
const terms = commitmentTerms({ upfrontFee: '8760', start: '2026-03-01T00:00:00Z', end: '2027-03-01T00:00:00Z' });

describe('amortised upfront fees', () => {
  // Of real Cost Explorer responses and bills. @source specs/chargeback.md I8
  it.each([
    ['106', '2024-02', 8760, '8.42191781'],
    ['54', '2024-02', 8760, '4.29041096'],
    ['60', '2024-01', 8760, '5.09589041'],
    ['446', '2024-01', 8760, '37.87945205'],
  ])('of %s in %s', (upfrontFee, of, termHours, expected) => {
    const given = commitmentTerms({ upfrontFee, termHours, start: '2023-12-06T00:00:00Z', end: '2024-12-05T00:00:00Z' });
    expect(computedAmortizedUpfront(given, of)).toBe(parseExactUnits(expected));
  });

  it('count a part of a month by the second', () => {
    const given = commitmentTerms({ upfrontFee: '8760', start: '2018-10-09T21:40:47Z', end: '2019-10-09T21:40:47Z' });
    expect(computedAmortizedUpfront(given, '2018-10')).toBe(parseExactUnits('530.32027778'));
  });

  it('take Cost Explorer’s value within 2e-9 an hour, and else the terms’, with a word on it', () => {
    const observed = (upfront: string) => ({
      amortizedUpfront: parseExactUnits(upfront),
      amortizedRecurring: 0n,
      totalAmortized: 0n,
      unusedCost: 0n,
    });
    const said = (upfront: string) => amortizedUpfront(commitmentMonth(terms, { observed: observed(upfront) }), '2026-03');
    expect(said('744.000001488').amount).toBe(parseExactUnits('744.000001488'));
    expect(said('743.999998512')).toEqual({ amount: parseExactUnits('743.999998512') });
    expect(said('744.0000014881').amount).toBe(parseExactUnits('744'));
    expect(said('743').rejected).toBe('Cost Explorer says 743 of the upfront fee belongs to 2026-03; its terms say 744. The terms were taken.');
  });

  it('end in the month before when the term ends at midnight of the first', () => {
    expect(lastMonthOf(terms)).toBe('2027-02');
    expect(lastMonthOf({ ...terms, cancelledAt: '2026-07-01T00:00:00.001Z' })).toBe('2026-07');
  });
});

describe('fair chargeback', () => {
  it('charges nothing for a commitment whose buyer was nobody, that starts later, or that was cancelled before it started', () => {
    const { holderTenantId, ...nobodys } = commitmentMonth(terms);
    const never = commitmentMonth({ ...terms, cancelledAt: terms.start });
    expect(holderTenantId).toBe('beta');
    expect(
      [month('2026-03', [nobodys]), month('2026-02', [commitmentMonth(terms)]), month('2026-03', [never])].map((of) => of.statementCount),
    ).toEqual([0, 0, 0]);
  });

  it('moves what is left of the fee when the contract is novated, and gives the later discounts to the new holder', () => {
    const novations = [{ month: '2026-05', fromTenantId: 'beta', toTenantId: 'gamma' }];
    const before = { discountedExact: parseExactUnits('1464'), discountedCents: 146_400n, discountedMonths: 2 };
    const result = month(
      '2026-05',
      [commitmentMonth(terms, { novations, holderTenantId: 'gamma', ...before })],
      [cell('B', 'DiscountedUsage', '0', '744')],
    );
    expect(failedChecks(result)).toEqual([]);
    expect(amountsOf(result, 'COMMITMENT_NOVATION')).toEqual([
      ['beta', '-7296.00'],
      ['gamma', '7296.00'],
    ]);
    expect(amountsOf(result, 'COMMITMENT_UPFRONT_DISCOUNT')).toEqual([['gamma', '-744.00']]);
    expect(result.total).toBe('0.00');
  });

  it('charges the buyer when the contract is novated in its first month', () => {
    const novations = [{ month: '2026-03', fromTenantId: 'beta', toTenantId: 'gamma' }];
    const cells = [cell('B', 'Fee', '8760', '0'), cell('B', 'RIFee', '0', '744')];
    const result = month('2026-03', [commitmentMonth(terms, { novations, holderTenantId: 'gamma' })], cells);
    expect(failedChecks(result)).toEqual([]);
    expect(amountsOf(result, 'COMMITMENT_UPFRONT')).toEqual([['beta', '8760.00']]);
    expect(totalsOf(result)).toEqual({ beta: '744.00', gamma: '8016.00' });
  });

  it('carries what is left of an exchanged commitment: only the payment on top is charged', () => {
    const old = { ...terms, cancelledAt: '2026-05-11T00:00:00Z' };
    // 61 days of 24 hours are over before May, 10 days of May follow: 7056 is left; 100 was paid on top.
    const successor = commitmentTerms({ commitmentId: 'c-2', upfrontFee: '7156', start: '2026-05-11T00:00:00Z', end: '2027-05-11T00:00:00Z' });
    const before = { discountedExact: parseExactUnits('1464'), discountedCents: 146_400n, discountedMonths: 2 };
    const commitments = [commitmentMonth(old, before), commitmentMonth(successor, { predecessorId: 'c-1' })];
    const cells = [cell('B', 'Fee', '100', '0'), cell('B', 'DiscountedUsage', '0', '240'), cell('B', 'RIFee', '0', '411.7150684900')];
    const result = month('2026-05', commitments, cells);
    expect(amountsOf(result, 'COMMITMENT_UPFRONT')).toEqual([['beta', '100.00']]);
    expect(linesOfKind(result, 'COMMITMENT_UPFRONT_DISCOUNT').map(({ commitmentId, exact }) => [commitmentId, exact])).toEqual([
      ['c-1', '-240.0000000000'],
      ['c-2', '-411.7150684900'],
    ]);
    expect([failedChecks(result), result.total]).toEqual([[], '100.00']);
  });

  it('hands a refund to the holder and shows what it gained or lost by the return', () => {
    const returned = { ...terms, cancelledAt: '2026-03-02T00:00:00Z' };
    const cells = [cell('B', 'Fee', '8760', '0'), cell('B', 'Refund', '-8700', '0'), cell('B', 'RIFee', '0', '24')];
    const result = month('2026-03', [commitmentMonth(returned)], cells);
    expect(failedChecks(result)).toEqual([]);
    expect(linesOfKind(result, 'COMMITMENT_REFUND').map(({ sourceId, amount, description }) => [sourceId, amount, description])).toEqual([
      ['balance', '-8736.00', 'Refund of an upfront fee: Rest of the upfront fee of a returned commitment'],
      ['gainOrLoss', '36.00', 'Refund of an upfront fee: AWS refunded 8700 of a rest of 8736'],
    ]);
    expect(totalsOf(result)).toEqual({ beta: '60.00' });
  });

  it('names a refund that belongs to no commitment', () => {
    const result = month('2026-03', [], [cell('B', 'Refund', '-8700', '0')]);
    expect(result.findings.map(({ code, subject }) => [code, subject])).toEqual([['UPFRONT_REFUND_UNMATCHED', 'B']]);
  });

  it('names what the statements differ by from the cash basis', () => {
    const result = month('2026-04', [commitmentMonth(terms)], [cell('A', 'Usage', '5', '5')]);
    expect(result.findings).toEqual([
      {
        code: 'CASH_DIFFERS',
        subject: '2026-04',
        message:
          'The statements are -720 apart from what AWS charged: the month has a commitment that is not known here, or not as it is. Read the commitments again.',
      },
    ]);
    expect(totalsOf(result)).toEqual({ alpha: '5.00', beta: '-720.00' });
  });

  it('names a true-up that rounding cannot explain', () => {
    const cells = [cell('B', 'DiscountedUsage', '0', '672')];
    const before = { discountedExact: parseExactUnits('8000'), discountedCents: 800_000n, discountedMonths: 10 };
    const result = month('2027-02', [commitmentMonth(terms, before)], cells);
    expect(amountsOf(result, 'COMMITMENT_TRUE_UP')).toEqual([['beta', '-88.00']]);
    expect(result.findings.map(({ code }) => code)).toEqual(['TRUE_UP_LARGE']);
  });
});
