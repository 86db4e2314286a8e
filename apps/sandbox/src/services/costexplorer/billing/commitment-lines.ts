import type { Commitment, ReservationFacts, SavingsPlanFacts } from '../facts/ledger.js';
import type { Allocation } from './allocation.js';
import type { BillLines, LineShape } from './bill-lines.js';
import { plainShape } from './bill-lines.js';
import type { Month } from './calendar.js';
import { DAY } from './calendar.js';
import { activeEnd, reservationTerm, savingsPlanTerm, termEnd } from './commitment-terms.js';
import { amountOf, splitByWeights } from './decimal.js';
import { addPlanLines, addReservedLines, instanceShape } from './instance-lines.js';
import { offerOf, regionOf } from './price-list.js';

export const PLAN_SERVICE = 'Savings Plans for AWS Compute usage';

/** How far into the month lines are wanted, and how far the month is known. */
export interface Extent {
  readonly month: Month;
  readonly upTo: number;
  readonly known: number;
}

const feeShape = (reservation: ReservationFacts, recordType: string): LineShape | undefined => {
  const offer = offerOf(reservation.service, reservation.instanceType);
  if (!offer) return undefined;
  const region = regionOf(reservation.region);
  return instanceShape(offer, region, {
    recordType,
    usageType: `${region.prefix}${offer.fee}:${offer.instanceType}`,
    purchaseType: reservation.convertible ? 'Convertible Reserved Instances' : 'Standard Reserved Instances',
    reservationId: reservation.id,
  });
};

const planShape = (plan: SavingsPlanFacts, recordType: string): LineShape => ({
  ...plainShape,
  service: PLAN_SERVICE,
  usageType: `${plan.planType === 'ComputeSavingsPlans' ? 'ComputeSP' : 'EC2SP'}:${plan.years}yr${plan.paymentOption.replaceAll(' ', '')}`,
  operation: '',
  region: plan.region ?? 'global',
  recordType,
  purchaseType: 'Savings Plans',
  unit: 'Hrs',
  savingsPlanArn: plan.id,
});

/** The day of the month, from 0, on which a moment lies, when it does. */
const dayOf = (month: Month, time: number): number | undefined =>
  time >= month.start && time < month.end ? Math.floor((time - month.start) / DAY) : undefined;

const addOneTime = (lines: BillLines, owner: number, shape: LineShape, amount: bigint, day: number | undefined, upTo: number): void => {
  if (day === undefined || day >= upTo || amount === 0n) return;
  lines.add(owner, lines.shape(shape), { UnblendedCost: amount, AmortizedCost: 0n });
};

/** The recurring fee is dated on the purchase's day, then on the first of each month, and carries the whole unused part there. */
const addReservation = (lines: BillLines, owner: number, reservation: ReservationFacts, allocation: Allocation, extent: Extent): void => {
  const { month, upTo, known } = extent;
  const consumptions = allocation.byCommitment.get(reservation.id) ?? [];
  const split = (
    days: number,
  ): { readonly shares: readonly bigint[]; readonly unused: bigint; readonly term: ReturnType<typeof reservationTerm> } => {
    const term = reservationTerm(reservation, month.start, month.start + days * DAY);
    const used = consumptions.map(({ hours }) => hours[days] ?? 0n);
    const unusedHours = term.purchasedHours - used.reduce((sum, hours) => sum + hours, 0n);
    const parts = splitByWeights(term.amortizedUpfront + term.amortizedRecurring, [...used, unusedHours]);
    return { shares: parts.slice(0, -1), unused: parts.at(-1) ?? 0n, term };
  };
  addReservedLines(lines, consumptions, upTo, split(upTo).shares, reservation.convertible);
  const fee = feeShape(reservation, 'RIFee');
  const oneTime = feeShape(reservation, 'Fee');
  if (!fee || !oneTime) return;
  const firstDay = Math.max(0, Math.floor((reservation.startAt - month.start) / DAY));
  const whole = split(known);
  if (upTo > firstDay && whole.term.purchasedHours > 0n)
    lines.add(owner, lines.shape(fee), { UnblendedCost: whole.term.amortizedRecurring, AmortizedCost: whole.unused, UsageQuantity: whole.term.purchasedHours }); // prettier-ignore
  addOneTime(lines, owner, oneTime, amountOf(reservation.chargedUpfront ?? reservation.upfrontFee), dayOf(month, reservation.startAt), upTo);
};

const addSavingsPlan = (lines: BillLines, owner: number, plan: SavingsPlanFacts, allocation: Allocation, { month, upTo }: Extent): void => {
  const consumptions = allocation.byCommitment.get(plan.id) ?? [];
  addPlanLines(lines, consumptions, upTo);
  const term = savingsPlanTerm(plan, month.start, month.start + upTo * DAY);
  const used = consumptions.reduce((sum, consumption) => sum + (consumption.used[upTo] ?? 0n), 0n);
  if (term.hours > 0)
    lines.add(owner, lines.shape(planShape(plan, 'SavingsPlanRecurringFee')), {
      UnblendedCost: term.recurring,
      AmortizedCost: term.commitment - used,
      UsageQuantity: BigInt(term.hours) * 10_000_000_000n,
    });
  const upfront = amountOf(plan.chargedUpfront ?? plan.upfrontFee);
  addOneTime(lines, owner, planShape(plan, 'SavingsPlanUpfrontFee'), upfront, dayOf(month, plan.startAt), upTo);
};

const addRefund = (lines: BillLines, owner: number, commitment: Commitment, { month, upTo }: Extent): void => {
  if (commitment.refund === undefined || commitment.endedAt === undefined) return;
  const shape = commitment.kind === 'savingsPlan' ? planShape(commitment, 'Refund') : feeShape(commitment, 'Refund');
  if (shape) addOneTime(lines, owner, shape, -amountOf(commitment.refund), dayOf(month, commitment.endedAt), upTo);
};

/** Covered usage, fees, unused parts and refunds of every commitment that has to do with the month. */
export const addCommitmentLines = (
  lines: BillLines,
  commitments: readonly Commitment[],
  ownerOf: (accountId: string) => number,
  allocation: Allocation,
  extent: Extent,
): void => {
  for (const commitment of commitments) {
    const owner = ownerOf(commitment.ownerId);
    if (owner < 0 || commitment.startAt >= extent.month.end || termEnd(commitment) <= extent.month.start) continue;
    addRefund(lines, owner, commitment, extent);
    if (activeEnd(commitment) <= extent.month.start) continue;
    if (commitment.kind === 'reservation') addReservation(lines, owner, commitment, allocation, extent);
    else addSavingsPlan(lines, owner, commitment, allocation, extent);
  }
};
