import { readFileSync } from 'node:fs';
import { formatDigits, parseExactUnits } from '@orgledger/kernel';
import {
  cell,
  commitmentMonth,
  commitmentTerms,
  convertedTotalsOf,
  exactOf,
  failedChecks,
  linesOfKind,
  monthInputs,
  totalsOf,
} from '../../testing/month-inputs.js';
import { addMonths } from '../month.js';
import { defaultBillingPolicy } from '../policy/billing-policy.js';
import type { BillingPolicy } from '../policy/billing-policy.js';
import { computedAmortizedUpfront } from './amortization.js';
import { computeMonth } from './compute-month.js';
import { correctionsFor } from './corrections.js';
import { discountsIn } from './discounts.js';
import type { CommitmentMonth, CostCell, MonthInputs } from './month-inputs.js';

interface Amounts {
  readonly exact8: Record<string, string>;
  readonly cents: Record<string, string>;
  readonly total: string;
}
const vectors = JSON.parse(readFileSync(`${__dirname}/../../testing/vectors/worked_examples.json`, 'utf8')) as Record<string, Amounts> & {
  readonly ex1_no_upfront_sp: {
    readonly exact: Record<string, string>;
    readonly cents: Record<string, string>;
    readonly total: string;
    readonly sum_exact: string;
  };
  readonly ex2_schedule: {
    readonly months: readonly { month: string; hours: string; exact8: string; naive_cents: string }[];
    readonly sum_exact8: string;
    readonly sum_naive_cents: string;
  };
  readonly ex2_lines: Record<'used_beta_200h' | 'used_gamma_100h' | 'unused_72h', string>;
  readonly ex3_term: { readonly sum_upfront_aws: string; readonly true_up: string };
  readonly ex3_mar_cash: string;
  readonly ex4_shared_split_10dp: Record<string, string>;
  readonly ex4_markup_5pct_exact: Record<string, string>;
  readonly ex4_cents: { readonly c: Record<string, string>; readonly exact: Record<string, string>; readonly sum: string };
  readonly ex4_eur: { readonly c: Record<string, string>; readonly total: string };
  readonly ex5: {
    readonly restated: Record<string, string>;
    readonly total: string;
    readonly corrections: Record<string, string>;
    readonly sum_exact: string;
  };
};
const amounts = (name: string): Amounts => vectors[name]!;

const exactTexts = (inputs: MonthInputs, digits: number): Record<string, string> =>
  Object.fromEntries(
    Object.entries(exactOf(computeMonth(inputs))).map(([tenant, units]) => [tenant, formatDigits(units / 10n ** BigInt(10 - digits), digits)]),
  );

/** Of tenants whose statement is not empty. */
const nonZero = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => !/^-?0\.0*$/.test(text)));

const fair: BillingPolicy = {
  ...defaultBillingPolicy,
  reservedInstanceFairChargeback: { effectiveFrom: '2026-01' },
  savingsPlanFairChargeback: { effectiveFrom: '2026-01' },
};
const cash: BillingPolicy = { ...defaultBillingPolicy, basis: 'cash' };

const june: readonly CostCell[] = [
  cell('A', 'Usage', '12.345678', '12.345678'),
  cell('A', 'SavingsPlanCoveredUsage', '400', '300'),
  cell('A', 'SavingsPlanNegation', '-400', '0'),
  cell('A', 'SavingsPlanRecurringFee', '720', '70'),
  cell('B', 'Usage', '50.10', '50.10'),
  cell('B', 'SavingsPlanCoveredUsage', '320', '250'),
  cell('B', 'SavingsPlanNegation', '-320', '0'),
  cell('C', 'Usage', '0.005', '0.005'),
  cell('C', 'SavingsPlanCoveredUsage', '160', '100'),
  cell('C', 'SavingsPlanNegation', '-160', '0'),
];

