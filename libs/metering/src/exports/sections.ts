import { formatDigits, parseExactUnits, roundUnits } from '@orgledger/kernel';
import type { LineKind, Statement, StatementLine } from '../statement/statement.js';
import { groupedBy } from './grouped.js';

/** A group of lines on a statement that people read. */
export interface Section {
  readonly title: string;
  /** What a reader should know of these lines. */
  readonly note?: string;
  /** In its place on the cash basis. */
  readonly cashNote?: string;
}

const usage: Section = { title: 'Usage' };
const commitmentUse: Section = {
  title: 'Reserved instances and savings plans',
  note: 'Usage that commitments cover is charged at what it cost: its share of the upfront and recurring fees. What nobody used stays with the buyer.',
  cashNote:
    'Fees of commitments are charged as AWS bills them: to who bought them, in the month in which they are due. Usage that they cover costs nothing more.',
};
const fair: Section = {
  title: 'Fair chargeback of upfront payments',
  note: 'An upfront fee is charged to its buyer in the month in which the commitment starts. Each month of the term then takes back the share of the fee that the usage of that month is charged with, so that nobody pays it twice; a statement can turn negative by this.',
};
const fees: Section = { title: 'Subscriptions, marketplace and support' };
const adjustments: Section = { title: 'Tax, credits, refunds and discounts' };
const shared: Section = { title: 'Shared costs', note: 'Costs that several tenants bear together, split by the rules of the issuer.' };
const own: Section = { title: 'Prices and mark-ups', note: 'Not part of the AWS bill.' };
const corrections: Section = {
  title: 'Corrections of earlier months',
  note: 'AWS changed months that were closed already. Each line names its month and is converted at the rate of that month.',
};
const rounding: Section = {
  title: 'Rounding and exchange differences',
  note: 'AWS rounds each line of its invoice, statements are rounded together; and an invoice may be paid at another rate than that of its month.',
};

/** In the order in which they stand on a statement. */
export const sections: readonly Section[] = [usage, commitmentUse, fair, fees, adjustments, shared, own, corrections, rounding];

const byKind: Readonly<Record<LineKind, Section>> = {
  USAGE: usage,
  OTHER: usage,
  RI_USAGE: commitmentUse,
  SP_USAGE: commitmentUse,
  RI_UNUSED: commitmentUse,
  SP_UNUSED: commitmentUse,
  COMMITMENT_FEE: commitmentUse,
  SP_NEGATION: commitmentUse,
  COMMITMENT_UPFRONT: fair,
  COMMITMENT_UPFRONT_DISCOUNT: fair,
  COMMITMENT_REFUND: fair,
  COMMITMENT_TRUE_UP: fair,
  COMMITMENT_NOVATION: fair,
  SUBSCRIPTION: fees,
  MARKETPLACE: fees,
  SUPPORT: fees,
  TAX: adjustments,
  CREDIT: adjustments,
  REFUND: adjustments,
  DISCOUNT: adjustments,
  SHARED_COST: shared,
  SHARED_COST_OUT: shared,
  MARKUP: own,
  REBATE: own,
  PRICE: own,
  EXTERNAL: own,
  CORRECTION: corrections,
  ROUNDING: rounding,
  FX_DIFFERENCE: rounding,
};

/** Statements of a version that knows more kinds than this one are still readable. On the cash basis an upfront fee is a fee as any other. */
export const sectionOf = (kind: LineKind, basis: Statement['basis']): Section => {
  const section = Object.hasOwn(byKind, kind) ? byKind[kind] : usage;
  return section === fair && basis === 'cash' ? commitmentUse : section;
};

export interface SectionLines {
  readonly section: Section;
  readonly lines: readonly StatementLine[];
  /** Two digits, in the billing currency and in the statement's. */
  readonly amount: string;
  readonly converted: string;
}

/** Sum of two-digit amounts, two digits. */
export const sumAmounts = (amounts: Iterable<string>): string => {
  let sum = 0n;
  for (const amount of amounts) sum += parseExactUnits(amount);
  return formatDigits(roundUnits(sum, 2), 2);
};

/** Lines by section, sections without lines left out; inside a section as the statement has them. */
export const bySection = ({ lines, basis }: Pick<Statement, 'lines' | 'basis'>): readonly SectionLines[] => {
  const grouped = groupedBy(lines, ({ kind }) => sectionOf(kind, basis));
  return sections.flatMap((section) => {
    const own = grouped.get(section) ?? [];
    if (own.length === 0) return [];
    return [{ section, lines: own, amount: sumAmounts(own.map((line) => line.amount)), converted: sumAmounts(own.map((line) => line.converted)) }];
  });
};
