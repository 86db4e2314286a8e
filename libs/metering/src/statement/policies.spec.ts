import { parseExactUnits } from '@orgledger/kernel';
import { cell, commitmentMonth, commitmentTerms, failedChecks, holder, linesOfKind, monthInputs, totalsOf } from '../../testing/month-inputs.js';
import { defaultBillingPolicy } from '../policy/billing-policy.js';
import type { BillingPolicy, MarkupRule, SharedCostRule } from '../policy/billing-policy.js';
import { computeMonth } from './compute-month.js';
import { markupOn } from './markup.js';
import type { MonthInputs, MonthResult } from './month-inputs.js';

const withPolicy = (policy: Partial<BillingPolicy>, given: Partial<MonthInputs> = {}): MonthResult =>
  computeMonth(monthInputs({ ...given, policy: { ...defaultBillingPolicy, ...policy } }));

const usage = [cell('A', 'Usage', '30', '30'), cell('B', 'Usage', '10', '10')];
const settled = (kind: 'SUPPORT' | 'TAX', settlement: 'hold' | 'redistribute') => ({
  settlements: { ...defaultBillingPolicy.settlements, [kind]: settlement },
});

describe('kinds that a policy settles', () => {
  const cells = [...usage, cell('A', 'Support', '8', '8', 'AWS Support (Business)')];

  it('are charged where they arose', () => expect(totalsOf(withPolicy({}, { cells }))).toEqual({ alpha: '38.00', beta: '10.00' }));

  it('stay with the platform tenant, or on a statement of its own', () => {
    expect(totalsOf(withPolicy(settled('SUPPORT', 'hold'), { cells }))).toEqual({ alpha: '30.00', beta: '10.00', platform: '8.00' });
    expect(totalsOf(withPolicy({ ...settled('SUPPORT', 'hold'), platformTenantId: 'gamma' }, { cells }))).toEqual({
      alpha: '30.00',
      beta: '10.00',
      gamma: '8.00',
    });
  });

  it('are split over all in proportion to their own costs', () => {
    const result = withPolicy(settled('SUPPORT', 'redistribute'), { cells });
    expect(totalsOf(result)).toEqual({ alpha: '36.00', beta: '12.00' });
    expect(
      linesOfKind(result, 'SUPPORT').map(({ tenantId, sourceId, service, amount, billed }) => [tenantId, sourceId, service, amount, billed]),
    ).toEqual([
      ['alpha', 'redistributed', 'AWS Support (Business)', '6.00', '6.0000000000'],
      ['beta', 'redistributed', 'AWS Support (Business)', '2.00', '2.0000000000'],
    ]);
  });

  it('stay where they arose when no tenant stands', () => {
    const result = withPolicy(settled('SUPPORT', 'redistribute'), { cells, holders: new Map(), tenantOf: () => undefined });
    expect(totalsOf(result)).toEqual({ unassigned: '48.00' });
  });
});

