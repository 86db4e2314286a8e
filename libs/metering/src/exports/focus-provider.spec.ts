import { formatUnits, parseUnits } from '@orgledger/kernel';
import fc from 'fast-check';
import { samplePlan, sampleReservation } from '../../testing/sample-documents.js';
import { sampleAccounts, sampleMonth } from '../../testing/sample-month.js';
import type { ObservedCell } from '../observation/observation.events.js';
import type { AccountMonth, CommitmentFacts, ExportedMonth } from './export-document.js';
import { ProviderView } from './focus-provider.js';
import type { FocusRow } from './focus-row.js';

const sum = (rows: readonly FocusRow[], column: string): string =>
  formatUnits(rows.reduce((total, row) => total + parseUnits(row[column] ?? '0'), 0n));
const total = (cells: readonly ObservedCell[], metric: 'unblended' | 'amortized'): string =>
  formatUnits(cells.reduce((units, cell) => units + parseUnits(cell[metric]), 0n));

const rowsOf = (month: ExportedMonth, accounts: readonly AccountMonth[]): readonly FocusRow[] => {
  const view = new ProviderView(month);
  return accounts.flatMap((account) => view.rowsOf(account));
};

describe('the provider view of a month with every kind of charge', () => {
  const rows = rowsOf(sampleMonth, sampleAccounts);
  const of = (commitmentId: string) => rows.filter((row) => row.CommitmentDiscountId === commitmentId);
  const where = (list: readonly FocusRow[], column: string, value: string) => list.filter((row) => row[column] === value);

  it('Σ BilledCost is the bill and Σ EffectiveCost its accrual', () => {
    const cells = sampleAccounts.flatMap((account) => account.cells);
    expect([sum(rows, 'BilledCost'), sum(rows, 'EffectiveCost')]).toEqual([total(cells, 'unblended'), total(cells, 'amortized')]);
  });

  it('covered usage is billed at nothing, at what it would have cost on demand and what it did cost', () => {
    const used = where(of(samplePlan), 'CommitmentDiscountStatus', 'Used');
    expect(
      used.map(({ SubAccountId, ServiceName, BilledCost, EffectiveCost, ListCost }) => [
        SubAccountId,
        ServiceName,
        BilledCost,
        EffectiveCost,
        ListCost,
      ]),
    ).toEqual([
      ['111122223333', 'Amazon Elastic Compute Cloud - Compute', '0', '600', '760'],
      ['222233334444', 'Amazon Elastic Compute Cloud - Compute', '0', '700', '1000.15'],
      ['222233334444', 'AWS Lambda', '0', '90.15', '100'],
    ]);
    expect(used.every(({ PricingCategory, ChargeCategory }) => PricingCategory === 'Committed' && ChargeCategory === 'Usage')).toBe(true);
  });

  it.each([
    [samplePlan, '1440'],
    [sampleReservation, '42.46575342'],
  ])('I13: used and unused of %s are what it cost this month', (commitmentId, cost) => {
    const usage = where(of(commitmentId), 'ChargeCategory', 'Usage');
    const purchases = where(of(commitmentId), 'ChargeCategory', 'Purchase');
    expect(sum(usage, 'EffectiveCost')).toBe(cost);
    expect(new Set(usage.map((row) => row.CommitmentDiscountStatus))).toEqual(new Set(['Used', 'Unused']));
    expect(purchases.length).toBeGreaterThan(0);
    expect(purchases.map(({ EffectiveCost, CommitmentDiscountStatus }) => [EffectiveCost, CommitmentDiscountStatus])).toEqual(
      purchases.map(() => ['0', undefined]),
    );
  });

  it('purchases tell upfront from recurring fees, with the hours or the money they buy', () => {
    const purchase = ({ ChargeFrequency, BilledCost, CommitmentDiscountQuantity, CommitmentDiscountUnit }: FocusRow) =>
      [ChargeFrequency, BilledCost, CommitmentDiscountQuantity, CommitmentDiscountUnit].join(' ');
    expect(where(of(samplePlan), 'ChargeCategory', 'Purchase').map(purchase)).toEqual([
      'Recurring 618.0821928 618.0821928 USD',
      'One-Time 30000 30000 USD',
    ]);
    expect(where(of(sampleReservation), 'ChargeCategory', 'Purchase').map(purchase)).toEqual(['One-Time 1000 8760 Hours']);
  });

  it('the hours of a reservation add up to those that were bought', () => {
    const hours = where(of(sampleReservation), 'ChargeCategory', 'Usage').map((row) => Number(row.CommitmentDiscountQuantity));
    expect(hours.map(Math.round)).toEqual([200, 72, 100]);
  });

  it('nothing is dropped: what nobody knows is an adjustment', () => {
    expect(rows.find((row) => row.x_RecordType === 'Out Of Cycle Charge')).toMatchObject({ ChargeCategory: 'Adjustment', BilledCost: '1.25' });
  });

  it('takes net costs where the payer’s costs are net', () => {
    const account: AccountMonth = {
      accountId: '1',
      cells: [{ recordType: 'Usage', service: 'S', marketplace: false, unblended: '2', amortized: '2', netUnblended: '1.5', netAmortized: '1.25' }],
    };
    const [row] = rowsOf({ ...sampleMonth, payer: { ...sampleMonth.payer, costs: 'net' } }, [account]);
    expect(row).toMatchObject({ BilledCost: '1.5', EffectiveCost: '1.25' });
  });
});

