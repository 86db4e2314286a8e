import type { BillingPolicy, Statement } from '@orgledger/metering';
import charges from '../data/cost-explorer/GetCostAndUsage_monthly_charges_per_account.json';
import { Fraction } from './naive/fraction.js';
import { BilledOrganization } from './support/billed-organization.js';
import { example51, example54, example55 } from './support/planted-examples.js';
import { billOf, centsOf, exactOf, exactSum, linesOf, ofKind } from './support/statement-figures.js';
import { vectors } from './support/worked-vectors.js';

type Policy = Partial<BillingPolicy>;

const tenantIds = ['alpha', 'beta', 'gamma'];
const cash: Policy = { basis: 'cash' };
const fair: Policy = { reservedInstanceFairChargeback: { effectiveFrom: '2020-01' }, savingsPlanFairChargeback: { effectiveFrom: '2020-01' } };

let organization: BilledOrganization;
const end = (): Promise<void> => organization.end();

describe('5.1 and 5.5: a shared savings plan without upfront fee, and its month changes after it was closed', () => {
  let june: Readonly<Record<'accrual' | 'cash' | 'fair' | 'restated', readonly Statement[]>>;
  let july: readonly Statement[];
  let restatedTotal: string;
  beforeAll(async () => {
    organization = await BilledOrganization.start('2026-06', tenantIds);
    await organization.plant(example51(organization.accountIds));
    await organization.plant(example55(organization.accountIds));
    const first = {
      fair: await organization.settleAndClose('2026-06', fair),
      cash: await organization.closeAgain('2026-06', cash),
      accrual: await organization.closeAgain('2026-06', {}),
    };
    for (const instant of ['2026-07-13T03:00:00.000Z', '2026-07-14T04:00:00.000Z']) {
      await organization.goTo(instant);
      await organization.collect('2026-06');
    }
    restatedTotal = (await organization.restated('2026-06')).total;
    july = await organization.settleAndClose('2026-07');
    june = { ...first, restated: await organization.closeAgain('2026-06', {}) };
  });
  afterAll(end);

  it.each(['accrual', 'fair'] as const)('ex1_no_upfront_sp (%s)', (policy) => {
    const { exact, cents, total, sum_exact } = vectors.ex1_no_upfront_sp;
    expect(linesOf(june[policy])).toEqual({
      alpha: ['SP_UNUSED 70.00', 'SP_USAGE 300.00', 'USAGE 12.35'],
      beta: ['SP_USAGE 250.00', 'USAGE 50.10'],
      gamma: ['SP_USAGE 100.00', 'USAGE 0.00'],
    });
    expect([exactOf(june[policy], 10), centsOf(june[policy])]).toEqual([exact, cents]);
    expect([exactSum(june[policy], 10), billOf(june[policy])]).toEqual([sum_exact, total]);
  });

  it('5.1 by the cash basis, which is unfair where commitments are shared', () => {
    expect(exactOf(june.cash, 6)).toEqual({ alpha: '732.345678', beta: '50.100000', gamma: '0.005000' });
    expect(linesOf(june.cash)).toEqual({
      alpha: ['COMMITMENT_FEE 720.00', 'SP_NEGATION -400.00', 'SP_USAGE 400.00', 'USAGE 12.35'],
      beta: ['SP_NEGATION -320.00', 'SP_USAGE 320.00', 'USAGE 50.10'],
      gamma: ['SP_NEGATION -160.00', 'SP_USAGE 160.00', 'USAGE 0.00'],
    });
  });

  it('ex5: the next month posts what changed, and with it the month is what it is when it is computed anew', () => {
    const { restated, total, corrections, sum_exact } = vectors.ex5;
    const posted = ofKind(july, 'CORRECTION').map((line) => [line.tenantId, line.amount, line.correctedMonth, line.correctedKind]);
    expect(posted).toEqual([
      ['beta', corrections.beta, '2026-06', 'CREDIT'],
      ['gamma', corrections.gamma, '2026-06', 'USAGE'],
    ]);
    expect(corrections.alpha).toBe('0.00');
    expect([restatedTotal, billOf(june.restated)]).toEqual([total, total]);
    expect([centsOf(june.restated), exactSum(june.restated, 10)]).toEqual([restated, sum_exact]);
  });
});

