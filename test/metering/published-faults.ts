import type { Statement, StatementLine } from '@orgledger/metering';
import { publishedLines } from './comparison.js';
import { amountText, cents, sum } from './fault-samples.js';
import type { Fault, Sample } from './fault-samples.js';

/** Sums as if the lines had always been these. */
const withLines = (statement: Statement, lines: readonly StatementLine[]): Statement => ({
  ...statement,
  lines,
  total: amountText(sum(lines.map(({ amount }) => cents(amount)))),
  convertedTotal: amountText(sum(lines.map(({ converted }) => cents(converted)))),
  billTotal: amountText(
    sum(
      lines
        .filter(({ kind }) => !['MARKUP', 'REBATE', 'PRICE', 'EXTERNAL', 'CORRECTION', 'FX_DIFFERENCE'].includes(kind))
        .map(({ amount }) => cents(amount)),
    ),
  ),
});

export type Published = Pick<Sample, 'statements'> & { readonly total?: string };

/** Every statement with its lines changed; undefined where that changes nothing. */
const relined =
  (change: (line: StatementLine, statement: Statement) => StatementLine | undefined, sums: 'new' | 'old' = 'new'): Fault<Published> =>
  ({ statements, naive }) => {
    const faulty = statements.map((statement) => {
      const lines = statement.lines.flatMap((line) => change(line, statement) ?? []);
      return sums === 'new' ? withLines(statement, lines) : { ...statement, lines };
    });
    return publishedLines(faulty).join('\n') === naive.join('\n') ? undefined : { statements: faulty };
  };

const only = (matches: (line: StatementLine) => boolean, change: (line: StatementLine) => StatementLine | undefined, sums?: 'new' | 'old') => {
  return (sample: Sample): Published | undefined => {
    const chosen = sample.statements.flatMap(({ lines }) => lines).find(matches);
    return chosen && relined((line) => (line === chosen ? change(line) : line), sums)(sample);
  };
};

const costly = ({ amount, billed }: StatementLine): boolean => amount !== '0.00' && billed !== undefined;
const doubled = (line: StatementLine): StatementLine => ({
  ...line,
  exact: unitsText(2n * BigInt(line.exact.replace('.', ''))),
  amount: amountText(2n * cents(line.amount)),
});
const nothing = (): undefined => undefined;
const halfUp = (exact: string): string => {
  const units = BigInt(exact.replace('.', ''));
  const magnitude = ((units < 0n ? -units : units) + 50_000_000n) / 100_000_000n;
  return amountText(units < 0n ? -magnitude : magnitude);
};
const plusCents = (line: StatementLine, count: bigint): StatementLine => ({
  ...line,
  amount: amountText(cents(line.amount) + count),
  converted: amountText(cents(line.converted) + count),
});

/** The first line that matches goes to the statement after its own. */
const moved: Fault<Published> = ({ statements }) => {
  const from = statements.findIndex(({ lines }) => lines.some(costly));
  const line = statements[from]?.lines.find(costly);
  const to = (from + 1) % statements.length;
  if (!line) return undefined;
  const changed = statements.map((statement, index) => {
    if (index === from) return withLines(statement, statement.lines.filter((other) => other !== line)); // prettier-ignore
    return index === to ? withLines(statement, [...statement.lines, line]) : statement;
  });
  return { statements: changed };
};

const swapped: Fault<Published> = ({ statements: [first, second, ...others], naive }) => {
  if (!first || !second) return undefined;
  const faulty = [{ ...second, holder: first.holder }, { ...first, holder: second.holder }, ...others];
  return publishedLines(faulty).join('\n') === naive.join('\n') ? undefined : { statements: faulty };
};

const between =
  (pick: (lines: readonly StatementLine[], statement: number) => boolean): Fault<Published> =>
  ({ statements }) => {
    const cellLines = statements.flatMap(({ lines }, index) => lines.filter(costly).map((line) => ({ line, index })));
    const [one] = cellLines;
    const other = cellLines.find(({ line, index }) => one && line !== one.line && pick([one.line, line], index - one.index));
    if (!one || !other) return undefined;
    const change = (line: StatementLine) => (line === one.line ? plusCents(line, 1n) : line === other.line ? plusCents(line, -1n) : line);
    return { statements: statements.map((statement) => withLines(statement, statement.lines.map(change))) }; // prettier-ignore
  };

