import type { MonthInputs } from '@orgledger/metering';
import { amortized, cutShort, fairOf, firstMonth, lastMonth, leftByTerms, leftOf, returned } from './naive-commitments.js';
import { Fraction, shareOut } from './fraction.js';
import { convert, inOrder, round } from './naive-rows.js';
import type { Row } from './naive-rows.js';

const scale = 10n ** 10n;
const ofUnits = (units: bigint): Fraction => new Fraction(units, scale);
const ofCents = (cents: bigint): Fraction => new Fraction(cents, 100n);
const centsOf = (text: string): bigint => Fraction.of(text).times(new Fraction(100n)).nearest();

const accrualKinds: Readonly<Record<string, string>> = {
  Usage: 'USAGE',
  DiscountedUsage: 'RI_USAGE',
  SavingsPlanCoveredUsage: 'SP_USAGE',
  SavingsPlanNegation: 'SP_USAGE',
  RIFee: 'RI_UNUSED',
  SavingsPlanRecurringFee: 'SP_UNUSED',
  SavingsPlanUpfrontFee: 'COMMITMENT_FEE',
  Fee: 'SUBSCRIPTION',
  Tax: 'TAX',
  Credit: 'CREDIT',
  Refund: 'REFUND',
  Support: 'SUPPORT',
};
const cashKinds: Readonly<Record<string, string>> = {
  ...accrualKinds,
  SavingsPlanNegation: 'SP_NEGATION',
  RIFee: 'COMMITMENT_FEE',
  SavingsPlanRecurringFee: 'COMMITMENT_FEE',
  SavingsPlanUpfrontFee: 'COMMITMENT_UPFRONT',
};

export interface NaiveMonth {
  readonly exact: Fraction;
  readonly cents: bigint;
  readonly rows: readonly Row[];
}

