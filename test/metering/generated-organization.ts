import fc from 'fast-check';
import { addMonths, monthOf } from '@orgledger/metering';
import type { BillingPolicy, CommitmentMonth, CostCell, ExternalCost, FixedRate, Month, MonthInputs, StatementHolder } from '@orgledger/metering';
import { bookCommitment, sumOf, useIn } from './booked-commitments.js';
import { amortizedIn, generatedCommitments, millisecondsIn } from './generated-commitments.js';
import type { GeneratedCommitment } from './generated-commitments.js';
import { generatedPolicy, services, tenantIds } from './generated-policy.js';

/** One charge that has nothing to do with commitments. `month`: how many after the first; `version`: in which state of the month it appears. */
interface Charge {
  readonly account: number;
  readonly month: number;
  readonly recordType: string;
  readonly service: string;
  readonly marketplace: boolean;
  readonly amount: bigint;
  readonly version: number;
}

interface GeneratedAccount {
  /** Undefined: nobody's. */
  readonly tenant: number | undefined;
  readonly move?: { readonly afterMonths: number; readonly tenant: number } | undefined;
  /** Whether commitments are shared with it, by state of the month: the preference at the month's end holds for all of it. */
  readonly sharing: readonly boolean[];
}

/** An organisation over some months, whose costs satisfy I1–I13 in every state that Cost Explorer shows of a month. */
export interface GeneratedOrganization {
  readonly first: Month;
  readonly months: number;
  readonly accounts: readonly GeneratedAccount[];
  readonly commitments: readonly GeneratedCommitment[];
  readonly charges: readonly Charge[];
  readonly policy: BillingPolicy;
  readonly observed: boolean;
  readonly ended: readonly string[];
  readonly externalCosts: readonly { readonly tenant: number; readonly cents: number }[];
  readonly rates: Readonly<Record<'EUR' | 'JPY', string>>;
}

/** Of a commitment: what statements of earlier months hold. */
export interface Discounted {
  readonly cents: bigint;
  readonly exact: bigint;
  readonly months: number;
}

const negative = new Set(['Credit', 'Refund', 'Enterprise Discount Program Discount', 'BundledDiscount']);
const recordTypes = [
  'Usage',
  'Usage',
  'Usage',
  'Usage',
  'Fee',
  'Tax',
  'Support',
  'Credit',
  'Refund',
  'Enterprise Discount Program Discount',
  'BundledDiscount',
  'FlatRateSubscription',
  'OUT_OF_CYCLE',
] as const;

const charge = (accounts: number, months: number): fc.Arbitrary<Charge> =>
  fc
    .record({
      account: fc.nat({ max: accounts - 1 }),
      month: fc.nat({ max: months - 1 }),
      recordType: fc.constantFrom(...recordTypes),
      service: fc.constantFrom(...services),
      marketplace: fc.constantFrom(false, false, false, true),
      amount: fc.oneof(
        fc.bigInt({ min: 0n, max: 10n ** 13n }),
        fc.bigInt({ min: 0n, max: 300_000_000n }),
        fc.constantFrom(0n, 36n, 50_000_000n, 150_000_000n, 10n ** 10n),
      ),
      version: fc.constantFrom(0, 0, 0, 1, 2),
      odd: fc.constantFrom(false, false, false, false, true),
    })
    .map(({ odd, ...of }) => ({ ...of, amount: negative.has(of.recordType) !== odd ? -of.amount : of.amount }));