const unitsText = (units: bigint): string => {
  const text = (units < 0n ? -units : units).toString().padStart(11, '0');
  return `${units < 0n ? '-' : ''}${text.slice(0, -10)}.${text.slice(-10)}`;
};

const product = (exact: string, rate: string): string => {
  const [whole = '0', digits = ''] = rate.split('.');
  return unitsText((BigInt(exact.replace('.', '')) * BigInt(whole + digits)) / 10n ** BigInt(digits.length));
};

/** In what is published: the checks that must see it; the second implementation sees all of them. */
export const publishedFaults: Readonly<Record<string, readonly [readonly string[], Fault<Published>]>> = {
  'a line is lost': [['V1', 'V5'], only(costly, nothing)],
  'a line is lost, and the statement’s total is what it was': [['V1', 'V2', 'V5'], only(costly, nothing, 'old')],
  'a line is there twice': [['V1', 'V5'], ({ statements }) => {
    const line = statements.flatMap(({ lines }) => lines).find(costly);
    return line && { statements: statements.map((one) => (one.lines.includes(line) ? withLines(one, [...one.lines, line]) : one)) };
  }], // prettier-ignore
  'a line is on another tenant’s statement': [[], moved],
  'two tenants have each other’s statements': [[], swapped],
  'a cent goes from one line to another': [[], between((_, distance) => distance === 0)],
  'a cent goes from one tenant to another': [[], between((_, distance) => distance !== 0)],
  'a cent too many': [['V1'], only(costly, (line) => plusCents(line, 1n))],
  'every line is rounded alone, half up': [[], relined((line) => (line.billed === undefined ? line : { ...line, amount: halfUp(line.exact) }))],
  'the difference to the invoice is forgotten': [['V1 invoice'], only(({ sourceId }) => sourceId === 'INV-1', nothing)],
  'the difference to the invoice is added twice': [['V1 invoice'], only(({ sourceId }) => sourceId === 'INV-1', (line) => plusCents(line, 1n))], // prettier-ignore
  'the counterpart of a true-up is forgotten': [['V1'], only(({ kind, commitmentId, amount }) => kind === 'ROUNDING' && commitmentId !== undefined && amount !== '0.00', nothing)], // prettier-ignore
  'a correction is forgotten': [['V1b'], only(({ kind }) => kind === 'CORRECTION', nothing)],
  'a correction is posted with the wrong sign': [['V1b'], only(({ kind }) => kind === 'CORRECTION', (line) => ({ ...line, amount: amountText(-cents(line.amount)) }))], // prettier-ignore
  'shared costs stay with their source, too': [['V6'], only(({ kind, amount }) => kind === 'SHARED_COST_OUT' && amount !== '0.00', nothing)],
  'a record type that nobody knows is dropped': [['V5', 'V9'], only(({ kind, amount }) => kind === 'OTHER' && amount !== '0.00', nothing)],
  'a discount for an upfront fee is forgotten': [['V1', 'V3'], only(({ kind, amount }) => kind === 'COMMITMENT_UPFRONT_DISCOUNT' && amount !== '0.00', nothing)], // prettier-ignore
  'an upfront fee is charged twice': [['V1', 'V3'], only(({ kind, billed }) => kind === 'COMMITMENT_UPFRONT' && billed === undefined, doubled)], // prettier-ignore
  'a mark-up is charged on nothing': [
    [],
    only(
      ({ kind }) => kind === 'MARKUP',
      (line) => plusCents(line, 1n),
    ),
  ],
  'a statement is converted line by line': [[], relined((line, { rate }) => (rate === '1' || line.kind === 'CORRECTION' ? line : { ...line, converted: halfUp(product(line.exact, rate)) }))], // prettier-ignore
  'a currency is taken one to one': [[], relined((line) => ({ ...line, converted: line.amount }))],
  'a line for nothing': [['V12'], ({ statements: [first, ...others] }) => first && { statements: [{ ...first, lines: [...first.lines, { ...first.lines[0]!, lineId: 'nothing', kind: 'USAGE', exact: '0.0000000000', amount: '0.00', converted: '0.00', billed: '0.0000000000' }] }, ...others] }], // prettier-ignore
  'the bill is rounded away from it': [['V1', 'V3'], ({ statements, result }) => ({ statements, total: amountText(cents(result.total) + 1n) })],
};
