import { parseExactUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { ClosingWorld } from '../month-close/close-month.gateway.js';
import { monthIsClosed } from '../month-close/month.decider.js';
import { MonthSettings } from '../month-close/month-settings.store.js';
import { loadMonth } from '../month-close/month-stream.store.js';
import type { MonthKey } from '../month-close/month-stream.store.js';
import { computeMonth } from '../statement/compute-month.js';
import type { CostCell, MonthInputs, MonthResult } from '../statement/month-inputs.js';
import { outsideTheBill } from '../statement/statement.js';
import { reconcile } from './reconcile.js';
import type { ReconciledMonth, Reconciliation } from './reconcile.js';

/** Upfront fees have record types of their own only for savings plans; a reservation's is a `Fee` with nothing amortised. @source specs/chargeback.md §2.2 */
const isUpfrontFee = ({ recordType, amortized, unblended }: CostCell): boolean =>
  recordType === 'SavingsPlanUpfrontFee' || (recordType === 'Fee' && amortized === 0n && unblended !== 0n);
const isCredit = ({ recordType }: CostCell): boolean => recordType === 'Credit' || recordType === 'Refund';

/** Compares a month's statements, as closed or else as they would be now, with the invoice that was entered. */
export const reconcileMonth = async ({ sources, store }: ClosingWorld, key: MonthKey): Promise<Reconciliation> => {
  const month = await loadMonth(store, key);
  const { inputs, rates } = await sources.snapshot(key.payerAccountId, key.month, month.closed?.started);
  const invoice = await new MonthSettings(store, key.payerAccountId).invoice(key.month);
  const { invoice: _, ...withoutInvoice } = inputs;
  const result = computeMonth({ ...withoutInvoice, corrections: [] });
  const charged =
    month.closed && monthIsClosed(month)
      ? { charged: await closedBill(sources, key), exact: parseExactUnits(month.closed.event.figures.exact) }
      : { charged: parseExactUnits(result.total), exact: parseExactUnits(result.exact) };
  const rate = rates.find(({ quote }) => quote === invoice?.currency)?.rate;
  return reconcile({ ...charged, ...sumsOf(inputs, result) }, invoice, rate);
};

const closedBill = async (sources: ClosingWorld['sources'], { payerAccountId, month }: MonthKey): Promise<Units> => {
  const postings = await sources.closedPostings(payerAccountId, month);
  return postings.reduce((sum, { kind, amount }) => (outsideTheBill.includes(kind) ? sum : sum + parseExactUnits(amount)), 0n);
};

const sumsOf = (inputs: MonthInputs, result: MonthResult): Omit<ReconciledMonth, 'charged' | 'exact'> => {
  const sums = { unblended: 0n, amortized: 0n, upfrontBooked: 0n, marketplace: 0n, credits: 0n, costlyCells: 0 };
  const sections = new Map<string, { amount: Units; cells: number }>();
  for (const cell of inputs.cells) {
    sums.unblended += cell.unblended;
    sums.amortized += cell.amortized;
    if (isUpfrontFee(cell)) sums.upfrontBooked += cell.unblended;
    if (cell.marketplace) sums.marketplace += cell.unblended;
    if (isCredit(cell)) sums.credits += cell.unblended;
    if (cell.unblended !== 0n) sums.costlyCells += 1;
    const { amount, cells } = sections.get(cell.service) ?? { amount: 0n, cells: 0 };
    sections.set(cell.service, { amount: amount + cell.unblended, cells: cells + (cell.unblended === 0n ? 0 : 1) });
  }
  return {
    basis: inputs.policy.basis,
    billingCurrency: inputs.billingCurrency,
    ...sums,
    ...fairOf(inputs, result),
    sections: [...sections].map(([name, section]) => ({ name, ...section })),
  };
};

const fairOf = ({ policy }: MonthInputs, { statements }: MonthResult): Pick<ReconciledMonth, 'upfrontCharged' | 'upfrontDiscounted'> => {
  const fair = { upfrontCharged: 0n, upfrontDiscounted: 0n };
  if (!policy.reservedInstanceFairChargeback && !policy.savingsPlanFairChargeback) return fair;
  for (const { lines } of statements)
    for (const { kind, exact } of lines) {
      if (kind === 'COMMITMENT_UPFRONT') fair.upfrontCharged += parseExactUnits(exact);
      if (kind === 'COMMITMENT_UPFRONT_DISCOUNT') fair.upfrontDiscounted -= parseExactUnits(exact);
    }
  return fair;
};