describe('5.1 a savings plan without upfront fee, shared and partly unused', () => {
  it.each([
    ['accrual', defaultBillingPolicy],
    ['fair chargeback', fair],
  ])('%s', (_, policy) => {
    const inputs = monthInputs({ cells: june, policy });
    const result = computeMonth(inputs);
    expect(failedChecks(result)).toEqual([]);
    expect(exactTexts(inputs, 10)).toEqual(vectors.ex1_no_upfront_sp.exact);
    expect(totalsOf(result)).toEqual(vectors.ex1_no_upfront_sp.cents);
    expect([result.exact, result.total]).toEqual([vectors.ex1_no_upfront_sp.sum_exact, vectors.ex1_no_upfront_sp.total]);
  });

  it('shows by the cash basis why cash is unfair with sharing', () => {
    const inputs = monthInputs({ cells: june, policy: cash });
    expect(exactTexts(inputs, 6)).toEqual({ alpha: '732.345678', beta: '50.100000', gamma: '0.005000' });
    expect(computeMonth(inputs).exact).toBe('782.4506780000');
  });

  it('has the lines of usage, savings plan usage and unused commitment, each with what was billed for it', () => {
    const lines = [...computeMonth(monthInputs({ cells: june })).statements][0]!.lines;
    expect(lines.map(({ kind, exact, amount, billed }) => [kind, exact, amount, billed])).toEqual([
      ['SP_UNUSED', '70.0000000000', '70.00', '720.0000000000'],
      ['SP_USAGE', '300.0000000000', '300.00', '0.0000000000'],
      ['USAGE', '12.3456780000', '12.35', '12.3456780000'],
    ]);
  });
});

