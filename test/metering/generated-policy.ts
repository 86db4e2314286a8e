import fc from 'fast-check';
import { addMonths, defaultBillingPolicy } from '@orgledger/metering';
import type { BillingPolicy, LineKind, LineSelection, MarkupRule, Month, SharedCostRule } from '@orgledger/metering';

export const tenantIds = ['t0', 't1', 't2', 't3', 't4'] as const;
export const services = ['Amazon EC2', 'Amazon RDS', 'AWS Support (Business)', 'Tax'] as const;

const tenant = fc.constantFrom(...tenantIds);
const settlement = fc.constantFrom('passThrough' as const, 'passThrough' as const, 'redistribute' as const, 'hold' as const);

const selection = (kinds: readonly LineKind[]): fc.Arbitrary<LineSelection> =>
  fc.record(
    {
      tenantIds: fc.uniqueArray(tenant, { minLength: 1, maxLength: 2 }),
      accountIds: fc.constant(['a0', 'a1']),
      kinds: fc.uniqueArray(fc.constantFrom(...kinds), { minLength: 1, maxLength: 3 }),
      services: fc.constantFrom('Amazon .*', 'Amazon EC2|Tax', '.*'),
      sellers: fc.constantFrom('Orgledger', 'Other', '.*'),
    },
    { requiredKeys: [] },
  );

const decimal = (units: bigint, digits: number): string => {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  return `${units < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

const weights = fc
  .uniqueArray(tenant, { minLength: 1, maxLength: 4 })
  .chain((ids) =>
    fc.tuple(fc.constant(ids), fc.array(fc.bigInt({ min: 0n, max: 2_000_000_000n }), { minLength: ids.length - 1, maxLength: ids.length - 1 })),
  )
  .map(([ids, parts]) => {
    const last = 10n ** 10n - parts.reduce((sum, part) => sum + part, 0n);
    return Object.fromEntries(ids.map((id, index) => [id, decimal(parts[index] ?? last, 10)]));
  });

/** A source is never a target: here a rule shares out what `t4` bears, or whatever its selection finds, to others. */
const sharedCost: fc.Arbitrary<Omit<SharedCostRule, 'ruleId'>> = fc.oneof(
  fc.record({
    name: fc.constant('Network'),
    source: selection(['USAGE', 'RI_USAGE', 'SUPPORT', 'MARKETPLACE', 'COMMITMENT_UPFRONT_DISCOUNT']),
    method: fc.constantFrom('proportional' as const, 'even' as const),
  }),
  fc.record({
    name: fc.constant('Security'),
    source: selection(['USAGE', 'SP_USAGE', 'TAX']),
    method: fc.constantFrom('proportional' as const, 'even' as const),
    targets: fc.oneof(
      fc.record({ tenantIds: fc.uniqueArray(tenant, { minLength: 1, maxLength: 3 }) }),
      fc.constant({ workspaceIdentifiers: ['w0', 'w1'] }),
    ),
  }),
  fc.record({ name: fc.constant('Fixed'), source: fc.constant({ tenantIds: ['hub'] }), method: fc.constant('fixed' as const), weights }),
);

const rate = fc.bigInt({ min: -1_000n, max: 3_000n }).map((units) => decimal(units, 4));
const markup: fc.Arbitrary<Omit<MarkupRule, 'ruleId'>> = fc
  .record({
    method: fc.constantFrom('percentage' as const, 'tieredPercentage' as const, 'marginalPercentage' as const, 'tieredAmount' as const),
    base: selection(['USAGE', 'TAX', 'SP_USAGE', 'SHARED_COST', 'PRICE', 'EXTERNAL', 'RI_UNUSED']),
    rate,
    values: fc.array(rate, { minLength: 1, maxLength: 3 }),
    steps: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ method, base, rate: of, values, steps }) => {
    const rule = { name: 'Fee', base, method, seller: 'Foundation' };
    if (method === 'percentage') return { ...rule, rate: of };
    let from = 0;
    const tiers = values.map((value, index) => ({ from: String(index === 0 ? 0 : (from += steps[index] ?? 1)), value }));
    return { ...rule, tiers };
  });

/** Policies that checkBillingPolicy lets pass, for the tenants `t0` to `t4` and `hub`. */
export const generatedPolicy = (first: Month): fc.Arbitrary<BillingPolicy> =>
  fc
    .record({
      basis: fc.constantFrom('accrual' as const, 'accrual' as const, 'accrual' as const, 'cash' as const),
      reservations: fc.option(fc.oneof(fc.constant(-40), fc.integer({ min: -12, max: 2 })), { freq: 4, nil: undefined }),
      savingsPlans: fc.option(fc.oneof(fc.constant(-40), fc.integer({ min: -12, max: 2 })), { freq: 4, nil: undefined }),
      settlements: fc.record({
        SUPPORT: settlement,
        TAX: settlement,
        CREDIT: settlement,
        REFUND: settlement,
        DISCOUNT: settlement,
        OTHER: settlement,
      }),
      sharedCosts: fc.array(sharedCost, { maxLength: 3 }),
      markups: fc.array(markup, { maxLength: 3 }),
      prices: fc.array(
        fc.record(
          {
            amount: fc.integer({ min: -500, max: 50_000 }).map((cents) => decimal(BigInt(cents), 2)),
            landingZones: fc.constant([{ platformIdentifier: 'aws', landingZoneIdentifier: 'standard' }]),
            tenantIds: fc.uniqueArray(tenant, { minLength: 1, maxLength: 3 }),
          },
          { requiredKeys: ['amount'] },
        ),
        { maxLength: 2 },
      ),
      platformTenantId: fc.option(fc.constantFrom('t0', 'hub'), { nil: undefined }),
      currencies: fc.dictionary(fc.constantFrom('w0', 'w1'), fc.constantFrom('EUR', 'JPY', 'USD'), { maxKeys: 2, noNullPrototype: true }),
    })
    .map(({ basis, reservations, savingsPlans, settlements, sharedCosts, markups, prices, platformTenantId, currencies }): BillingPolicy => ({
      ...defaultBillingPolicy,
      basis,
      ...(reservations !== undefined && { reservedInstanceFairChargeback: { effectiveFrom: addMonths(first, reservations) } }),
      ...(savingsPlans !== undefined && { savingsPlanFairChargeback: { effectiveFrom: addMonths(first, savingsPlans) } }),
      settlements,
      sharedCosts: sharedCosts.map((rule, index) => ({ ...rule, ruleId: `share-${index}` })),
      markups: markups.map((rule, index) => ({ ...rule, ruleId: `markup-${index}` })),
      prices: prices.map((price, index) => ({ ...price, priceId: `price-${index}`, name: 'Account', seller: 'Foundation' })),
      ...(platformTenantId !== undefined && { platformTenantId }),
      currencies,
    }));