describe('shared costs', () => {
  const rule = (given: Partial<SharedCostRule>): SharedCostRule => ({
    ruleId: 'r',
    name: 'Network',
    source: { tenantIds: ['gamma'] },
    method: 'even',
    ...given,
  });
  const cells = [...usage, cell('C', 'Usage', '9.99', '9.99'), cell('C', 'Tax', '1.00', '1.00', 'Tax')];

  it.each([
    ['evenly', rule({ source: { tenantIds: ['gamma'], kinds: ['USAGE'] } }), { alpha: '35.00', beta: '14.99', gamma: '1.00' }],
    ['in proportion', rule({ method: 'proportional' }), { alpha: '38.24', beta: '12.75', gamma: '0.00' }],
    ['by weights', rule({ method: 'fixed', weights: { alpha: '0.1', beta: '0.9' } }), { alpha: '31.10', beta: '19.89', gamma: '0.00' }],
    ['by service', rule({ source: { services: 'Ta.' } }), { alpha: '30.50', beta: '10.50', gamma: '9.99' }],
    ['to a workspace', rule({ targets: { workspaceIdentifiers: ['ws-beta'] } }), { alpha: '30.00', beta: '20.99', gamma: '0.00' }],
  ])('%s', (_, shared, totals) => {
    const result = withPolicy({ sharedCosts: [shared] }, { cells });
    expect(failedChecks(result)).toEqual([]);
    expect(totalsOf(result)).toEqual(totals);
    expect(result.total).toBe('50.99');
  });

  it('are even among tenants that all cost nothing themselves', () => {
    const result = withPolicy({ sharedCosts: [rule({ method: 'proportional' })] }, { cells: [cell('C', 'Usage', '9.99', '9.99')] });
    expect(linesOfKind(result, 'SHARED_COST').map(({ tenantId, exact }) => [tenantId, exact])).toEqual([
      ['alpha', '4.9950000000'],
      ['beta', '4.9950000000'],
    ]);
  });

  it('go to no tenant that has ended, and stay where they arose when nobody is left', () => {
    const ended = (...ids: string[]) => withPolicy({ sharedCosts: [rule({})] }, { cells, endedTenantIds: new Set(ids) });
    expect(totalsOf(ended('beta'))).toEqual({ alpha: '40.99', beta: '10.00', gamma: '0.00' });
    expect(totalsOf(ended('alpha', 'beta'))).toEqual({ alpha: '30.00', beta: '10.00', gamma: '10.99' });
    expect(ended('alpha', 'beta').findings.map(({ code }) => code)).toEqual(['SHARED_COST_WITHOUT_TARGET']);
  });

  it('publish nothing when a weight is for a tenant that does not stand, or for a source', () => {
    const weighted = (id: string) => withPolicy({ sharedCosts: [rule({ method: 'fixed', weights: { [id]: '1' } })] }, { cells });
    expect([...weighted('delta').statements]).toEqual([]);
    expect(failedChecks(weighted('delta'))).toEqual([
      'SHARED_COST_TARGET: Rule "Network" gives a share to tenant delta, which does not stand at the end of the month.',
    ]);
    expect(failedChecks(weighted('gamma'))[0]).toMatch(/whose costs are shared out: a source is never a target/);
  });
});

describe('mark-ups', () => {
  const rule = (given: Partial<MarkupRule>): MarkupRule => ({
    ruleId: 'm',
    name: 'Fee',
    base: {},
    method: 'percentage',
    seller: 'Foundation',
    ...given,
  });
  const tiers = [
    { from: '0', value: '0.10' },
    { from: '100', value: '0.05' },
    { from: '1000', value: '0.01' },
  ];

  it.each([
    ['percentage', { rate: '0.05' }, '250', '12.5'],
    ['percentage', { rate: '-0.05' }, '250', '-12.5'],
    ['tieredPercentage', { tiers }, '99.99', '9.999'],
    ['tieredPercentage', { tiers }, '100', '5'],
    ['tieredPercentage', { tiers }, '-50', '-5'],
    ['marginalPercentage', { tiers }, '100', '10'],
    ['marginalPercentage', { tiers }, '1500', '60'],
    ['marginalPercentage', { tiers }, '-50', '-5'],
    [
      'tieredAmount',
      {
        tiers: [
          { from: '0', value: '25' },
          { from: '100', value: '20' },
        ],
      },
      '100',
      '20',
    ],
    ['tieredAmount', { tiers: [{ from: '0', value: '25' }] }, '-1', '0'],
    ['tieredAmount', { tiers: [{ from: '0', value: '25' }] }, '0', '0'],
  ] as const)('%s %j on %s is %s', (method, given, base, expected) => {
    expect(markupOn(rule({ method, ...given }), parseExactUnits(base))).toBe(parseExactUnits(expected));
  });

  it('are never on tax unless configured, nor on each other, and leave the bill as it is', () => {
    const cells = [...usage, cell('A', 'Tax', '3', '3', 'Tax')];
    const rules = [
      rule({ ruleId: 'm1', rate: '0.1' }),
      rule({ ruleId: 'm2', rate: '-0.5' }),
      rule({ ruleId: 'm3', rate: '1', base: { kinds: ['TAX'] } }),
    ];
    const result = withPolicy({ markups: rules }, { cells });
    expect(failedChecks(result)).toEqual([]);
    expect(linesOfKind(result, 'MARKUP').map(({ tenantId, amount, seller }) => [tenantId, amount, seller])).toEqual([
      ['alpha', '3.00', 'Foundation'],
      ['alpha', '3.00', 'Foundation'],
      ['beta', '1.00', 'Foundation'],
    ]);
    expect(linesOfKind(result, 'REBATE').map(({ tenantId, amount }) => [tenantId, amount])).toEqual([
      ['alpha', '-15.00'],
      ['beta', '-5.00'],
    ]);
    expect([result.total, ...[...result.statements].map(({ billTotal }) => billTotal)]).toEqual(['43.00', '33.00', '10.00']);
  });
});