describe('5.2 a reservation paid all upfront', () => {
  const terms = commitmentTerms({ start: '2026-06-15T12:00:00Z', end: '2027-06-15T12:00:00Z' });
  const { used_beta_200h, used_gamma_100h, unused_72h } = vectors.ex2_lines;
  const juneCells = [
    cell('B', 'Fee', '1000', '0'),
    cell('B', 'DiscountedUsage', '0', used_beta_200h),
    cell('B', 'RIFee', '0', unused_72h),
    cell('C', 'DiscountedUsage', '0', used_gamma_100h),
  ];
  const month = (m: string, cells: readonly CostCell[], policy = fair, given: Partial<CommitmentMonth> = {}) =>
    monthInputs({ month: m, cells, policy, commitments: [commitmentMonth(terms, given)] });

  it('June by accrual', () => {
    const inputs = month('2026-06', juneCells, defaultBillingPolicy);
    expect(exactTexts(inputs, 8)).toEqual(amounts('ex2_june_accrual').exact8);
    expect(totalsOf(computeMonth(inputs))).toEqual(amounts('ex2_june_accrual').cents);
    expect(computeMonth(inputs).total).toBe(amounts('ex2_june_accrual').total);
  });

  it('June by fair chargeback: the sum is the cash basis', () => {
    const inputs = month('2026-06', juneCells);
    const result = computeMonth(inputs);
    expect(failedChecks(result)).toEqual([]);
    expect(exactTexts(inputs, 8)).toEqual(amounts('ex2_june_fair').exact8);
    expect(totalsOf(result)).toEqual(amounts('ex2_june_fair').cents);
    expect(result.total).toBe(computeMonth(month('2026-06', juneCells, cash)).total);
  });

  it('promise (a): who bought it uses all of it, and the discount cancels the amortised usage', () => {
    const result = computeMonth(month('2026-07', [cell('B', 'DiscountedUsage', '0', '84.93150685')]));
    expect(linesOfKind(result, 'RI_USAGE').map(({ tenantId, amount }) => [tenantId, amount])).toEqual([['beta', '84.93']]);
    expect(linesOfKind(result, 'COMMITMENT_UPFRONT_DISCOUNT').map(({ tenantId, amount }) => [tenantId, amount])).toEqual([['beta', '-84.93']]);
    expect(totalsOf(result)).toEqual({ beta: amounts('ex2_july_fair').cents.beta });
    expect(result.total).toBe(amounts('ex2_july_fair').total);
  });

  it('promise (b): nobody uses it, and the discount cancels the unused line of who bought it', () => {
    const result = computeMonth(month('2026-08', [cell('B', 'RIFee', '0', '84.93150685')]));
    expect(linesOfKind(result, 'RI_UNUSED').map(({ tenantId, exact }) => [tenantId, exact])).toEqual([['beta', '84.9315068500']]);
    expect(exactOf(result)).toEqual({ beta: 0n });
    expect(totalsOf(result)).toEqual({ beta: '0.00' });
  });

  it('promise (c), trap 17: somebody else uses it and pays for it, and the statement of who bought it is negative', () => {
    const cells = [cell('C', 'DiscountedUsage', '0', '82.19178082')];
    const result = computeMonth(month('2026-09', cells));
    expect(failedChecks(result)).toEqual([]);
    expect(totalsOf(result)).toEqual(amounts('ex2_sep_fair').cents);
    expect(result.total).toBe('0.00');
    expect(totalsOf(computeMonth(month('2026-09', cells, defaultBillingPolicy)))).toEqual(nonZero(amounts('ex2_sep_accrual').cents));
  });

  it('amortises by hours, month by month', () => {
    const { months, sum_exact8 } = vectors.ex2_schedule;
    const schedule = months.map((of) => computedAmortizedUpfront(terms, of.month));
    expect(schedule).toEqual(months.map(({ exact8 }) => parseExactUnits(exact8)));
    expect(schedule.reduce((sum, part) => sum + part)).toBe(parseExactUnits(sum_exact8));
    expect([computedAmortizedUpfront(terms, '2026-05'), computedAmortizedUpfront(terms, '2027-07')]).toEqual([0n, 0n]);
  });

  it('trues up in the last month what rounding left of the fee', () => {
    let discountedCents = 0n;
    let discountedExact = 0n;
    let discountedMonths = 0;
    let last = computeMonth(month('2026-06', juneCells));
    for (const { month: of, exact8 } of vectors.ex2_schedule.months) {
      const cells = of === '2026-06' ? juneCells : [cell('B', 'DiscountedUsage', '0', exact8)];
      last = computeMonth(month(of, cells, fair, { discountedCents, discountedExact, discountedMonths }));
      expect(failedChecks(last)).toEqual([]);
      const discount = discountsIn(last.statements).get(terms.commitmentId);
      discountedCents += discount?.cents ?? 0n;
      discountedExact += discount?.exact ?? 0n;
      discountedMonths += 1;
    }
    expect(discountedCents).toBe(BigInt(vectors.ex2_schedule.sum_naive_cents.replace('.', '')));
    expect(linesOfKind(last, 'COMMITMENT_TRUE_UP').map(({ tenantId, amount }) => [tenantId, amount])).toEqual([['beta', '-0.01']]);
    expect(linesOfKind(last, 'ROUNDING').map(({ tenantId, amount }) => [tenantId, amount])).toEqual([['platform', '0.01']]);
    expect(last.findings).toEqual([]);
  });
});

