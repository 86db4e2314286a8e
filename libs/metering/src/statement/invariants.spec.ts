import { cell, commitmentMonth, commitmentTerms, monthInputs } from '../../testing/month-inputs.js';
import { defaultBillingPolicy } from '../policy/billing-policy.js';
import { postCorrections } from './corrections.js';
import { chooseCurrencies, convertLedgers } from './currency.js';
import { DirectLines } from './direct-lines.js';
import { draftLine } from './draft-line.js';
import type { DraftLine } from './draft-line.js';
import { chargeFairly, trueUp } from './fair-chargeback.js';
import { checkInvariants } from './invariants.js';
import type { Computed } from './invariants.js';
import { Ledgers } from './ledger.js';
import type { TenantLedger } from './ledger.js';
import { roundLedgers } from './rounding.js';
import { splitSharedCosts } from './shared-cost-split.js';

/** A month of everything the checks look at, as it stands before it is published. */
const computed = (): Computed => {
  const policy = {
    ...defaultBillingPolicy,
    reservedInstanceFairChargeback: { effectiveFrom: '2026-01' },
    sharedCosts: [{ ruleId: 'hub', name: 'Network', source: { tenantIds: ['gamma'] }, method: 'even' as const }],
  };
  const terms = commitmentTerms({ start: '2026-06-01T00:00:00Z', end: '2027-06-01T00:00:00Z', upfrontFee: '8760' });
  const observed = { amortizedUpfront: 720n * 10n ** 10n, amortizedRecurring: 0n, totalAmortized: 720n * 10n ** 10n, unusedCost: 0n };
  const cells = [
    cell('A', 'Usage', '12.345678', '12.345678'),
    cell('A', 'FlatRateSubscription', '3.215', '3.215'),
    cell('B', 'Fee', '8760', '0'),
    cell('B', 'DiscountedUsage', '0', '720'),
    cell('C', 'Usage', '100.005', '100.005'),
  ];
  const inputs = monthInputs({
    cells,
    policy,
    commitments: [commitmentMonth(terms, { observed })],
    corrections: [{ month: '2026-05', tenantId: 'beta', kind: 'USAGE', amount: '-1.00', converted: '-1.00' }],
    observedTotals: { unblended: 88_755_656_780_000n, amortized: 8_355_656_780_000n },
  });
  const ledgers = new Ledgers(inputs.holders, new Set(['unassigned', 'platform']), 'USD');
  const direct = new DirectLines(policy, ledgers, inputs.tenantOf, 'platform');
  for (const one of cells) direct.add(one);
  const fair = chargeFairly(inputs.commitments, direct.totals.upfrontRefunds, ledgers, policy, inputs.month);
  splitSharedCosts(policy, ledgers, ['alpha', 'beta', 'gamma'].map((tenantId) => ledgers.of(tenantId))); // prettier-ignore
  const rounded = roundLedgers(ledgers.all());
  trueUp(fair, ledgers, 'platform', policy.issuer);
  postCorrections(inputs.corrections, ledgers, policy.issuer);
  const charged = ledgers.all();
  chooseCurrencies(charged, policy, 'USD', inputs.rates);
  convertLedgers(charged, 'USD');
  return { inputs, ledgers: charged, totals: direct.totals, fair, rounded };
};

const failed = (month: Computed): readonly string[] =>
  checkInvariants(month)
    .filter(({ passed }) => !passed)
    .map(({ code }) => code);
const ledgerOf = ({ ledgers }: Computed, tenantId: string): TenantLedger => ledgers.find((ledger) => ledger.tenantId === tenantId)!;
const lineOf = (month: Computed, tenantId: string, kind: string) => ledgerOf(month, tenantId).bill.find((line) => line.kind === kind)!;
const lost =
  (tenantId: string, kind: string) =>
  (month: Computed): Computed => {
    const ledger = ledgerOf(month, tenantId);
    ledger.bill = ledger.bill.filter((line) => line.kind !== kind);
    return month;
  };
const added =
  (tenantId: string, part: 'bill' | 'settled', line: (month: Computed) => DraftLine) =>
  (month: Computed): Computed => {
    ledgerOf(month, tenantId)[part].push(line(month));
    return month;
  };

describe('the checks before anything is published', () => {
  it('pass on a month that is right', () => {
    expect(failed(computed())).toEqual([]);
  });

  it.each<[string, (month: Computed) => Computed, readonly string[]]>([
    ['a line is lost', lost('alpha', 'USAGE'), ['V1', 'V2', 'V5']],
    [
      'a line has a cent too many',
      (month) => {
        lineOf(month, 'alpha', 'USAGE').cents += 1n;
        return month;
      },
      ['V1', 'V2'],
    ],
    [
      'a line is on another tenant’s statement',
      (month) => lost('beta', 'RI_USAGE')(added('gamma', 'bill', () => ({ ...lineOf(month, 'beta', 'RI_USAGE') }))(month)),
      ['V2'],
    ],
    [
      'a correction is lost',
      (month) => {
        ledgerOf(month, 'beta').settled = [];
        return month;
      },
      ['V1b'],
    ],
    ['the bill is rounded up', (month) => ({ ...month, rounded: { ...month.rounded, cents: month.rounded.cents + 1n } }), ['V1', 'V3']],
    ['the bill leaves out what fair chargeback added', (month) => ({ ...month, fair: { ...month.fair, net: 0n } }), ['V3']],
    [
      'used and unused are not the whole of a commitment',
      (month) => {
        const [one] = month.inputs.commitments;
        const observed = { ...one!.observed!, usedCost: 700n * 10n ** 10n };
        return { ...month, inputs: { ...month.inputs, commitments: [{ ...one!, observed }] } };
      },
      ['V4'],
    ],
    ['a cell came twice', (month) => ({ ...month, totals: { ...month.totals, repeated: ['A / Usage / Amazon EC2'] } }), ['V5']],
    ['a cell was read and is on no line', (month) => ({ ...month, totals: { ...month.totals, unblended: month.totals.unblended + 1n } }), ['V5']],
    ['a source keeps what it gave away', lost('gamma', 'SHARED_COST_OUT'), ['V1', 'V2', 'V6']],
    [
      'Cost Explorer’s total is another',
      (month) => ({ ...month, inputs: { ...month.inputs, observedTotals: { unblended: 88_755_656_780_000n, amortized: 8_355_655_000_000n } } }),
      ['V8'],
    ],
    ['a record type that nobody knows is dropped', lost('alpha', 'OTHER'), ['V1', 'V2', 'V5', 'V9']],
    ['two lines have one key', added('beta', 'settled', (month) => ({ ...lineOf(month, 'beta', 'RI_USAGE'), exact: 1n, cents: 0n, converted: 0n, billed: undefined })), ['V10']], // prettier-ignore
    ['a line stands for nothing', added('beta', 'bill', () => draftLine({ kind: 'TAX', seller: 's', exact: 0n })), ['V12']],
  ])('%s', (_, plant, codes) => {
    expect(failed(plant(computed()))).toEqual(codes);
  });
});
