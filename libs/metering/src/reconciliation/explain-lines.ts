import { formatDigits, parseExactUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { InvoiceLine } from '../invoice/invoice.events.js';

/** What the month's cells have for a name that an invoice may use. */
export interface InvoiceSection {
  readonly name: string;
  readonly amount: Units;
  /** Of accounts and record types with a cost: AWS rounds about as many lines. */
  readonly cells: number;
}

export interface ReconciledLine {
  readonly description: string;
  /** Absent: costs that no line of the invoice names. */
  readonly invoiced?: string;
  /** Absent: an invoice line that no cost matches. */
  readonly charged?: string;
  /** Invoiced less charged, ten digits. */
  readonly difference: string;
  readonly explanation: string;
}

const normal = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
const halfCent = 50_000_000n;

/** Pairs the invoice's lines with services and charges by their names; what has no pair is listed too. */
export const explainLines = (
  lines: readonly InvoiceLine[],
  { sections }: { readonly sections: readonly InvoiceSection[] },
): readonly ReconciledLine[] => {
  const open = new Map(sections.map((section) => [normal(section.name), section]));
  const paired = lines.map(({ description, amount }): ReconciledLine => {
    const key = normal(description);
    const section = open.get(key);
    open.delete(key);
    const invoiced = parseExactUnits(amount);
    if (!section)
      return {
        description,
        invoiced: amount,
        difference: formatDigits(invoiced, 10),
        explanation: 'No service or charge of the month has this name.',
      };
    const difference = invoiced - section.amount;
    const rounding = halfCent * BigInt(section.cells + 1);
    return {
      description,
      invoiced: amount,
      charged: formatDigits(section.amount, 10),
      difference: formatDigits(difference, 10),
      explanation:
        difference === 0n
          ? 'The same.'
          : difference <= rounding && -difference <= rounding
            ? 'Rounding of the invoice’s lines.'
            : 'The amounts differ.',
    };
  });
  const rest = [...open.values()]
    .filter(({ amount }) => amount !== 0n)
    .map(({ name, amount }): ReconciledLine => ({
      description: name,
      charged: formatDigits(amount, 10),
      difference: formatDigits(-amount, 10),
      explanation: 'No line of the invoice has this name.',
    }));
  return [...paired, ...rest];
};