describe('5.3 a savings plan of three years, paid in part upfront', () => {
  const terms = commitmentTerms({
    kind: 'savingsPlan',
    ownerAccountId: 'A',
    paymentOption: 'Partial Upfront',
    upfrontFee: '30000',
    hourlyCommitment: '2',
    recurringHourlyFee: '0.85844749',
    termHours: 26_280,
    start: '2026-03-01T00:00:00Z',
    end: '2029-02-28T00:00:00Z',
  });
  const recurring = '638.68493256';
  const cells = [
    cell('A', 'SavingsPlanUpfrontFee', '30000', '0'),
    cell('A', 'SavingsPlanRecurringFee', recurring, '87.65'),
    cell('A', 'SavingsPlanCoveredUsage', '700', '600'),
    cell('A', 'SavingsPlanNegation', '-700', '0'),
    cell('B', 'SavingsPlanCoveredUsage', '600', '500.25'),
    cell('B', 'SavingsPlanNegation', '-600', '0'),
    cell('C', 'SavingsPlanCoveredUsage', '400', '300.10'),
    cell('C', 'SavingsPlanNegation', '-400', '0'),
  ];
  const march = (policy: BillingPolicy) =>
    monthInputs({ month: '2026-03', cells, policy, commitments: [commitmentMonth(terms, { holderTenantId: 'alpha' })] });

  it.each([
    ['ex3_mar_accrual', defaultBillingPolicy],
    ['ex3_mar_fair', fair],
  ])('%s', (name, policy) => {
    const result = computeMonth(march(policy));
    expect(failedChecks(result)).toEqual([]);
    expect(exactTexts(march(policy), 8)).toEqual(amounts(name).exact8);
    expect(totalsOf(result)).toEqual(amounts(name).cents);
    expect(result.total).toBe(amounts(name).total);
  });

  it('is the cash basis in fair chargeback', () => {
    expect(computeMonth(march(cash)).exact).toBe(`${vectors.ex3_mar_cash}00`);
    expect(computeMonth(march(fair)).exact).toBe(`${vectors.ex3_mar_cash}00`);
  });

  it('amortises what the recurring fee leaves of the commitment, and trues up the rest of the term', () => {
    expect(['2026-03', '2026-04', '2027-02'].map((month) => formatDigits(computedAmortizedUpfront(terms, month) / 100n, 8))).toEqual(
      ['ex3_2026-03', 'ex3_2026-04', 'ex3_2026-02_28d'].map(
        (name) => (vectors as unknown as Record<string, Record<string, string>>)[name]!.amort_upfront_aws_residual,
      ),
    );
    let sum = 0n;
    for (let month = '2026-03'; month <= '2029-02'; month = addMonths(month, 1)) sum += computedAmortizedUpfront(terms, month);
    expect(sum).toBe(parseExactUnits(vectors.ex3_term.sum_upfront_aws));
    const last = computedAmortizedUpfront(terms, '2029-02');
    const given = { holderTenantId: 'alpha', discountedExact: sum - last, discountedCents: 3_000_000n - last / 10n ** 8n, discountedMonths: 35 };
    const lastCells = [cell('A', 'SavingsPlanRecurringFee', '556.27397352', '1296')];
    const result = computeMonth(monthInputs({ month: '2029-02', cells: lastCells, policy: fair, commitments: [commitmentMonth(terms, given)] }));
    expect(linesOfKind(result, 'COMMITMENT_TRUE_UP').map(({ exact }) => exact)).toEqual([`-${vectors.ex3_term.true_up}00`]);
  });
});

