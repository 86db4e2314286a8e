import { parseExactUnits } from '@orgledger/kernel';
import { cell, commitmentMonth, commitmentTerms, exactOf, failedChecks, linesOfKind, monthInputs, totalsOf } from '../../testing/month-inputs.js';
import { addMonths, hoursIn } from '../month.js';
import { defaultBillingPolicy } from '../policy/billing-policy.js';
import type { BillingPolicy } from '../policy/billing-policy.js';
import { computedAmortizedUpfront } from './amortization.js';
import { computeMonth } from './compute-month.js';
import { correctionsFor } from './corrections.js';

const fairFrom = (effectiveFrom: string): BillingPolicy => ({
  ...defaultBillingPolicy,
  reservedInstanceFairChargeback: { effectiveFrom },
  savingsPlanFairChargeback: { effectiveFrom },
});

const byTenantAndKind = (corrections: readonly { tenantId: string; kind: string; amount: string }[]) =>
  corrections.map(({ tenantId, kind, amount }) => [tenantId, kind, amount]);

describe('traps of Cost Explorer that the statement engine meets', () => {
  it('trap 6: a year of a term has 8,760 hours across 29 February too', () => {
    const term = { upfrontFee: '8760', start: '2027-12-06T00:00:00Z', end: '2028-12-05T00:00:00Z' };
    const february = computedAmortizedUpfront(commitmentTerms(term), '2028-02');
    expect(february).toBe(BigInt(hoursIn('2028-02')) * 10n ** 10n);
    expect(computedAmortizedUpfront(commitmentTerms({ ...term, termHours: 8784 }), '2028-02')).toBe(february);
    let sum = 0n;
    for (let month = '2027-12'; month <= '2028-12'; month = addMonths(month, 1)) sum += computedAmortizedUpfront(commitmentTerms(term), month);
    expect(sum).toBe(parseExactUnits('8760'));
  });

  it('trap 10: a sharing preference that changes late moves the whole month, and the corrections sum to nothing', () => {
    const shared = [
      cell('A', 'SavingsPlanRecurringFee', '720', '70'),
      cell('A', 'SavingsPlanCoveredUsage', '500', '400'),
      cell('A', 'SavingsPlanNegation', '-500', '0'),
      cell('B', 'SavingsPlanCoveredUsage', '320.03', '250'),
      cell('B', 'SavingsPlanNegation', '-320.03', '0'),
    ];
    const apart = [
      cell('A', 'SavingsPlanRecurringFee', '720', '320'),
      cell('A', 'SavingsPlanCoveredUsage', '500', '400'),
      cell('A', 'SavingsPlanNegation', '-500', '0'),
      cell('B', 'Usage', '320.03', '320.03'),
    ];
    const closed = computeMonth(monthInputs({ cells: shared }));
    const restated = computeMonth(monthInputs({ cells: apart }));
    expect(byTenantAndKind(correctionsFor(closed.postings, [], restated.postings))).toEqual([
      ['alpha', 'SP_UNUSED', '250.00'],
      ['beta', 'SP_USAGE', '-250.00'],
      ['beta', 'USAGE', '320.03'],
    ]);
    // What is left over all tenants is the on-demand usage that AWS charges in place of the plan.
    expect([closed.total, restated.total]).toEqual(['720.00', '1040.03']);
  });

  it('trap 11: support that arrives after the close is posted in the next month as a correction of its own', () => {
    const usage = cell('A', 'Usage', '1000', '1000');
    const closed = computeMonth(monthInputs({ cells: [usage] }));
    const restated = computeMonth(monthInputs({ cells: [usage, cell('A', 'Support', '100', '100', 'AWS Support (Business)')] }));
    const corrections = correctionsFor(closed.postings, [], restated.postings);
    expect(byTenantAndKind(corrections)).toEqual([['alpha', 'SUPPORT', '100.00']]);
    const july = computeMonth(monthInputs({ month: '2026-07', cells: [usage], corrections }));
    expect(totalsOf(july)).toEqual({ alpha: '1100.00' });
    expect([...july.statements][0]?.billTotal).toBe('1000.00');
    expect(correctionsFor(closed.postings, corrections, restated.postings)).toEqual([]);
  });

  it('trap 12: a refund of a savings plan’s fee has no amortised cost: accrual leaves it out, fair chargeback hands it to the buyer', () => {
    const terms = commitmentTerms({
      kind: 'savingsPlan',
      upfrontFee: '876',
      hourlyCommitment: '0.1',
      start: '2026-06-01T00:00:00Z',
      end: '2027-06-01T00:00:00Z',
      cancelledAt: '2026-06-05T04:00:00Z',
    });
    const cells = [cell('B', 'SavingsPlanUpfrontFee', '876', '0'), cell('B', 'Refund', '-866', '0'), cell('B', 'SavingsPlanRecurringFee', '0', '10')];
    const accrual = computeMonth(monthInputs({ cells, commitments: [commitmentMonth(terms)] }));
    expect(totalsOf(accrual)).toEqual({ beta: '10.00' });
    const fair = computeMonth(monthInputs({ cells, commitments: [commitmentMonth(terms)], policy: fairFrom('2026-06') }));
    expect(failedChecks(fair)).toEqual([]);
    expect(linesOfKind(fair, 'COMMITMENT_REFUND').map(({ amount, sourceId }) => [amount, sourceId])).toEqual([['-866.00', 'balance']]);
    expect(fair.total).toBe(computeMonth(monthInputs({ cells, policy: { ...defaultBillingPolicy, basis: 'cash' } })).total);
  });

  it('trap 14: a queued savings plan is charged in the month that it starts, and a fee booked earlier is named as a difference of timing', () => {
    const terms = commitmentTerms({
      kind: 'savingsPlan',
      upfrontFee: '876',
      hourlyCommitment: '0.1',
      start: '2026-07-01T00:00:00Z',
      end: '2027-07-01T00:00:00Z',
      status: 'queued',
    });
    const month = (of: string, cells: Parameters<typeof monthInputs>[0] = {}) =>
      computeMonth(monthInputs({ month: of, commitments: [commitmentMonth(terms)], policy: fairFrom('2026-01'), ...cells }));
    const ordered = month('2026-06', { cells: [cell('B', 'SavingsPlanUpfrontFee', '876', '0')] });
    expect(failedChecks(ordered)).toEqual([]);
    expect([linesOfKind(ordered, 'COMMITMENT_UPFRONT'), linesOfKind(ordered, 'COMMITMENT_UPFRONT_DISCOUNT')]).toEqual([[], []]);
    const started = month('2026-07', { cells: [cell('B', 'SavingsPlanRecurringFee', '0', '74.4')] });
    expect(failedChecks(started)).toEqual([]);
    expect(totalsOf(started)).toEqual({ beta: '876.00' });
    expect([...ordered.findings, ...started.findings].map(({ code }) => code)).toEqual(['UPFRONT_FEE_TIMING', 'UPFRONT_FEE_TIMING']);
  });

  it('trap 15: a reservation without upfront fee has a fee row, and one paid all upfront has a fee row of nothing', () => {
    const noUpfront = commitmentTerms({
      commitmentId: 'c-no',
      paymentOption: 'No Upfront',
      upfrontFee: '0',
      recurringHourlyFee: '0.1',
      start: '2026-06-01T00:00:00Z',
      end: '2027-06-01T00:00:00Z',
    });
    const allUpfront = commitmentTerms({
      commitmentId: 'c-all',
      ownerAccountId: 'A',
      upfrontFee: '876',
      start: '2026-06-01T00:00:00Z',
      end: '2027-06-01T00:00:00Z',
    });
    const cells = [
      cell('B', 'RIFee', '72', '12'),
      cell('B', 'DiscountedUsage', '0', '60'),
      cell('A', 'Fee', '876', '0'),
      cell('A', 'RIFee', '0', '0'),
      cell('A', 'DiscountedUsage', '0', '72'),
    ];
    const commitments = [commitmentMonth(noUpfront), commitmentMonth(allUpfront, { holderTenantId: 'alpha' })];
    const fair = computeMonth(monthInputs({ cells, commitments, policy: fairFrom('2026-06') }));
    expect(failedChecks(fair)).toEqual([]);
    expect(totalsOf(fair)).toEqual({ alpha: '876.00', beta: '72.00' });
    expect(linesOfKind(fair, 'RI_UNUSED').map(({ tenantId, amount, billed }) => [tenantId, amount, billed])).toEqual([
      ['beta', '12.00', '72.0000000000'],
    ]);
    expect(linesOfKind(fair, 'COMMITMENT_UPFRONT_DISCOUNT').map(({ commitmentId }) => commitmentId)).toEqual(['c-all']);
  });

  it('trap 16: a commitment that ran before the flag gets nothing, unless its fee is recorded as paid: then from that month on', () => {
    const terms = commitmentTerms({ start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00Z', upfrontFee: '8760' });
    const june = (given: Parameters<typeof commitmentMonth>[1] = {}, month = '2026-06') =>
      computeMonth(
        monthInputs({
          month,
          cells: [cell('B', 'DiscountedUsage', '0', `${hoursIn(month)}`)],
          commitments: [commitmentMonth(terms, given)],
          policy: fairFrom('2026-04'),
        }),
      );
    expect(totalsOf(june())).toEqual({ beta: '720.00' });
    expect(totalsOf(june({ settledFrom: '2026-07' }))).toEqual({ beta: '720.00' });
    expect(totalsOf(june({ settledFrom: '2026-06' }))).toEqual({ beta: '0.00' });
    expect(linesOfKind(june({ settledFrom: '2026-06' }), 'COMMITMENT_UPFRONT')).toEqual([]);
    // The term's last month: June to November have been given back, nothing is left over for the months before.
    const before = { settledFrom: '2026-06', discountedExact: parseExactUnits('4392'), discountedCents: 439_200n, discountedMonths: 6 };
    const december = june(before, '2026-12');
    expect(linesOfKind(december, 'COMMITMENT_TRUE_UP')).toEqual([]);
    expect(linesOfKind(december, 'COMMITMENT_UPFRONT_DISCOUNT').map(({ amount }) => amount)).toEqual(['-744.00']);
  });

  it('trap 18: a record type that nobody knows is on the statement as OTHER, and reported', () => {
    const result = computeMonth(monthInputs({ cells: [cell('A', 'Usage', '10', '10'), cell('A', 'FlatRateSubscription', '3.21', '3.21')] }));
    expect(failedChecks(result)).toEqual([]);
    expect(totalsOf(result)).toEqual({ alpha: '13.21' });
    expect(linesOfKind(result, 'OTHER').map(({ recordType, amount }) => [recordType, amount])).toEqual([['FlatRateSubscription', '3.21']]);
    expect(result.unknownRecordTypes).toEqual([{ recordType: 'FlatRateSubscription', kind: 'OTHER', amount: '3.21' }]);
    expect(result.findings.map(({ code, subject }) => [code, subject])).toEqual([['UNKNOWN_RECORD_TYPE', 'FlatRateSubscription']]);
    expect(exactOf(result)).toEqual({ alpha: parseExactUnits('13.21') });
  });
});