describe('prices and external costs', () => {
  it('are on the statements of whom they are for, outside the bill', () => {
    const prices = [
      {
        priceId: 'p1',
        name: 'Account',
        amount: '12.50',
        seller: 'Foundation',
        landingZones: [{ platformIdentifier: 'aws', landingZoneIdentifier: 'standard' }],
      },
      { priceId: 'p2', name: 'Licence', amount: '1.25', seller: 'Foundation', tenantIds: ['beta', 'gamma'] },
    ];
    const cost = { costId: 'x1', month: '2026-06', tenantId: 'beta', description: 'Staff', seller: 'Office', amount: '99.99' };
    const result = withPolicy(
      { prices },
      { cells: usage, endedTenantIds: new Set(['gamma']), externalCosts: [cost, { ...cost, costId: 'x2', month: '2026-05' }] },
    );
    expect(totalsOf(result)).toEqual({ alpha: '42.50', beta: '123.74' });
    expect(result.total).toBe('40.00');
  });

  it('publish nothing when an external cost is for nobody', () => {
    const cost = { costId: 'x1', month: '2026-06', tenantId: 'delta', description: 'Staff', seller: 'Office', amount: '99.99' };
    expect(failedChecks(withPolicy({}, { externalCosts: [cost] }))).toEqual([
      'EXTERNAL_COST_TENANT: External cost x1 (Staff) is for tenant delta, which has no part in 2026-06.',
    ]);
    expect(
      failedChecks(
        withPolicy(
          {},
          {
            externalCosts: [
              { ...cost, tenantId: 'beta' },
              { ...cost, tenantId: 'beta' },
            ],
          },
        ),
      )[0],
    ).toMatch(/comes twice/);
  });
});

