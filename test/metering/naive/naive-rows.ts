import { Fraction, shareOut } from './fraction.js';

export interface Row {
  readonly tenant: string;
  /** Rounded with the bill, with the revenue, or whole cents already. */
  readonly part: 'bill' | 'revenue' | 'cents';
  readonly kind: string;
  readonly service?: string | undefined;
  readonly account?: string | undefined;
  readonly recordType?: string | undefined;
  readonly commitment?: string | undefined;
  readonly source?: string | undefined;
  readonly seller: string;
  readonly correctedMonth?: string | undefined;
  readonly correctedKind?: string | undefined;
  exact: Fraction;
  billed?: Fraction | undefined;
  cents: bigint;
  converted: bigint;
}

export const keyOf = (row: Row): readonly string[] => [
  row.kind,
  row.service ?? '',
  row.account ?? '',
  row.recordType ?? '',
  row.commitment ?? '',
  row.source ?? '',
  row.correctedMonth ?? '',
  row.correctedKind ?? '',
];

export const inOrder = (a: Row, b: Row): number => {
  const [left, right] = [keyOf(a), keyOf(b)];
  for (let index = 0; index < left.length; index += 1) {
    if (left[index]! < right[index]!) return -1;
    if (left[index]! > right[index]!) return 1;
  }
  return 0;
};

const cent = new Fraction(1n, 100n);
const inCents = (amount: Fraction): Fraction => amount.over(cent);

/** Cents for the whole month: total, tenants, lines. */
export const round = (rows: readonly Row[]): { exact: Fraction; cents: bigint } => {
  const tenants = [...new Set(rows.map(({ tenant }) => tenant))].sort();
  const of = (tenant: string, part: Row['part']) => rows.filter((row) => row.tenant === tenant && row.part === part).sort(inOrder);
  const sums = (part: Row['part']) => tenants.map((tenant) => Fraction.sum(of(tenant, part).map(({ exact }) => exact)));

  const bills = sums('bill');
  const bill = Fraction.sum(bills);
  const cents = inCents(bill).nearest();
  const billCents = shareOut(cents, bills.map(inCents));

  const revenues = sums('revenue');
  const revenue = Fraction.sum(revenues);
  let target = inCents(bill.plus(revenue)).nearest() - cents;
  const [low, high] = [inCents(revenue).floor(), -inCents(revenue.negated()).floor()];
  if (target < low) target = low;
  if (target > high) target = high;
  const revenueCents = revenues.map((amount) => inCents(amount).floor());
  const urgency = revenues.map((amount, index) =>
    inCents(amount)
      .plus(inCents(bills[index]!))
      .minus(new Fraction(billCents[index]! + revenueCents[index]!)),
  );
  const open = tenants.map((_, index) => index).filter((index) => inCents(revenues[index]!).d !== 1n);
  open.sort((a, b) => urgency[b]!.compare(urgency[a]!) || a - b);
  for (let missing = target - revenueCents.reduce((sum, part) => sum + part, 0n), turn = 0; missing > 0n; missing -= 1n, turn += 1)
    revenueCents[open[turn]!]! += 1n;

  for (const [index, tenant] of tenants.entries()) {
    for (const [part, total] of [
      ['bill', billCents[index]!],
      ['revenue', revenueCents[index]!],
    ] as const) {
      const lines = of(tenant, part);
      const shares = shareOut(total, lines.length === 0 ? [Fraction.zero] : lines.map(({ exact }) => inCents(exact)));
      for (const [position, line] of lines.entries()) line.cents = shares[position]!;
    }
  }
  return { exact: bill, cents };
};

/** Amounts in the statements' currencies. `rateOf`: 1 for the billing currency. */
export const convert = (rows: readonly Row[], currencyOf: (tenant: string) => string, rateOf: (currency: string) => Fraction | undefined): void => {
  const tenants = [...new Set(rows.map(({ tenant }) => tenant))].sort();
  for (const currency of new Set(tenants.map(currencyOf))) {
    const rate = rateOf(currency);
    const group = tenants.filter((tenant) => currencyOf(tenant) === currency);
    for (const row of rows) {
      if (!group.includes(row.tenant) || row.kind === 'CORRECTION') continue;
      if (!rate) row.converted = row.cents;
      else if (row.part === 'cents') row.converted = new Fraction(row.cents).times(rate).nearest();
    }
    if (!rate) continue;
    const of = (tenant: string) => rows.filter((row) => row.tenant === tenant && row.part !== 'cents').sort(inOrder);
    const lines = group.map(of);
    const cents = lines.flat().reduce((sum, row) => sum + row.cents, 0n);
    const weight = (row: Row) => inCents(row.exact).times(rate);
    const totals = shareOut(
      new Fraction(cents).times(rate).nearest(),
      lines.map((own) => Fraction.sum(own.map(weight))),
    );
    for (const [index, own] of lines.entries()) {
      if (own.length === 0) continue;
      const shares = shareOut(totals[index]!, own.map(weight));
      for (const [position, row] of own.entries()) row.converted = shares[position]!;
    }
  }
};
