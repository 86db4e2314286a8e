import type { MonthInputs, Statement } from '@orgledger/metering';
import { Fraction } from './fraction.js';

const cents = (text: string): bigint => BigInt(text.replace('.', ''));
const units = (value: bigint): Fraction => new Fraction(value, 10n ** 10n);
/** Rates of single rows are rounded. @source specs/chargeback.md §2.3 */
const [perCommitment, perMonth] = [new Fraction(1n, 100_000n), new Fraction(1n, 10_000n)];
const isNothing = (text: string): boolean => Fraction.of(text).isZero();
const revenue = ['MARKUP', 'REBATE', 'PRICE', 'EXTERNAL'];
const sum = (all: readonly bigint[]): bigint => all.reduce((total, one) => total + one, 0n);

/** V1–V6, V8, V9, V12 on statements as they are published; gives what does not hold. V7, V10, V11 compare several computations: see the properties. */
export const broken = (inputs: MonthInputs, statements: readonly Statement[], total: string, exact: string): readonly string[] => {
  const lines = statements.flatMap((statement) => statement.lines);
  const wrong: string[] = [];
  const holds = (name: string, left: bigint | Fraction | string, right: bigint | Fraction | string) => {
    if (left.toString() !== right.toString()) wrong.push(`${name}: ${left.toString()} is not ${right.toString()}`);
  };
  const invoiced = lines.filter(({ kind, commitmentId }) => kind === 'ROUNDING' && commitmentId === undefined);
  const own = lines.filter((line) => ![...revenue, 'CORRECTION', 'FX_DIFFERENCE'].includes(line.kind) && !invoiced.includes(line));
  holds('V1', sum(own.map(({ amount }) => cents(amount))), cents(total));
  holds('V1 billTotal', sum(statements.map(({ billTotal }) => cents(billTotal))), cents(total) + sum(invoiced.map(({ amount }) => cents(amount))));
  if (inputs.invoice?.currency === undefined && inputs.invoice !== undefined) {
    // An invoice is of cash, whatever the basis of the statements.
    const cash = units(sum([...inputs.cells].map(({ unblended }) => unblended)))
      .times(new Fraction(100n))
      .nearest();
    holds('V1 invoice', sum(invoiced.map(({ amount }) => cents(amount))), cents(inputs.invoice.total) - cash);
  }
  holds(
    'V1b',
    sum(lines.filter(({ kind }) => kind === 'CORRECTION').map(({ amount }) => cents(amount))),
    sum(inputs.corrections.map(({ amount }) => cents(amount))),
  );
  for (const { holder, lines: of, total: all, convertedTotal } of statements) {
    holds(`V2 ${holder.tenantId}`, sum(of.map(({ amount }) => cents(amount))), cents(all));
    holds(`V2 ${holder.tenantId} converted`, sum(of.map(({ converted }) => cents(converted))), cents(convertedTotal));
  }
  holds('V3', cents(total), Fraction.of(exact).times(new Fraction(100n)).nearest());
  const cells = [...inputs.cells];
  const measured = (of: readonly { unblended: bigint; amortized: bigint }[]) =>
    units(sum(of.map((cell) => (inputs.policy.basis === 'cash' ? cell.unblended : cell.amortized))));
  const ofCells = lines.filter(({ billed }) => billed !== undefined);
  const exactSum = (of: readonly { exact: string }[]) => Fraction.sum(of.map((line) => Fraction.of(line.exact)));
  holds('V5', exactSum(ofCells), measured(cells));
  holds('V5 billed', Fraction.sum(ofCells.map(({ billed }) => Fraction.of(billed!))), units(sum(cells.map(({ unblended }) => unblended))));
  const fair = own.filter(({ kind, recordType }) => recordType === undefined && kind.startsWith('COMMITMENT_'));
  holds(
    'V3 bill',
    Fraction.of(exact),
    measured(cells)
      .plus(exactSum(fair))
      .plus(exactSum(own.filter(({ kind }) => kind === 'ROUNDING'))),
  );
  const within = (name: string, left: Fraction, right: Fraction, tolerance: Fraction) => {
    if (left.minus(right).abs().compare(tolerance) > 0) holds(name, left, right);
  };
  for (const { terms, observed } of inputs.commitments) {
    if (!observed) continue;
    const [total, unused] = [units(observed.totalAmortized), units(observed.unusedCost)];
    within(`V4 ${terms.commitmentId} parts`, units(observed.amortizedUpfront).plus(units(observed.amortizedRecurring)), total, perCommitment);
    if (observed.usedCost !== undefined) within(`V4 ${terms.commitmentId} use`, units(observed.usedCost).plus(unused), total, perCommitment);
  }
  holds('V6', exactSum(lines.filter(({ kind }) => kind.startsWith('SHARED_COST'))), Fraction.zero);
  if (inputs.observedTotals) {
    const { unblended, amortized } = inputs.observedTotals;
    within('V8', units(sum(cells.map((cell) => cell.unblended))), units(unblended), perMonth);
    within('V8 amortized', units(sum(cells.map((cell) => cell.amortized))), units(amortized), perMonth);
  }
  const known = ['Usage', 'Fee', 'Tax', 'Support', 'Credit', 'Refund', 'RIFee', 'DiscountedUsage'];
  const unknown = cells.filter(
    ({ recordType }) => !known.includes(recordType) && !recordType.startsWith('SavingsPlan') && !recordType.endsWith('Discount'),
  );
  holds('V9', exactSum(lines.filter(({ kind }) => kind === 'OTHER')), measured(unknown));
  const empty = lines.filter(({ kind, exact: of, amount, billed = '0' }) => kind !== 'FX_DIFFERENCE' && [of, amount, billed].every(isNothing));
  holds('V12', String(empty.length), '0');
  holds(
    'V11 tenants in order',
    statements.map(({ holder }) => holder.tenantId).join(),
    [...new Set(statements.map(({ holder }) => holder.tenantId))].sort().join(),
  );
  for (const { lines: of } of statements) holds('V11 line ids', String(new Set(of.map(({ lineId }) => lineId)).size), String(of.length));
  return wrong;
};