describe('the provider view of any month', () => {
  const units = fc.bigInt(-(10n ** 14n), 10n ** 16n).map(formatUnits);
  const recordType = fc.constantFrom(
    'Usage',
    'DiscountedUsage',
    'RIFee',
    'Fee',
    'SavingsPlanCoveredUsage',
    'SavingsPlanNegation',
    'SavingsPlanRecurringFee',
    'SavingsPlanUpfrontFee',
    'Tax',
    'Credit',
    'Refund',
    'Support',
    'BundledDiscount',
    'Something New',
  );
  const cells = fc.uniqueArray(
    fc.record({ recordType, service: fc.constantFrom('A', 'B', 'C'), marketplace: fc.boolean(), unblended: units, amortized: units }),
    { selector: (cell) => `${cell.recordType} ${cell.service} ${cell.marketplace}`, maxLength: 20 },
  );
  const accounts = fc.uniqueArray(fc.record({ accountId: fc.constantFrom('1', '2', '3'), cells }), { selector: ({ accountId }) => accountId });
  const amount = fc.bigInt(0n, 10n ** 15n).map(formatUnits);
  const commitment = fc
    .record({
      kind: fc.constantFrom('reservation', 'savingsPlan'),
      owner: fc.constantFrom('1', '2'),
      a: amount,
      b: amount,
      c: amount,
      upfront: amount,
    })
    .map(({ kind, owner, a, b, c, upfront }): CommitmentFacts => ({
      terms: { ...sampleMonth.commitments[0]!.terms, kind: kind, ownerAccountId: owner, upfrontFee: upfront },
      utilization: { ...sampleMonth.commitments[0]!.utilization!, amortizedRecurring: a, unusedCost: b },
      usage: [{ accountId: '1', amortized: c }],
    }));

  it('holds every cent of every account, whatever the commitments explain', () => {
    fc.assert(
      fc.property(accounts, fc.array(commitment, { maxLength: 4 }), (all, facts) => {
        const view = new ProviderView({
          ...sampleMonth,
          commitments: facts.map((one, at) => ({ ...one, terms: { ...one.terms, commitmentId: String(at) } })),
        });
        for (const account of all) {
          const rows = view.rowsOf(account);
          expect(sum(rows, 'BilledCost')).toBe(total(account.cells, 'unblended'));
          expect(sum(rows, 'EffectiveCost')).toBe(total(account.cells, 'amortized'));
        }
      }),
      { numRuns: 300 },
    );
  });
});