export const generatedOrganization: fc.Arbitrary<GeneratedOrganization> = fc
  .record({
    accounts: fc.integer({ min: 1, max: 5 }),
    first: fc.constantFrom('2026-05', '2027-12', '2024-01'),
    months: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ accounts, first, months }) =>
    fc.record({
      first: fc.constant(first),
      months: fc.constant(months),
      accounts: fc.array(
        fc.record({
          tenant: fc.option(fc.nat({ max: 4 }), { freq: 5, nil: undefined }),
          move: fc.option(fc.record({ afterMonths: fc.integer({ min: 1, max: 3 }), tenant: fc.nat({ max: 4 }) }), { nil: undefined }),
          sharing: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
        }),
        { minLength: accounts, maxLength: accounts },
      ),
      commitments: generatedCommitments(accounts, first),
      charges: fc.array(charge(accounts, months), { maxLength: 14 }),
      policy: generatedPolicy(first),
      observed: fc.boolean(),
      ended: fc.constantFrom([], [], ['t3']),
      externalCosts: fc.array(fc.record({ tenant: fc.nat({ max: 4 }), cents: fc.integer({ min: -10_000, max: 100_000 }) }), { maxLength: 2 }),
      rates: fc.record({
        EUR: fc.bigInt({ min: 5_000n, max: 15_000n }).map((units) => `${units / 10_000n}.${String(units % 10_000n).padStart(4, '0')}`),
        JPY: fc.integer({ min: 80, max: 180 }).map(String),
      }),
    }),
  );

export const monthsOf = ({ first, months }: GeneratedOrganization): readonly Month[] =>
  Array.from({ length: months }, (_, index) => addMonths(first, index));

