import { monthsFrom } from '@orgledger/metering';
import type { BillingPolicy, CommitmentMonthView, Month, Statement } from '@orgledger/metering';
import { Fraction } from './naive/fraction.js';
import { BilledOrganization } from './support/billed-organization.js';
import { example52, example53, fixtureChecks } from './support/planted-examples.js';
import { billOf, centsOf, exactOf, exactSum, linesOf, ofKind, rounded, withoutNothing } from './support/statement-figures.js';
import { vectors } from './support/worked-vectors.js';

type Policy = Partial<BillingPolicy>;

const tenantIds = ['alpha', 'beta', 'gamma'];
const cash: Policy = { basis: 'cash' };
const fair: Policy = { reservedInstanceFairChargeback: { effectiveFrom: '2020-01' }, savingsPlanFairChargeback: { effectiveFrom: '2020-01' } };

/** Fails where the vector and the statements differ in exact sums, cents or the bill. */
const expectVector = (statements: readonly Statement[], { exact8, cents, total, sum8 }: (typeof vectors)['ex2_june_fair']): void => {
  expect(withoutNothing(exactOf(statements, 8))).toEqual(withoutNothing(exact8));
  expect(withoutNothing(centsOf(statements))).toEqual(withoutNothing(cents));
  expect([exactSum(statements, 8), billOf(statements)]).toEqual([sum8, total]);
};
const discountOf = (statements: readonly Statement[]): string =>
  rounded(`-${ofKind(statements, 'COMMITMENT_UPFRONT_DISCOUNT')[0]!.exact}`.replace('--', ''), 8);

let organization: BilledOrganization;
const end = (): Promise<void> => organization.end();

describe('5.2: a reservation paid all upfront, over its whole term', () => {
  const months = new Map<Month, readonly Statement[]>();
  const accrual = new Map<Month, readonly Statement[]>();
  let cashOfJune: readonly Statement[];
  let users: CommitmentMonthView['usage'];
  const of = (month: Month): readonly Statement[] => months.get(month) ?? [];
  beforeAll(async () => {
    organization = await BilledOrganization.start('2026-06', tenantIds);
    await organization.plant(example52(organization.accountIds));
    for (const month of monthsFrom('2026-06', '2027-06')) {
      if (month === '2026-06' || month === '2026-09') {
        accrual.set(month, await organization.settleAndClose(month, {}));
        if (month === '2026-06') cashOfJune = await organization.closeAgain(month, cash);
        months.set(month, await organization.closeAgain(month, fair));
      } else months.set(month, await organization.settleAndClose(month));
    }
    users = (await organization.commitments('2026-06'))[0]?.usage;
  });
  afterAll(end);

  it('ex2_june_accrual', () => {
    expectVector(accrual.get('2026-06')!, vectors.ex2_june_accrual);
    expect(linesOf(accrual.get('2026-06')!)).toEqual({ beta: ['RI_UNUSED 8.22', 'RI_USAGE 22.83', 'SUBSCRIPTION 0.00'], gamma: ['RI_USAGE 11.42'] });
  });

  it('ex2_june_fair, whose sum is the cash basis', () => {
    expectVector(of('2026-06'), vectors.ex2_june_fair);
    expect(linesOf(of('2026-06'))).toEqual({
      beta: ['COMMITMENT_UPFRONT 1000.00', 'COMMITMENT_UPFRONT_DISCOUNT -42.47', 'RI_UNUSED 8.22', 'RI_USAGE 22.83', 'SUBSCRIPTION 0.00'],
      gamma: ['RI_USAGE 11.42'],
    });
    expect([exactSum(cashOfJune, 8), billOf(cashOfJune)]).toEqual(['1000.00000000', '1000.00']);
    expect(linesOf(cashOfJune)).toEqual({ beta: ['COMMITMENT_UPFRONT 1000.00'] });
  });

  it('ex2_lines', () => {
    const { used_beta_200h, used_gamma_100h, unused_72h, rate } = vectors.ex2_lines;
    const used = ofKind(of('2026-06'), 'RI_USAGE').map(({ tenantId, exact }) => [tenantId, rounded(exact, 8)]);
    expect(used).toEqual([
      ['beta', used_beta_200h],
      ['gamma', used_gamma_100h],
    ]);
    expect(ofKind(of('2026-06'), 'RI_UNUSED').map(({ tenantId, exact }) => [tenantId, rounded(exact, 8)])).toEqual([['beta', unused_72h]]);
    const [, beta, gamma] = organization.accountIds;
    expect(users?.map(({ accountId, amortized }) => [accountId, rounded(amortized, 8)]).toSorted()).toEqual(
      [
        [beta, used_beta_200h],
        [gamma, used_gamma_100h],
      ].toSorted(),
    );
    expect(new Fraction(1000n, 8760n).rounded(12).toString()).toBe(Fraction.of(rate).toString());
  });

  it('promise a: who bought it uses all of it, and the discount cancels the amortised usage (ex2_july_fair)', () => {
    expectVector(of('2026-07'), vectors.ex2_july_fair);
    expect(linesOf(of('2026-07'))).toEqual({ beta: ['COMMITMENT_UPFRONT_DISCOUNT -84.93', 'RI_USAGE 84.93'] });
  });

  it('promise b: nobody uses it, and the discount cancels the unused line of who bought it', () => {
    expect(linesOf(of('2026-08'))).toEqual({ beta: ['COMMITMENT_UPFRONT_DISCOUNT -84.93', 'RI_UNUSED 84.93'] });
    expect([centsOf(of('2026-08')), exactOf(of('2026-08'), 8)]).toEqual([{ beta: '0.00' }, { beta: '0.00000000' }]);
  });

  it('promise c, trap 17: somebody else uses it and pays for it, and the statement of who bought it is negative (ex2_sep_fair)', () => {
    expectVector(of('2026-09'), vectors.ex2_sep_fair);
    expect(linesOf(of('2026-09'))).toEqual({ beta: ['COMMITMENT_UPFRONT_DISCOUNT -82.19'], gamma: ['RI_USAGE 82.19'] });
  });

  it('ex2_sep_accrual', () => {
    expectVector(accrual.get('2026-09')!, vectors.ex2_sep_accrual);
  });

  it('ex2_schedule: month by month by hours, and the last month makes up for what rounding left', () => {
    const { months: schedule, sum_exact8, sum_naive_cents } = vectors.ex2_schedule;
    expect(schedule.map(({ month }) => month)).toEqual([...months.keys()]);
    expect(schedule.map(({ month }) => discountOf(of(month)))).toEqual(schedule.map(({ exact8 }) => exact8));
    const cents = schedule.map(({ month }) => ofKind(of(month), 'COMMITMENT_UPFRONT_DISCOUNT')[0]!.amount.slice(1));
    expect(cents).toEqual(schedule.map(({ naive_cents }) => naive_cents));
    expect(Fraction.sum(cents.map((text) => Fraction.of(text))).toString()).toBe(Fraction.of(sum_naive_cents).toString());
    expect(Fraction.sum(schedule.map(({ month }) => Fraction.of(discountOf(of(month))))).toString()).toBe(Fraction.of(sum_exact8).toString());
    expect(linesOf(of('2027-06'))).toEqual({
      beta: ['COMMITMENT_TRUE_UP -0.01', 'COMMITMENT_UPFRONT_DISCOUNT -39.73', 'RI_USAGE 39.73'],
      platform: ['ROUNDING 0.01'],
    });
  });
});