describe('5.4 shared cost, mark-up and euros', () => {
  const policy: BillingPolicy = {
    ...defaultBillingPolicy,
    sharedCosts: [{ ruleId: 'network', name: 'Network', source: { tenantIds: ['hub'] }, method: 'proportional' }],
    markups: [{ ruleId: 'fee', name: 'Management fee', base: {}, method: 'percentage', rate: '0.05', seller: 'Cloud Foundation' }],
  };
  const cells = [...june, cell('H', 'Usage', '133.3333333333', '133.3333333333')];
  const plain = monthInputs();
  const inputs = (given: Partial<MonthInputs> = {}) =>
    monthInputs({
      cells,
      policy,
      tenantOf: (accountId) => (accountId === 'H' ? 'hub' : plain.tenantOf(accountId)),
      holders: new Map([...plain.holders, ['hub', { tenantId: 'hub', tags: {} }]]),
      ...given,
    });

  it('shares in proportion and marks up', () => {
    const result = computeMonth(inputs());
    expect(failedChecks(result)).toEqual([]);
    const shares = Object.fromEntries(linesOfKind(result, 'SHARED_COST').map(({ tenantId, exact }) => [tenantId, exact]));
    expect(shares).toEqual(vectors.ex4_shared_split_10dp);
    for (const { tenantId, exact } of linesOfKind(result, 'MARKUP'))
      expect(exact.slice(0, -2)).toBe(vectors.ex4_markup_5pct_exact[tenantId]!.slice(0, exact.length - 2));
    const { hub, ...exact } = exactTexts(inputs(), 10);
    expect(exact).toEqual(vectors.ex4_cents.exact);
    expect(hub).toBe('0.0000000000');
    const { hub: nothing, ...totals } = totalsOf(result);
    expect(totals).toEqual(vectors.ex4_cents.c);
    expect(nothing).toBe('0.00');
  });

  it('converts to euros', () => {
    const currencies = Object.fromEntries(['alpha', 'beta', 'gamma'].map((tenant) => [`ws-${tenant}`, 'EUR']));
    const rates = new Map([['EUR', { base: 'USD', quote: 'EUR', rate: '0.9137', source: 'ECB', day: '2026-06-30' }]]);
    const result = computeMonth(inputs({ policy: { ...policy, currencies }, rates }));
    expect(failedChecks(result)).toEqual([]);
    const { hub, ...converted } = convertedTotalsOf(result);
    expect(converted).toEqual(vectors.ex4_eur.c);
    expect(hub).toBe('0.00');
    for (const { lines, convertedTotal, currency, rate } of result.statements) {
      if (currency === 'USD') continue;
      expect(rate).toBe('0.9137');
      expect(
        formatDigits(
          lines.reduce((sum, line) => sum + BigInt(line.converted.replace('.', '')), 0n),
          2,
        ),
      ).toBe(convertedTotal);
    }
  });

  it('publishes nothing without a rate', () => {
    const result = computeMonth(inputs({ policy: { ...policy, currencies: { 'ws-alpha': 'EUR' } } }));
    expect([...result.statements]).toEqual([]);
    expect(result.checks.filter(({ passed }) => !passed)).toEqual([
      {
        code: 'RATE_MISSING',
        passed: false,
        message: 'There is no rate from USD to EUR for this month.',
        remedy: 'Import a rate file that has EUR, or set a rate of your own for the month.',
      },
    ]);
  });
});

describe('5.5 a restatement after the close', () => {
  const restatedCells = june.map((of) => (of.accountId === 'C' && of.recordType === 'Usage' ? cell('C', 'Usage', '1.239567', '1.239567') : of));
  const restated = computeMonth(monthInputs({ cells: [...restatedCells, cell('B', 'Credit', '-5', '-5')] }));
  const closed = computeMonth(monthInputs({ cells: june }));
  const corrections = correctionsFor(closed.postings, [], restated.postings);
  const byTenant = (tenant: string) =>
    corrections.filter(({ tenantId }) => tenantId === tenant).reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);

  it('recomputes the month and corrects by whole cents', () => {
    expect(totalsOf(restated)).toEqual(vectors.ex5.restated);
    expect([restated.exact, restated.total]).toEqual([vectors.ex5.sum_exact, vectors.ex5.total]);
    const perTenant = Object.fromEntries(['alpha', 'beta', 'gamma'].map((tenant) => [tenant, formatDigits(byTenant(tenant), 2)]));
    expect(perTenant).toEqual(vectors.ex5.corrections);
  });

  it('posts the corrections in the next month, with the month that they correct', () => {
    const july = computeMonth(monthInputs({ month: '2026-07', corrections }));
    expect(failedChecks(july)).toEqual([]);
    expect(
      linesOfKind(july, 'CORRECTION').map(({ tenantId, amount, correctedMonth, correctedKind }) => [tenantId, amount, correctedMonth, correctedKind]),
    ).toEqual([
      ['beta', '-5.00', '2026-06', 'CREDIT'],
      ['gamma', '1.24', '2026-06', 'USAGE'],
    ]);
    expect(july.total).toBe('0.00');
    expect(july.postings).toEqual([]);
  });
});
