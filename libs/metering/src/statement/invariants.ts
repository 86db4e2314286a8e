import { divideHalfEven, formatDigits, formatUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { CloseCheck } from '../month-close/month.events.js';
import { parseCents } from './corrections.js';
import type { CellTotals } from './direct-lines.js';
import { compareLines } from './draft-line.js';
import type { DraftLine } from './draft-line.js';
import type { FairOutcome } from './fair-chargeback.js';
import { linesOf } from './ledger.js';
import type { TenantLedger } from './ledger.js';
import type { MonthFinding, MonthInputs } from './month-inputs.js';
import { unitsPerCent } from './rounding.js';
import type { RoundedTotals } from './rounding.js';
import { outsideTheBill } from './statement.js';

/** Sums over the lines as they will be published, made anew from nothing else. */
interface LineSums {
  bill: bigint;
  corrections: bigint;
  shared: Units;
  fromCells: Units;
  billed: Units;
  other: Units;
  tenantsWrong: string[];
  disordered: string[];
  empty: string[];
}

const outside = new Set(outsideTheBill);

/** Whole cents between the invoice and T: no part of what the statements are a rounding of. */
export const isInvoiceRounding = ({ kind, commitmentId }: DraftLine): boolean => kind === 'ROUNDING' && commitmentId === undefined;

const sumLines = (ledgers: readonly TenantLedger[]): LineSums => {
  const sums: LineSums = {
    bill: 0n,
    corrections: 0n,
    shared: 0n,
    fromCells: 0n,
    billed: 0n,
    other: 0n,
    tenantsWrong: [],
    disordered: [],
    empty: [],
  };
  let before = '';
  for (const ledger of ledgers) {
    if (ledger.tenantId <= before) sums.disordered.push(ledger.tenantId);
    before = ledger.tenantId;
    sumLedger(ledger, sums);
  }
  return sums;
};

const sumLedger = (ledger: TenantLedger, sums: LineSums): void => {
  let total = 0n;
  let converted = 0n;
  let previous: DraftLine | undefined;
  for (const line of linesOf(ledger)) {
    total += line.cents;
    converted += line.converted;
    if (!outside.has(line.kind) && !isInvoiceRounding(line)) sums.bill += line.cents;
    if (line.kind === 'CORRECTION') sums.corrections += line.cents;
    if (line.kind === 'SHARED_COST' || line.kind === 'SHARED_COST_OUT') sums.shared += line.exact;
    if (line.kind === 'OTHER') sums.other += line.exact;
    if (line.billed !== undefined) {
      sums.fromCells += line.exact;
      sums.billed += line.billed;
    }
    if (previous && compareLines(previous, line) >= 0) sums.disordered.push(ledger.tenantId);
    if (line.exact === 0n && line.cents === 0n && (line.billed ?? 0n) === 0n && line.kind !== 'FX_DIFFERENCE') sums.empty.push(ledger.tenantId);
    previous = line;
  }
  const settled = ledger.settled.reduce((sum, line) => sum + line.cents, 0n);
  const settledConverted = ledger.settled.reduce((sum, line) => sum + line.converted, 0n);
  if (total !== ledger.billCents + ledger.revenueCents + settled || converted !== ledger.convertedCents + settledConverted) {
    sums.tenantsWrong.push(ledger.tenantId);
  }
};

const contradiction = 'Nothing was published. Collect the month again; if it stays, report this check with the digest of the inputs.';

const check = (code: string, passed: boolean, message: string, remedy = contradiction): CloseCheck =>
  passed ? { code, passed, message } : { code, passed, message, remedy };

const cents = (value: bigint): string => formatDigits(value, 2);
const near = (difference: Units, tolerance: Units): boolean => difference <= tolerance && -difference <= tolerance;

/** What is known of a month when its lines stand: the checks compare it with the lines. */
export interface Computed {
  readonly inputs: MonthInputs;
  readonly ledgers: readonly TenantLedger[];
  readonly totals: CellTotals;
  readonly fair: FairOutcome;
  readonly rounded: RoundedTotals;
}

/** V1–V12 as far as one month shows them; V7 needs what was closed before: `correctionsFor`. @source specs/chargeback.md §4.6 */
export const checkInvariants = ({ inputs, ledgers, totals, fair, rounded }: Computed): readonly CloseCheck[] => {
  const sums = sumLines(ledgers);
  const cash = inputs.policy.basis === 'cash';
  const measured = cash ? totals.unblended : totals.amortized;
  const expected = measured + fair.net;
  const corrections = inputs.corrections.reduce((sum, { amount }) => sum + parseCents(amount), 0n);
  const unknown = [...totals.unknown.values()].reduce((sum, amount) => sum + amount, 0n);
  return [
    check('V1', sums.bill === rounded.cents, `The statements sum to ${cents(sums.bill)}, the bill to ${cents(rounded.cents)}.`),
    check('V1b', sums.corrections === corrections, `Corrections of ${cents(sums.corrections)} were posted of ${cents(corrections)}.`),
    check('V2', sums.tenantsWrong.length === 0, `The lines of each statement sum to its total${naming(sums.tenantsWrong)}.`),
    check(
      'V3',
      rounded.exact === expected && rounded.cents === divideHalfEven(expected, unitsPerCent),
      `The bill is ${formatUnits(rounded.exact)}; the cells and fair chargeback make ${formatUnits(expected)}.`,
    ),
    ...checkCommitments(inputs),
    check(
      'V5',
      totals.repeated.length === 0 && sums.fromCells === measured && sums.billed === totals.unblended,
      `${totals.cells} cells, each on one line${naming(totals.repeated)}: ${formatUnits(sums.fromCells)} of ${formatUnits(measured)}, billed ${formatUnits(sums.billed)} of ${formatUnits(totals.unblended)}.`,
    ),
    check('V6', sums.shared === 0n, `Shared costs and what their sources give away sum to ${formatUnits(sums.shared)}.`),
    ...checkTotals(totals, inputs),
    check(
      'V9',
      sums.other === unknown,
      `Record types that nobody knows cost ${formatUnits(unknown)}; ${formatUnits(sums.other)} of it is on statements.`,
    ),
    check('V10', sums.disordered.length === 0, `Statements and lines have one order and no key twice${naming(sums.disordered)}.`),
    check('V12', sums.empty.length === 0, `No line stands for nothing${naming(sums.empty)}.`),
  ];
};

const naming = (subjects: readonly string[]): string => (subjects.length === 0 ? '' : `, but for ${subjects.slice(0, 5).join(', ')}`);

/**
 * Accrual to cash: where every upfront fee is charged fairly, the bill is the cash basis but for when AWS booked the fees. No reason to hold statements back:
 * Cost Explorer lists no commitments of some services. @source specs/chargeback.md I2, §4.4
 */
export const compareWithCash = ({ inputs: { policy, commitments, month }, totals, fair }: Computed): readonly MonthFinding[] => {
  const allFair = policy.reservedInstanceFairChargeback && policy.savingsPlanFairChargeback && fair.complete;
  if (policy.basis === 'cash' || !allFair) return [];
  const timing = fair.upfront - totals.upfrontFees;
  const rest = totals.amortized + fair.net - totals.unblended - timing;
  const findings: MonthFinding[] = [];
  if (!near(timing, 1_000_000n)) {
    const message = `Upfront fees of ${formatUnits(fair.upfront)} belong to commitments that start in ${month}; AWS booked ${formatUnits(totals.upfrontFees)} in it.`;
    findings.push({ code: 'UPFRONT_FEE_TIMING', subject: month, message });
  }
  if (!near(rest, 1_000_000n + 100_000n * BigInt(commitments.length))) {
    const message = `The statements are ${formatUnits(rest)} apart from what AWS charged: the month has a commitment that is not known here, or not as it is. Read the commitments again.`;
    findings.push({ code: 'CASH_DIFFERS', subject: month, message });
  }
  return findings;
};

const checkCommitments = ({ commitments }: MonthInputs): readonly CloseCheck[] => {
  const wrong = commitments.filter(({ observed }) => {
    if (!observed) return false;
    const { amortizedUpfront, amortizedRecurring, totalAmortized, unusedCost, usedCost } = observed;
    const parts = amortizedUpfront + amortizedRecurring - totalAmortized;
    return !near(parts, 100_000n) || (usedCost !== undefined && !near(usedCost + unusedCost - totalAmortized, 100_000n));
  });
  const names = naming(wrong.map(({ terms }) => terms.commitmentId));
  const remedy = 'Read the commitments of this month again.';
  return [check('V4', wrong.length === 0, `Used and unused, upfront and recurring make each commitment's amortised cost${names}.`, remedy)];
};

const checkTotals = ({ unblended, amortized }: CellTotals, { observedTotals }: MonthInputs): readonly CloseCheck[] => {
  if (!observedTotals) return [];
  const passed = near(unblended - observedTotals.unblended, 1_000_000n) && near(amortized - observedTotals.amortized, 1_000_000n);
  const message = `The cells sum to ${formatUnits(unblended)} unblended and ${formatUnits(amortized)} amortized; Cost Explorer's totals are ${formatUnits(observedTotals.unblended)} and ${formatUnits(observedTotals.amortized)}.`;
  return [check('V8', passed, message, 'Collect the month again: it changed while it was read.')];
};
