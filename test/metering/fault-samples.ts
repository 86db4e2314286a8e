import fc from 'fast-check';
import { divideHalfEven } from '@orgledger/kernel';
import { computeMonth } from '@orgledger/metering';
import type { CorrectionInput, MonthInputs, MonthResult, Statement } from '@orgledger/metering';
import { failures, naiveLines } from './comparison.js';
import { cellsOf, discountedBefore, generatedOrganization, inputsOf, monthsOf } from './generated-organization.js';

/** A generated month with what the engine makes of it, and the second implementation's lines. */
export interface Sample {
  readonly inputs: MonthInputs;
  /** Another state that Cost Explorer shows of the same month. */
  readonly otherCells: MonthInputs['cells'];
  readonly statements: readonly Statement[];
  readonly result: MonthResult;
  readonly naive: readonly string[];
}

/** Undefined: the month has nothing to plant the fault in. */
export type Fault<Faulty> = (sample: Sample) => Faulty | undefined;

export const cents = (text: string): bigint => BigInt(text.replace('.', ''));
export const amountText = (value: bigint): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
export const sum = (all: readonly bigint[]): bigint => all.reduce((total, one) => total + one, 0n);

const corrections: readonly CorrectionInput[] = [
  { month: '2023-12', tenantId: 't1', kind: 'USAGE', amount: '-1.23', converted: '-1.23' },
  { month: '2023-12', tenantId: 't2', kind: 'TAX', amount: '4.56', converted: '4.56' },
];

/** Months of every sort, with corrections of an earlier month and an invoice of another cent. */
export const samples: readonly Sample[] = fc
  .sample(fc.record({ organization: generatedOrganization, at: fc.nat({ max: 3 }), version: fc.nat({ max: 1 }) }), { seed: 20_260_630, numRuns: 170 })
  .flatMap(({ organization, at, version }) => {
    const months = monthsOf(organization);
    const month = months[at % months.length]!;
    const plain = { ...inputsOf(organization, month, version, discountedBefore(organization, month)), corrections };
    const first = computeMonth(plain);
    if (failures(first).length > 0 || first.statementCount < 2) return [];
    const cash = divideHalfEven(sum([...plain.cells].map(({ unblended }) => unblended)), 10n ** 8n);
    const inputs = { ...plain, invoice: { invoiceId: 'INV-1', total: amountText(cash + 1n), lineCount: 6 } };
    const result = computeMonth(inputs);
    const otherCells = cellsOf(organization, month, version + 1);
    return [{ inputs, otherCells, statements: [...result.statements], result, naive: naiveLines(inputs) }];
  });
