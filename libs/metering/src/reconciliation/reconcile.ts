import { divideHalfEven, formatDigits, parseExactUnits, roundUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { InvoiceLine } from '../invoice/invoice.events.js';
import { explainLines } from './explain-lines.js';
import type { InvoiceSection, ReconciledLine } from './explain-lines.js';

/** What the month's cells and statements say. Amounts in 10⁻¹⁰ of the billing currency. */
export interface ReconciledMonth {
  readonly basis: 'accrual' | 'cash';
  readonly billingCurrency: string;
  /** Sum of the statements' bill before the difference to an invoice was put on the platform's statement. */
  readonly charged: Units;
  /** The same before it was rounded to cents. */
  readonly exact: Units;
  /** What AWS charges in the month, cash basis: Σ U over all cells. */
  readonly unblended: Units;
  /** Σ A over all cells. */
  readonly amortized: Units;
  /** Upfront fees that AWS booked in the month. */
  readonly upfrontBooked: Units;
  /** Fair chargeback: upfront fees that statements charge in it, and what they give back of fees. */
  readonly upfrontCharged: Units;
  readonly upfrontDiscounted: Units;
  /** Of `unblended`, what the billing entity AWS Marketplace charges. */
  readonly marketplace: Units;
  /** Of `unblended`, credits and refunds: negative. */
  readonly credits: Units;
  /** Cells with a cost: AWS rounds about as many lines. */
  readonly costlyCells: number;
  /** Σ U by service, without marketplace and tax. */
  readonly sections: readonly InvoiceSection[];
}

export interface ReconciledInvoice {
  readonly invoiceId: string;
  readonly currency: string;
  readonly total: string;
  readonly lines: readonly InvoiceLine[];
}

export interface ReconciliationItem {
  /** STATEMENT_ROUNDING, STATEMENTS_DIFFER, FAIR_CHARGEBACK, COMMITMENT_ACCRUAL, UPFRONT_BOOKED, MARKETPLACE, CREDITS, EXCHANGE, INVOICE_ROUNDING, UNEXPLAINED. */
  readonly code: string;
  /** What it adds on the way from the statements to the invoice, ten digits. */
  readonly amount: string;
  readonly explanation: string;
}

/** The way from the statements to the invoice: `statements` plus all items is the invoice, in the billing currency. */
export interface Reconciliation {
  readonly state: 'noInvoice' | 'explained' | 'unexplained';
  readonly invoiceId?: string;
  readonly invoiceCurrency?: string;
  readonly invoiceTotal?: string;
  /** Cents, billing currency. */
  readonly statements: string;
  /** Invoice less statements; absent without an invoice. */
  readonly difference?: string;
  readonly items: readonly ReconciliationItem[];
  /** Where the invoice was entered with lines: each beside what statements have of it. */
  readonly lines: readonly ReconciledLine[];
  readonly unexplained: string;
  /** What to do next; empty when nothing is left to do. */
  readonly next: string;
}

const halfCent = 50_000_000n;
const digits = (units: Units): string => formatDigits(units, 10);
const magnitude = (units: Units): Units => (units < 0n ? -units : units);

/**
 * Explains the difference between the statements and an invoice. `rate`: how many of the invoice's currency one of the billing currency is.
 * In accrual mode I2 is the bridge: Σ U = Σ A + fees booked − fees amortised. @source specs/chargeback.md §2.3, §4.5, §4.8
 */
export const reconcile = (month: ReconciledMonth, invoice?: ReconciledInvoice, rate?: string): Reconciliation => {
  const statements = formatDigits(roundUnits(month.charged, 2), 2);
  const bridge = bridgeOf(month);
  if (!invoice) {
    return {
      state: 'noInvoice',
      statements,
      items: bridge,
      lines: [],
      unexplained: digits(0n),
      next: 'Enter the invoice (orgledger invoice enter) to compare the statements with it.',
    };
  }
  const shown = { invoiceId: invoice.invoiceId, invoiceCurrency: invoice.currency, invoiceTotal: invoice.total, statements };
  const invoiced = inBillingCurrency(invoice, month.billingCurrency, rate);
  if (invoiced === undefined) {
    const next = `Set the rate from ${month.billingCurrency} to ${invoice.currency} of the month (orgledger rates set): the invoice is in ${invoice.currency}.`;
    return { state: 'unexplained', ...shown, items: bridge, lines: [], unexplained: digits(0n), next };
  }
  const items = [...bridge];
  let left = invoiced - month.unblended;
  const apart = billedApart(month, invoice, left);
  for (const item of apart) {
    items.push({ ...item, amount: digits(item.units) });
    left -= item.units;
  }
  const lines = invoice.lines.length > 0 && invoice.currency === month.billingCurrency ? explainLines(invoice.lines, month) : [];
  const bound = halfCent * BigInt(Math.max(invoice.lines.length, month.costlyCells, 1));
  const foreign = invoice.currency !== month.billingCurrency;
  const rounding = foreign || magnitude(left) <= bound ? left : 0n;
  if (rounding !== 0n) items.push(roundingItem(invoice, rounding, bound, foreign, rate));
  left -= rounding;
  if (left !== 0n) items.push({ code: 'UNEXPLAINED', amount: digits(left), explanation: 'Nothing known accounts for this part of the invoice.' });
  return {
    state: left === 0n ? 'explained' : 'unexplained',
    ...shown,
    difference: digits(invoiced - month.charged),
    items: items.filter(({ amount }) => !/^-?0\.0+$/.test(amount)).map(({ code, amount, explanation }) => ({ code, amount, explanation })),
    lines,
    unexplained: digits(left),
    next: left === 0n ? '' : nextStep(lines, left),
  };
};

const inBillingCurrency = ({ total, currency }: ReconciledInvoice, billingCurrency: string, rate: string | undefined): Units | undefined => {
  const units = parseExactUnits(total);
  if (currency === billingCurrency) return units;
  return rate === undefined ? undefined : divideHalfEven(units * 10_000_000_000n, parseExactUnits(rate));
};

const item = (code: string, units: Units, explanation: string): ReconciliationItem => ({ code, amount: digits(units), explanation });

/** From the statements to what AWS charges in the month. */
const bridgeOf = (month: ReconciledMonth): readonly ReconciliationItem[] => {
  const { basis, charged, exact, unblended, amortized, upfrontBooked, upfrontCharged, upfrontDiscounted } = month;
  const accrual = basis === 'accrual';
  const fair = accrual ? upfrontCharged - upfrontDiscounted : 0n;
  const items = [
    item('STATEMENT_ROUNDING', exact - charged, 'Statements are rounded to cents once, over the whole month.'),
    item(
      'STATEMENTS_DIFFER',
      (accrual ? amortized + fair : unblended) - exact,
      'The statements were made from other costs than those known now: what differs is in the month’s corrections.',
    ),
    item('FAIR_CHARGEBACK', -fair, 'Upfront fees that statements charge to who bought them, less what they give back of such fees.'),
    item(
      'COMMITMENT_ACCRUAL',
      accrual ? unblended - amortized - upfrontBooked : 0n,
      'Statements carry the month’s share of upfront fees (Σ AU); AWS charged those fees in the month in which they were paid.',
    ),
    item('UPFRONT_BOOKED', accrual ? upfrontBooked : 0n, 'Upfront fees that AWS booked in this month (Σ UF).'),
  ];
  return items.filter(({ amount }) => !/^-?0\.0+$/.test(amount));
};

interface Apart {
  readonly code: string;
  readonly units: Units;
  readonly explanation: string;
}

/** Marketplace sellers invoice apart, and credits are shown apart, on some invoices and not on others: what brings the sums closer is taken. */
const billedApart = (month: ReconciledMonth, invoice: ReconciledInvoice, left: Units): readonly Apart[] => {
  const names = (pattern: RegExp): boolean => invoice.lines.some(({ description }) => pattern.test(description));
  const candidates: Apart[] = [];
  if (month.marketplace !== 0n && !names(/marketplace/i))
    candidates.push({ code: 'MARKETPLACE', units: -month.marketplace, explanation: 'AWS Marketplace sellers invoice this part apart.' });
  if (month.credits !== 0n && !names(/credit|refund/i))
    candidates.push({ code: 'CREDITS', units: -month.credits, explanation: 'Credits and refunds of the month are not taken off in this invoice.' });
  const choices = candidates.reduce<readonly (readonly Apart[])[]>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]]);
  const leftBy = (set: readonly Apart[]): Units => magnitude(left - set.reduce((sum, { units }) => sum + units, 0n));
  return choices.reduce((best, set) => (leftBy(set) < leftBy(best) ? set : best));
};

const roundingItem = (invoice: ReconciledInvoice, amount: Units, bound: Units, foreign: boolean, rate: string | undefined): ReconciliationItem =>
  foreign
    ? {
        code: 'EXCHANGE',
        amount: digits(amount),
        explanation: `AWS converted the invoice at its own rate, the month’s rate is ${rate ?? ''} ${invoice.currency}: the difference is on the platform’s statement.`,
      }
    : {
        code: 'INVOICE_ROUNDING',
        amount: digits(amount),
        explanation: `AWS rounds each line of its invoice: up to ${formatDigits(bound, 10).replace(/0+$/, '')} over all lines.`,
      };

const nextStep = (lines: readonly ReconciledLine[], left: Units): string => {
  const apart = ({ difference }: ReconciledLine): Units => magnitude(parseExactUnits(difference));
  const worst = lines.reduce<ReconciledLine | undefined>((most, line) => (most && apart(most) >= apart(line) ? most : line), undefined);
  const start = worst
    ? `Look at “${worst.description}” first: it is ${worst.difference} apart. `
    : 'Enter the invoice with its lines: the difference is then shown by line. ';
  return `${start}${formatDigits(left, 10)} stay unexplained: collect the month again, and if they stay, ask AWS Support about the invoice.`;
};