describe('an invoice', () => {
  const cells = [cell('A', 'Usage', '10.004', '10.004'), cell('B', 'Usage', '20.004', '20.004')];
  const invoiced = (total: string, given: Partial<NonNullable<MonthInputs['invoice']>> = {}) =>
    withPolicy({}, { cells, invoice: { invoiceId: 'INV-1', total, ...given } });

  it('is met to the cent by a line on the platform’s statement', () => {
    const result = invoiced('30.00');
    expect(failedChecks(result)).toEqual([]);
    expect(result.total).toBe('30.01');
    expect(totalsOf(result)).toEqual({ alpha: '10.01', beta: '20.00', platform: '-0.01' });
    expect(linesOfKind(result, 'ROUNDING').map(({ sourceId, amount }) => [sourceId, amount])).toEqual([['INV-1', '-0.01']]);
  });

  it('publishes nothing when rounding cannot explain the difference', () => {
    expect(failedChecks(invoiced('30.05'))).toEqual([
      'INVOICE_DIFFERS: Invoice INV-1 is 30.05, the bill is 30.01: 0.04 apart, of which rounding explains 0.01 at most.',
    ]);
    expect(failedChecks(invoiced('30.05', { lineCount: 8 }))).toEqual([]);
  });

  it('is of cash: upfront fees that statements spread do not hold it up', () => {
    const fee = { ...cell('A', 'Fee', '1000', '0'), service: 'Amazon Elastic Compute Cloud - Compute' };
    const result = withPolicy({ basis: 'accrual' }, { cells: [...cells, fee], invoice: { invoiceId: 'INV-1', total: '1030.00' } });
    expect(failedChecks(result)).toEqual([]);
    expect(linesOfKind(result, 'ROUNDING').map(({ sourceId, amount }) => [sourceId, amount])).toEqual([['INV-1', '-0.01']]);
    expect(result.total).toBe('30.01');
  });

  it('in another currency makes one line of what exchange did', () => {
    const rates = new Map([['EUR', { base: 'USD', quote: 'EUR', rate: '0.5', source: 'own' }]]);
    const invoice = { invoiceId: 'INV-1', total: '15.10', currency: 'EUR' };
    const result = withPolicy({}, { cells, rates, invoice });
    expect(failedChecks(result)).toEqual([]);
    // 30.01 at 0.5 is 15.00 (half to even): 0.10 EUR, or 0.20 USD, more were paid.
    expect(linesOfKind(result, 'FX_DIFFERENCE').map(({ tenantId, amount }) => [tenantId, amount])).toEqual([['platform', '0.20']]);
    expect([...result.statements].at(-1)?.billTotal).toBe('0.00');
    expect(failedChecks(withPolicy({}, { cells, invoice }))).toEqual(['RATE_MISSING: There is no rate from USD to EUR for this month.']);
  });
});

describe('what forbids to publish', () => {
  const cells = [cell('A', 'Usage', '10', '10')];
  const terms = commitmentTerms({ start: '2026-06-01T00:00:00Z', end: '2027-06-01T00:00:00Z' });
  const observed = {
    amortizedUpfront: parseExactUnits('82.19178082'),
    amortizedRecurring: 0n,
    totalAmortized: parseExactUnits('82.19178082'),
    unusedCost: 0n,
  };

  it.each([
    ['V5', 'a cell that comes twice', { cells: [...cells, ...cells] }],
    ['V8', 'totals that are not the cells’', { cells, observedTotals: { unblended: 0n, amortized: parseExactUnits('10') } }],
    [
      'V4',
      'a commitment whose parts are not its whole',
      { cells, commitments: [commitmentMonth(terms, { observed: { ...observed, totalAmortized: 0n } })] },
    ],
    ['V4', 'used and unused that are not the whole', { cells, commitments: [commitmentMonth(terms, { observed: { ...observed, usedCost: 0n } })] }],
    ['COMMITMENT_HISTORY', 'a predecessor that is not there', { commitments: [commitmentMonth(terms, { predecessorId: 'c-0' })] }],
  ] as const)('%s: %s', (code, _, given) => {
    const fair = { effectiveFrom: '2026-01' };
    const result = withPolicy({ reservedInstanceFairChargeback: fair, savingsPlanFairChargeback: fair }, given);
    expect(failedChecks(result).map((text) => text.split(':')[0])).toContain(code);
    expect([[...result.statements], result.statementCount, result.postings]).toEqual([[], 0, []]);
    for (const { passed, remedy } of result.checks) expect(passed || (remedy ?? '').length > 20).toBe(true);
  });
});

it('tenants that nobody described have a statement all the same, and are named', () => {
  const result = withPolicy({}, { cells: usage, holders: new Map([['alpha', holder('alpha')]]) });
  expect(totalsOf(result)).toEqual({ alpha: '30.00', beta: '10.00' });
  expect(result.findings.map(({ code, subject }) => [code, subject])).toEqual([['HOLDER_UNKNOWN', 'beta']]);
});