describe('5.3: a savings plan of three years that is paid in part upfront, over its whole term', () => {
  const months = new Map<Month, readonly Statement[]>();
  const observed = new Map<Month, CommitmentMonthView>();
  let march: Readonly<Record<'accrual' | 'cash', readonly Statement[]>>;
  const of = (month: Month): readonly Statement[] => months.get(month) ?? [];
  beforeAll(async () => {
    organization = await BilledOrganization.start('2026-03', tenantIds);
    await organization.plant(example53(organization.accountIds));
    march = { accrual: await organization.settleAndClose('2026-03', {}), cash: await organization.closeAgain('2026-03', cash) };
    months.set('2026-03', await organization.closeAgain('2026-03', fair));
    for (const month of monthsFrom('2026-04', '2029-02')) months.set(month, await organization.settleAndClose(month));
    for (const month of months.keys()) for (const view of await organization.commitments(month)) observed.set(month, view);
  });
  afterAll(end);

  it('ex3_mar_accrual', () => {
    expectVector(march.accrual, vectors.ex3_mar_accrual);
  });

  it('ex3_mar_fair, whose sum is the cash basis (ex3_mar_cash)', () => {
    expectVector(of('2026-03'), vectors.ex3_mar_fair);
    expect(linesOf(of('2026-03')).alpha).toEqual([
      'COMMITMENT_FEE 0.00',
      'COMMITMENT_UPFRONT 30000.00',
      'COMMITMENT_UPFRONT_DISCOUNT -849.32',
      'SP_UNUSED 87.65',
      'SP_USAGE 600.00',
    ]);
    expect([exactSum(march.cash, 8), exactSum(of('2026-03'), 8)]).toEqual([vectors.ex3_mar_cash, vectors.ex3_mar_cash]);
  });

  it('ex3_rates', () => {
    const { exact_recurring, recurring_hourly_fee, upfront_hourly_aws, upfront_hourly_exact } = vectors.ex3_rates;
    expect(observed.get('2026-03')!.terms).toMatchObject({ recurringHourlyFee: recurring_hourly_fee, upfrontFee: '30000.0', termHours: 26_280 });
    const [hourly, upfront] = [new Fraction(2n), new Fraction(30_000n, 26_280n)];
    const texts = [
      hourly.minus(upfront).rounded(12),
      hourly.minus(upfront).rounded(8),
      hourly.minus(hourly.minus(upfront).rounded(8)),
      upfront.rounded(12),
    ];
    const named = [exact_recurring, recurring_hourly_fee, upfront_hourly_aws, upfront_hourly_exact];
    expect(texts.map(String)).toEqual(named.map((text) => Fraction.of(text).toString()));
  });

  it.each([
    ['ex3_2026-03', '2026-03', 744n],
    ['ex3_2026-04', '2026-04', 720n],
    // The first February of 28 days in the term.
    ['ex3_2026-02_28d', '2027-02', 672n],
  ] as const)('%s: the month’s share of the fee is what the recurring fee leaves of the commitment', (name, month, hours) => {
    const { total_commitment, amort_recurring, amort_upfront_aws_residual, amort_upfront_exact } = vectors[name];
    const { purchased, amortizedRecurring } = observed.get(month)!.utilization!;
    expect([purchased, amortizedRecurring].map((text) => rounded(text, 8))).toEqual([total_commitment, amort_recurring]);
    expect(discountOf(of(month))).toBe(amort_upfront_aws_residual);
    expect(new Fraction(30_000n * hours, 26_280n).rounded(8).toString()).toBe(Fraction.of(amort_upfront_exact).toString());
  });

  it('ex3_term, trap 6: a leap day adds no hours to the term, and the last month makes up for the rest', () => {
    const { sum_recurring, sum_upfront_aws, true_up } = vectors.ex3_term;
    const discounts = [...months.keys()].map((month) => Fraction.of(discountOf(of(month))));
    expect(Fraction.sum(discounts).toString()).toBe(Fraction.of(sum_upfront_aws).toString());
    const recurring = [...observed.values()].map(({ utilization }) => Fraction.of(rounded(utilization!.amortizedRecurring, 8)));
    expect(Fraction.sum(recurring).toString()).toBe(Fraction.of(sum_recurring).toString());
    expect(ofKind(of('2029-02'), 'COMMITMENT_TRUE_UP').map(({ tenantId, exact }) => [tenantId, exact])).toEqual([['alpha', `-${true_up}00`]]);
    expect(rounded(observed.get('2028-02')!.utilization!.purchased, 2)).toBe('1392.00');
  });
});