describe('5.4: shared costs, a mark-up and euros', () => {
  const policy: Policy = {
    sharedCosts: [{ ruleId: 'network', name: 'Network', source: { tenantIds: ['hub'] }, method: 'proportional' }],
    markups: [{ ruleId: 'fee', name: 'Management fee', base: {}, method: 'percentage', rate: '0.05', seller: 'Cloud Foundation' }],
  };
  let dollars: readonly Statement[];
  let euros: readonly Statement[];
  beforeAll(async () => {
    organization = await BilledOrganization.start('2026-06', [...tenantIds, 'hub']);
    await organization.plant(example54(organization.accountIds));
    await organization.ownRate('EUR', '2026-06', '0.9137');
    dollars = await organization.settleAndClose('2026-06', policy);
    euros = await organization.closeAgain('2026-06', { ...policy, currencies: { 'ws-alpha': 'EUR', 'ws-beta': 'EUR', 'ws-gamma': 'EUR' } });
  });
  afterAll(end);

  it('ex4_shared_split_10dp', () => {
    const shares = Object.fromEntries(ofKind(dollars, 'SHARED_COST').map(({ tenantId, exact }) => [tenantId, exact]));
    expect(shares).toEqual(vectors.ex4_shared_split_10dp);
    expect(linesOf(dollars).hub).toEqual(['SHARED_COST_OUT -133.33', 'USAGE 133.33']);
  });

  it('ex4_markup_5pct_exact', () => {
    const fees = Object.fromEntries(ofKind(dollars, 'MARKUP').map(({ tenantId, exact }) => [tenantId, Fraction.of(exact).toString()]));
    const vector = Object.entries(vectors.ex4_markup_5pct_exact);
    expect(fees).toEqual(Object.fromEntries(vector.map(([tenantId, exact]) => [tenantId, Fraction.of(exact).rounded(10).toString()])));
  });

  it('ex4_cents', () => {
    const { c, exact, total, sum } = vectors.ex4_cents;
    expect([exactOf(dollars, 10), centsOf(dollars)]).toEqual([
      { ...exact, hub: '0.0000000000' },
      { ...c, hub: '0.00' },
    ]);
    expect([exactSum(dollars, 10), exactSum(dollars, 2)]).toEqual([sum, total]);
    expect(linesOf(dollars)).toEqual({
      alpha: ['MARKUP 22.37', 'SHARED_COST 65.15', 'SP_UNUSED 70.00', 'SP_USAGE 300.00', 'USAGE 12.35'],
      beta: ['MARKUP 17.56', 'SHARED_COST 51.14', 'SP_USAGE 250.00', 'USAGE 50.10'],
      gamma: ['MARKUP 5.86', 'SHARED_COST 17.04', 'SP_USAGE 100.00', 'USAGE 0.00'],
      hub: ['SHARED_COST_OUT -133.33', 'USAGE 133.33'],
    });
  });

  it('ex4_eur', () => {
    const converted = euros.filter(({ currency }) => currency === 'EUR');
    expect(Object.fromEntries(converted.map(({ holder, convertedTotal }) => [holder.tenantId, convertedTotal]))).toEqual(vectors.ex4_eur.c);
    const lines = converted.map(({ lines: of }) => of.reduce((sum, line) => sum.plus(Fraction.of(line.converted)), Fraction.zero));
    expect(lines.map(String)).toEqual(converted.map(({ convertedTotal }) => Fraction.of(convertedTotal).toString()));
    expect(Fraction.sum(lines).toString()).toBe(Fraction.of(vectors.ex4_eur.total).toString());
    expect(new Set(converted.map(({ rate }) => rate))).toEqual(new Set(['0.9137']));
  });
});

describe('5.6: charges of a real bill', () => {
  const [recorded] = charges.ResultsByTime;
  const groups = recorded!.Groups.map(({ Keys: [account = '', recordType = ''], Metrics }) => ({ account, recordType, amount: Metrics.UnblendedCost.Amount })); // prettier-ignore
  const accounts = [...new Set(groups.map(({ account }) => account))];
  let march: readonly Statement[];
  beforeAll(async () => {
    organization = await BilledOrganization.start('2023-03', accounts.map((account) => `t-${account}`)); // prettier-ignore
    const { accountIds } = organization;
    const lines = groups.map(({ account, ...line }) => ({
      ...line,
      accountId: accountIds[accounts.indexOf(account)],
      month: '2023-03',
      service: 'A',
    }));
    await organization.plant({ lines });
    march = await organization.settleAndClose('2023-03');
  });
  afterAll(end);

  it('the sums over record types per account are the tenants’ statements', () => {
    const exact = exactOf(march, 10);
    expect(exact['t-123456789012']).toBe('31.1807088911');
    const sumOf = (of: string) => Fraction.sum(groups.filter(({ account }) => account === of).map(({ amount }) => Fraction.of(amount)));
    expect(Object.entries(exact).map(([tenant, text]) => [tenant, Fraction.of(text).toString()])).toEqual(
      accounts.toSorted().map((account) => [`t-${account}`, sumOf(account).toString()]),
    );
  });

  it('the partner’s discount is three percent of the usage, and the account with support has none', () => {
    const discounts = ofKind(march, 'DISCOUNT');
    expect(discounts.map(({ tenantId }) => tenantId)).not.toContain('t-012345678901');
    for (const { tenantId, exact } of discounts) {
      const usage = ofKind(march, 'USAGE').find((line) => line.tenantId === tenantId)!;
      const ratio = Fraction.of(exact).over(Fraction.of(usage.exact)).plus(new Fraction(3n, 100n)).abs();
      expect(ratio.compare(new Fraction(3n, 10n ** 8n))).toBeLessThanOrEqual(0);
    }
    expect(discounts).toHaveLength(4);
  });
});