const monthsBetween = (from: Month, to: Month): number => {
  const count = (month: Month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return count(to) - count(from);
};

const tenantAt = ({ tenant, move }: GeneratedAccount, afterMonths: number): string | undefined => {
  if (move && afterMonths >= move.afterMonths) return tenantIds[move.tenant];
  return tenant === undefined ? undefined : tenantIds[tenant];
};

/** Cells of one state of a month. Version 0 is the first; later ones have late charges and other sharing preferences. */
export const cellsOf = (organization: GeneratedOrganization, month: Month, version: number): readonly CostCell[] => {
  const { accounts, charges, commitments, first } = organization;
  const cells = new Map<string, CostCell>();
  const book = (accountId: string, recordType: string, service: string, marketplace: boolean, unblended: bigint, amortized: bigint) => {
    const key = `${accountId}/${recordType}/${service}/${marketplace}`;
    const before = cells.get(key) ?? { unblended: 0n, amortized: 0n };
    cells.set(key, { accountId, recordType, service, marketplace, unblended: before.unblended + unblended, amortized: before.amortized + amortized });
  };
  for (const of of charges) {
    if (addMonths(first, of.month) === month && of.version <= version)
      book(`a${of.account}`, of.recordType, of.service, of.marketplace, of.amount, of.amount);
  }
  for (const commitment of commitments) bookCommitment(commitment, month, sharingIn(accounts, version), book);
  return [...cells.values()];
};

const sharingIn = (accounts: readonly GeneratedAccount[], version: number): readonly boolean[] =>
  accounts.map(({ sharing }) => sharing[version] ?? false);

const commitmentMonth = (
  organization: GeneratedOrganization,
  of: GeneratedCommitment,
  month: Month,
  version: number,
  discounted: Discounted,
): CommitmentMonth => {
  const { accounts, first, observed } = organization;
  const { terms } = of;
  const owner = accounts[Number(terms.ownerAccountId.slice(1))];
  const start = monthOf(terms.start);
  const buyer = owner && tenantAt(owner, Math.max(0, monthsBetween(first, start)));
  const novated = of.novatedAfterMonths === undefined || buyer === undefined ? undefined : addMonths(start, of.novatedAfterMonths);
  const to = tenantIds[of.novatedTo];
  const novation =
    novated !== undefined && to !== undefined && buyer !== undefined && to !== buyer
      ? { month: novated, fromTenantId: buyer, toTenantId: to }
      : undefined;
  const holderTenantId = novation && novation.month <= month ? novation.toTenantId : buyer;
  const amortized = amortizedIn(terms, month);
  const { used, unused } = useIn(of, month, sharingIn(accounts, version));
  return {
    terms,
    ...(observed &&
      millisecondsIn(terms, month) > 0n && {
        observed: {
          amortizedUpfront: amortized.upfront,
          amortizedRecurring: amortized.recurring,
          totalAmortized: amortized.total,
          unusedCost: unused,
          usedCost: sumOf(used),
        },
      }),
    discountedCents: discounted.cents,
    discountedExact: discounted.exact,
    discountedMonths: discounted.months,
    ...(holderTenantId !== undefined && { holderTenantId }),
    ...(of.settledAfterMonths !== undefined && { settledFrom: addMonths(start, of.settledAfterMonths) }),
    novations: novation ? [novation] : [],
    ...(of.predecessorId !== undefined && { predecessorId: of.predecessorId }),
  };
};

export const holders: ReadonlyMap<string, StatementHolder> = new Map(
  [...tenantIds, 'hub'].map((tenantId, index) => [
    tenantId,
    {
      tenantId,
      workspaceIdentifier: `w${index % 3}`,
      projectIdentifier: 'p',
      platformIdentifier: 'aws',
      landingZoneIdentifier: index % 2 ? 'standard' : 'other',
      tags: {},
    },
  ]),
);

/** All that one month's statements follow from. `discounted`: by commitment id, what earlier statements gave back. */
export const inputsOf = (
  organization: GeneratedOrganization,
  month: Month,
  version: number,
  discounted: (commitmentId: string) => Discounted,
): MonthInputs => {
  const { accounts, first, policy, ended } = organization;
  const afterMonths = monthsBetween(first, month);
  const cells = cellsOf(organization, month, version);
  const rate = (quote: 'EUR' | 'JPY'): FixedRate => ({ base: 'USD', quote, rate: organization.rates[quote], source: 'ECB', day: `${month}-28` });
  const gone = ended.filter((id) => !JSON.stringify(policy.sharedCosts.map(({ weights }) => weights)).includes(`"${id}"`));
  return {
    payerAccountId: '999999999999',
    billingCurrency: 'USD',
    month,
    cells,
    commitments: organization.commitments.map((of) => commitmentMonth(organization, of, month, version, discounted(of.terms.commitmentId))),
    tenantOf: (accountId) => {
      const account = accounts[Number(accountId.slice(1))];
      return account && tenantAt(account, afterMonths);
    },
    holders,
    endedTenantIds: new Set(gone),
    policy,
    rates: new Map([
      ['EUR', rate('EUR')],
      ['JPY', rate('JPY')],
    ]),
    externalCosts: organization.externalCosts.map(({ tenant, cents }, index): ExternalCost => ({
      costId: `x${index}`,
      month,
      tenantId: tenantIds[tenant] ?? 't0',
      description: 'Licences',
      seller: 'Vendor',
      amount: `${cents < 0 ? '-' : ''}${String(Math.abs(cents)).padStart(3, '0').replace(/(..)$/, '.$1')}`,
    })),
    corrections: [],
    observedTotals: {
      unblended: sumOf(cells.map(({ unblended }) => unblended)),
      amortized: sumOf(cells.map(({ amortized }) => amortized)),
    },
  };
};

/** What statements of the months before would hold of a commitment's upfront fee, had each month's cents been rounded alone. */
export const discountedBefore = ({ commitments, policy }: GeneratedOrganization, month: Month) => {
  return (commitmentId: string): Discounted => {
    const found = commitments.find(({ terms }) => terms.commitmentId === commitmentId);
    const flag = found?.terms.kind === 'reservation' ? policy.reservedInstanceFairChargeback : policy.savingsPlanFairChargeback;
    if (!found || !flag) return { cents: 0n, exact: 0n, months: 0 };
    const start = monthOf(found.terms.start);
    const settled = addMonths(start, found.settledAfterMonths ?? 0);
    const from = start >= flag.effectiveFrom ? start : settled > flag.effectiveFrom ? settled : flag.effectiveFrom;
    let [exact, cents, months] = [0n, 0n, 0];
    for (let past = from; past < month; past = addMonths(past, 1)) {
      const { upfront } = amortizedIn(found.terms, past);
      exact += upfront;
      cents += (upfront + 50_000_000n) / 100_000_000n;
      months += 1;
    }
    return { exact, cents, months };
  };
};