/** A month's lines, written from specs/chargeback.md §4 as plainly as possible: slow, and sharing no code with the engine. */
export const naiveMonth = (inputs: MonthInputs): NaiveMonth => {
  const { policy, month, holders, invoice } = inputs;
  const platform = policy.platformTenantId ?? 'platform';
  const seller = policy.issuer;
  const rows: Row[] = [];
  const pool: Row[] = [];
  const bases = new Map<string, Fraction>();
  const refunds = new Map<string, Fraction>();

  const add = (to: Row[], row: Omit<Row, 'cents' | 'converted'> & { cents?: bigint; converted?: bigint }) => {
    const made: Row = { cents: 0n, converted: 0n, ...row };
    const same = to.find((other) => other.tenant === made.tenant && other.part === made.part && inOrder(other, made) === 0);
    if (!same) to.push(made);
    else {
      same.exact = same.exact.plus(made.exact);
      if (made.billed) same.billed = (same.billed ?? Fraction.zero).plus(made.billed);
    }
  };

  for (const cell of inputs.cells) {
    const [u, a] = [ofUnits(cell.unblended), ofUnits(cell.amortized)];
    if (u.isZero() && a.isZero()) continue;
    const cash = policy.basis === 'cash';
    const market = cell.marketplace && ['Usage', 'Fee'].includes(cell.recordType);
    const table = cash ? cashKinds : accrualKinds;
    const kind = market ? 'MARKETPLACE' : (table[cell.recordType] ?? (cell.recordType.endsWith('Discount') ? 'DISCOUNT' : 'OTHER'));
    if (cell.recordType === 'Refund') refunds.set(cell.accountId, (refunds.get(cell.accountId) ?? Fraction.zero).plus(u.minus(a)));
    const own = inputs.tenantOf(cell.accountId) ?? 'unassigned';
    const settlement = (policy.settlements as Record<string, string>)[kind] ?? 'passThrough';
    const recordType = kind === 'SP_USAGE' ? 'SavingsPlanCoveredUsage' : cell.recordType;
    const line = {
      part: 'bill',
      service: cell.service,
      account: cell.accountId,
      recordType,
      seller,
      tenant: settlement === 'hold' ? platform : own,
    } as const;
    const to = settlement === 'redistribute' ? pool : rows;
    const pieces: [string, Fraction, Fraction][] =
      cash && kind === 'SUBSCRIPTION' && u.compare(a) !== 0
        ? [
            ['COMMITMENT_UPFRONT', u.minus(a), u.minus(a)],
            [kind, a, a],
          ]
        : [[kind, cash ? u : a, u]];
    for (const [of, exact, billed] of pieces) {
      if (exact.isZero() && billed.isZero()) continue;
      add(to, { ...line, kind: of, exact, billed });
      if (settlement === 'passThrough' && of !== 'TAX' && of !== 'CREDIT') bases.set(own, (bases.get(own) ?? Fraction.zero).plus(exact));
    }
  }

  // Commitments that are charged as cash flows.
  const finished: { id: string; service: string | undefined; holder: string; expected: Fraction; given: Fraction; centsBefore: bigint }[] = [];
  for (const c of inputs.commitments) {
    const fair = fairOf(c, inputs);
    if (!fair) continue;
    const id = c.terms.commitmentId;
    const holder = c.holderTenantId!;
    const line = { part: 'bill', service: c.terms.service, commitment: id, seller } as const;
    const novations = c.novations.filter((novation) => novation.month === month);
    const upfront = fair.expected.minus(fair.carried);
    if (firstMonth(c) === month && !fair.settled && !upfront.isZero())
      add(rows, { ...line, tenant: novations[0]?.fromTenantId ?? holder, kind: 'COMMITMENT_UPFRONT', exact: upfront });
    if (lastMonth(c) < month) continue;
    const rest = fair.expected.times(new Fraction(100n)).nearest() - c.discountedCents;
    for (const [index, { fromTenantId, toTenantId }] of novations.entries()) {
      if (rest === 0n) continue;
      add(rows, { ...line, tenant: fromTenantId, kind: 'COMMITMENT_NOVATION', source: `${index}-from`, exact: ofCents(-rest) });
      add(rows, { ...line, tenant: toTenantId, kind: 'COMMITMENT_NOVATION', source: `${index}-to`, exact: ofCents(rest) });
    }
    const share = amortized(c, month);
    if (!share.isZero()) add(rows, { ...line, tenant: holder, kind: 'COMMITMENT_UPFRONT_DISCOUNT', exact: share.negated() });
    const given = ofUnits(c.discountedExact).plus(share);
    if (lastMonth(c) === month)
      finished.push({ id, service: c.terms.service, holder, expected: cutShort(c) ? given : fair.expected, given, centsBefore: c.discountedCents });
  }

  for (const [account, refund] of refunds) {
    const candidates = returned(inputs, account);
    if (refund.isZero() || candidates.length === 0) continue;
    const left = candidates.map(leftByTerms);
    const all = Fraction.sum(left);
    const shares = left.map((part) =>
      (all.isZero() ? new Fraction(1n, BigInt(left.length)) : part.over(all)).times(refund).times(new Fraction(scale)),
    );
    const parts = shareOut(refund.times(new Fraction(scale)).nearest(), shares).map((part) => ofUnits(part));
    for (const [index, c] of candidates.entries()) {
      const fair = fairOf(c, inputs);
      if (!fair) continue;
      const balance = leftOf(c, fair.expected, month);
      const line = {
        part: 'bill',
        tenant: c.holderTenantId!,
        service: c.terms.service,
        commitment: c.terms.commitmentId,
        seller,
        kind: 'COMMITMENT_REFUND',
      } as const;
      const gap = balance.plus(parts[index]!);
      if (!balance.isZero()) add(rows, { ...line, source: 'balance', exact: balance.negated() });
      if (!gap.isZero()) add(rows, { ...line, source: 'gainOrLoss', exact: gap });
    }
  }

  // Kinds that all bear together.
  const standing = [...holders.keys()].filter((id) => id !== 'unassigned' && id !== 'platform' && !inputs.endedTenantIds?.has(id)).sort();
  const split = (amount: Fraction, tenants: readonly string[], weights: readonly Fraction[]): Fraction[] => {
    const all = Fraction.sum(weights);
    const shares = weights.map((weight) =>
      (all.isZero() ? new Fraction(1n, BigInt(tenants.length)) : weight.over(all)).times(amount).times(new Fraction(scale)),
    );
    return shareOut(amount.times(new Fraction(scale)).nearest(), shares).map((part) => ofUnits(part));
  };
  const baseOf = (tenant: string): Fraction => {
    const base = bases.get(tenant) ?? Fraction.zero;
    return base.n > 0n ? base : Fraction.zero;
  };
  if (standing.length === 0) rows.push(...pool);
  else {
    const sums: Row[] = [];
    for (const row of pool) add(sums, { ...row, tenant: '', account: undefined });
    for (const sum of sums) {
      const exact = split(sum.exact, standing, standing.map(baseOf));
      const billed = split(sum.billed!, standing, standing.map(baseOf));
      for (const [index, tenant] of standing.entries()) {
        if (exact[index]!.isZero() && billed[index]!.isZero()) continue;
        rows.push({ ...sum, tenant, source: 'redistributed', exact: exact[index]!, billed: billed[index]! });
      }
    }
  }

  // Common costs: a line is shared by the first rule that selects it.
  const taken = new Set<Row>();
  const direct = [...rows];
  const selected = policy.sharedCosts.map((rule) => {
    const own = direct.filter((row) => !taken.has(row) && !row.exact.isZero() && selects(rule.source, row));
    for (const row of own) taken.add(row);
    const sums = new Map<string, Fraction>();
    for (const row of own) sums.set(row.tenant, (sums.get(row.tenant) ?? Fraction.zero).plus(row.exact));
    return { rule, sums: [...sums].filter(([, sum]) => !sum.isZero()) };
  });
  const sources = new Set(selected.flatMap(({ sums }) => sums.map(([tenant]) => tenant)));
  for (const { rule, sums } of selected) {
    if (sums.length === 0) continue;
    const named = rule.targets && [
      ...(rule.targets.tenantIds ?? []),
      ...standing.filter((id) => rule.targets?.workspaceIdentifiers?.includes(holders.get(id)?.workspaceIdentifier ?? '')),
    ];
    const targets =
      rule.method === 'fixed' ? Object.keys(rule.weights!).sort() : standing.filter((id) => !sources.has(id) && (!named || named.includes(id)));
    if (targets.length === 0) continue;
    const weights = targets.map((id) =>
      rule.method === 'fixed' ? Fraction.of(rule.weights![id]!) : rule.method === 'even' ? new Fraction(1n) : baseOf(id),
    );
    const line = { part: 'bill', source: rule.ruleId, seller } as const;
    for (const [tenant, sum] of sums) add(rows, { ...line, tenant, kind: 'SHARED_COST_OUT', exact: sum.negated() });
    const parts = split(Fraction.sum(sums.map(([, sum]) => sum)), targets, weights);
    for (const [index, tenant] of targets.entries())
      if (!parts[index]!.isZero()) add(rows, { ...line, tenant, kind: 'SHARED_COST', exact: parts[index]! });
  }

  // Prices, imported costs, mark-ups.
  for (const price of policy.prices) {
    for (const tenant of standing) {
      const holder = holders.get(tenant)!;
      const zone =
        price.landingZones?.some(
          (of) => of.landingZoneIdentifier === holder.landingZoneIdentifier && of.platformIdentifier === holder.platformIdentifier,
        ) ?? true;
      if (!zone || (price.tenantIds && !price.tenantIds.includes(tenant)) || Fraction.of(price.amount).isZero()) continue;
      add(rows, { part: 'revenue', tenant, kind: 'PRICE', source: price.priceId, seller: price.seller, exact: Fraction.of(price.amount) });
    }
  }
  for (const cost of inputs.externalCosts) {
    if (cost.month !== month || Fraction.of(cost.amount).isZero()) continue;
    add(rows, {
      part: 'revenue',
      tenant: cost.tenantId,
      kind: 'EXTERNAL',
      source: cost.costId,
      seller: cost.seller,
      exact: Fraction.of(cost.amount),
    });
  }
  const marked = [...rows];
  for (const rule of policy.markups) {
    for (const tenant of new Set(marked.map((row) => row.tenant))) {
      const own = marked.filter(
        (row) => row.tenant === tenant && selects(rule.base, row) && (rule.base.kinds ?? !['TAX', 'PRICE', 'EXTERNAL'].includes(row.kind)),
      );
      const exact = markup(rule, Fraction.sum(own.map((row) => row.exact)));
      if (!exact.isZero())
        add(rows, { part: 'revenue', tenant, kind: exact.n > 0n ? 'MARKUP' : 'REBATE', source: rule.ruleId, seller: rule.seller, exact });
    }
  }

  const kept = rows.filter((row) => !row.exact.isZero() || !(row.billed ?? Fraction.zero).isZero());
  const { exact, cents } = round(kept);

  for (const { id, service, holder, expected, given, centsBefore } of finished) {
    const discount = kept.find((row) => row.commitment === id && row.kind === 'COMMITMENT_UPFRONT_DISCOUNT');
    const late = centsBefore - (discount?.cents ?? 0n) - expected.times(new Fraction(100n)).nearest();
    const rest = given.minus(expected);
    if (late === 0n && rest.isZero()) continue;
    add(kept, { part: 'cents', tenant: holder, kind: 'COMMITMENT_TRUE_UP', service, commitment: id, seller, exact: rest, cents: late });
    add(kept, { part: 'cents', tenant: platform, kind: 'ROUNDING', service, commitment: id, seller, exact: rest.negated(), cents: -late });
  }
  if (invoice) {
    const billed = [...inputs.cells].reduce((sum, { unblended }) => sum.plus(ofUnits(unblended)), Fraction.zero);
    const difference = centsOf(invoice.total) - billed.times(new Fraction(100n)).nearest();
    if (difference !== 0n)
      add(kept, {
        part: 'cents',
        tenant: platform,
        kind: 'ROUNDING',
        source: invoice.invoiceId,
        seller,
        exact: ofCents(difference),
        cents: difference,
      });
  }
  for (const { month: of, tenantId, kind, amount, converted } of inputs.corrections) {
    if (Fraction.of(amount).isZero()) continue;
    const line = { part: 'cents', tenant: tenantId, kind: 'CORRECTION', correctedMonth: of, correctedKind: kind, seller } as const;
    add(kept, { ...line, exact: Fraction.of(amount), cents: centsOf(amount), converted: centsOf(converted) });
  }
  const currencyOf = (tenant: string): string => {
    const workspace = holders.get(tenant)?.workspaceIdentifier;
    return (workspace === undefined ? undefined : policy.currencies[workspace]) ?? inputs.billingCurrency;
  };
  convert(kept, currencyOf, (currency) => (currency === inputs.billingCurrency ? undefined : Fraction.of(inputs.rates.get(currency)!.rate)));
  return { exact, cents, rows: kept };
};