describe('commitments of real answers', () => {
  let february: readonly Statement[];
  let october: readonly Statement[];
  let recurringHourlyFee: string | undefined;
  beforeAll(async () => {
    organization = await BilledOrganization.start('2023-12', tenantIds);
    await organization.plant(fixtureChecks(organization.accountIds));
    february = await organization.settleAndClose('2024-02', fair);
    for (const month of ['2024-03', '2024-04', '2024-05', '2024-06', '2024-07', '2024-08', '2024-09']) await organization.settleAndClose(month);
    october = await organization.settleAndClose('2024-10');
    recurringHourlyFee = (await organization.commitments('2024-02')).find(({ terms }) => terms.kind === 'savingsPlan')?.terms.recurringHourlyFee;
  });
  afterAll(end);

  it('fixture_checks, trap 6: shares of upfront fees in a February of 696 hours and in an October, to the second', () => {
    const checks = vectors.fixture_checks;
    const discounts = (statements: readonly Statement[], tenantId: string): readonly string[] =>
      ofKind(statements, 'COMMITMENT_UPFRONT_DISCOUNT').flatMap((line) => (line.tenantId === tenantId ? rounded(line.exact, 8) : []));
    expect(recurringHourlyFee).toBe(checks.sp_partial_recurring_rate);
    expect(ofKind(february, 'SP_UNUSED').map(({ billed = '' }) => rounded(billed, 8))).toEqual([checks.sp_partial_recurring]);
    expect(discounts(february, 'beta')).toEqual([`-${checks.ri_all_upfront_feb}`]);
    expect(discounts(february, 'gamma')).toEqual([`-${checks.ri_partial_feb}`]);
    expect(discounts(october, 'alpha')).toContain(`-${checks.ri_60_oct}`);
    expect(discounts(october, 'beta')).toContain(`-${checks.ri_446_oct}`);
    const fee = ofKind(october, 'RI_UNUSED').find(({ service }) => service === 'Amazon Relational Database Service');
    expect(rounded(fee?.billed ?? '', 6)).toBe(checks.ri_partial_month_fee);
  });
});
