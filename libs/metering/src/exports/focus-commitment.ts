import { divideHalfEven, formatUnits, parseUnits } from '@orgledger/kernel';
import type { Units } from '@orgledger/kernel';
import type { CommitmentFacts } from './export-document.js';
import type { FocusRow } from './focus-row.js';

/** What a row says of its commitment. A savings plan is a promise to spend, a reservation one to use hours. */
export const commitmentColumns = (
  { terms, utilization }: CommitmentFacts,
  status: 'Used' | 'Unused' | undefined,
  /** What the row's quantity is the worth of, in 10⁻¹⁰ of the billing currency. */
  amount: Units,
  currency: string,
): FocusRow => {
  const spend = terms.kind === 'savingsPlan';
  return {
    CommitmentDiscountId: terms.commitmentId,
    CommitmentDiscountName: terms.description,
    CommitmentDiscountType: spend ? 'Savings Plan' : 'Reserved Instance',
    CommitmentDiscountCategory: spend ? 'Spend' : 'Usage',
    CommitmentDiscountStatus: status,
    CommitmentDiscountUnit: spend ? currency : 'Hours',
    CommitmentDiscountQuantity: formatUnits(spend ? amount : hoursWorth(amount, utilization)),
  };
};

/** Cost Explorer tells a reservation's hours as a whole: an amount stands for its share of them. */
const hoursWorth = (amount: Units, utilization: CommitmentFacts['utilization']): Units => {
  const total = utilization ? parseUnits(utilization.totalAmortized) : 0n;
  return utilization && total !== 0n ? divideHalfEven(amount * parseUnits(utilization.purchased), total) : 0n;
};

/** Hours that a purchase buys. */
export const purchasedHours = ({ terms, utilization }: CommitmentFacts, upfront: boolean): Units =>
  upfront ? BigInt(terms.termHours) * BigInt(terms.quantity) * 10_000_000_000n : parseUnits(utilization?.purchased ?? '0');