const selects = (selection: MonthInputs['policy']['markups'][number]['base'], row: Row): boolean =>
  (selection.tenantIds?.includes(row.tenant) ?? true) &&
  (selection.accountIds?.includes(row.account ?? '') ?? true) &&
  ((selection.kinds as readonly string[] | undefined)?.includes(row.kind) ?? true) &&
  (selection.services === undefined || new RegExp(`^(?:${selection.services})$`).test(row.service ?? '')) &&
  (selection.sellers === undefined || new RegExp(`^(?:${selection.sellers})$`).test(row.seller));

const markup = (rule: MonthInputs['policy']['markups'][number], base: Fraction): Fraction => {
  if (base.isZero()) return Fraction.zero;
  if (rule.method === 'percentage') return base.times(Fraction.of(rule.rate!)).rounded(10);
  const tiers = rule.tiers!.map(({ from, value }) => ({ from: Fraction.of(from), value: Fraction.of(value) }));
  const reached = tiers.filter(({ from }) => from.compare(base) <= 0);
  const tier = reached.at(-1);
  if (rule.method === 'tieredAmount') return tier?.value ?? Fraction.zero;
  if (rule.method === 'tieredPercentage' || !tier) return base.times((tier ?? tiers[0]!).value).rounded(10);
  const parts = reached.map(({ from, value }, index) => (reached[index + 1]?.from ?? base).minus(from).times(value));
  return Fraction.sum(parts).rounded(10);
};
