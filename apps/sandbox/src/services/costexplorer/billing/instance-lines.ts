import type { Allocation, Consumption } from './allocation.js';
import type { BillAccount } from './accounts.js';
import type { BillLines, LineShape } from './bill-lines.js';
import { plainShape } from './bill-lines.js';
import { ONE, scaled, splitByWeights, times } from './decimal.js';
import type { Fleet } from './instances.js';
import type { InstanceOffer, Region } from './price-list.js';

export const usageTypeOf = (offer: InstanceOffer, region: Region): string => `${region.prefix}${offer.usage}:${offer.instanceType}`;

export const instanceShape = (offer: InstanceOffer, region: Region, more: Partial<LineShape>): LineShape => ({
  ...plainShape,
  service: offer.service,
  usageType: usageTypeOf(offer, region),
  operation: offer.operation,
  region: region.code,
  recordType: 'Usage',
  purchaseType: 'On Demand Instances',
  instanceType: offer.instanceType,
  platform: offer.platform,
  unit: offer.unit,
  ...more,
});

export const normalized = (hours: bigint, offer: InstanceOffer): bigint => scaled(hours, BigInt(offer.factor), 100n);

const hoursUpTo = (fleet: Fleet, upTo: number): bigint => {
  let hours = 0;
  for (let day = 0; day < upTo; day += 1) hours += fleet.hours[day] ?? 0;
  return BigInt(hours) * ONE;
};

/** On-demand hours: those that no commitment covered. */
export const onDemandHours = (fleet: Fleet, position: number, allocation: Allocation, upTo: number): bigint =>
  hoursUpTo(fleet, upTo) - (allocation.coveredHours.get(position)?.[upTo] ?? 0n);

export const addFleetLines = (
  lines: BillLines,
  fleets: readonly Fleet[],
  allocation: Allocation,
  upTo: number,
  onUsage: (line: number) => void,
): void => {
  fleets.forEach((fleet, position) => {
    const hours = onDemandHours(fleet, position, allocation, upTo);
    if (hours === 0n) return;
    const { offer, region } = fleet;
    onUsage(
      lines.add(fleet.account, lines.shape(instanceShape(offer, region, {})), {
        UnblendedCost: times(hours, offer.hourly),
        UsageQuantity: hours,
        NormalizedUsageAmount: normalized(hours, offer),
      }),
    );
  });
};

/** Lines of usage that a reservation covered: nothing in cash, its share of the fee when amortised. */
export const addReservedLines = (
  lines: BillLines,
  consumptions: readonly Consumption[],
  upTo: number,
  shares: readonly bigint[],
  convertible: boolean,
): void => {
  consumptions.forEach((consumption, index) => {
    const hours = consumption.hours[upTo] ?? 0n;
    if (hours === 0n) return;
    const { offer, region, commitment } = consumption;
    const purchaseType = convertible ? 'Convertible Reserved Instances' : 'Standard Reserved Instances';
    const shape = instanceShape(offer, region, { recordType: 'DiscountedUsage', purchaseType, reservationId: commitment.id });
    lines.add(consumption.account, lines.shape(shape), {
      UnblendedCost: 0n,
      AmortizedCost: shares[index] ?? 0n,
      UsageQuantity: hours,
      NormalizedUsageAmount: normalized(hours, offer),
    });
  });
};

/** Lines of usage that a savings plan covered, and their negation. */
export const addPlanLines = (lines: BillLines, consumptions: readonly Consumption[], upTo: number): void => {
  for (const { commitment, offer, region, account, hours, used, onDemand } of consumptions) {
    const quantity = hours[upTo] ?? 0n;
    const list = onDemand[upTo] ?? 0n;
    const share = used[upTo] ?? 0n;
    if (quantity === 0n && list === 0n && share === 0n) continue;
    const common = { purchaseType: 'Savings Plans', savingsPlanArn: commitment.id };
    lines.add(account, lines.shape(instanceShape(offer, region, { ...common, recordType: 'SavingsPlanCoveredUsage' })), {
      UnblendedCost: list,
      AmortizedCost: share,
      UsageQuantity: quantity,
      NormalizedUsageAmount: normalized(quantity, offer),
    });
    lines.add(account, lines.shape(instanceShape(offer, region, { ...common, recordType: 'SavingsPlanNegation' })), {
      UnblendedCost: -list,
      AmortizedCost: 0n,
    });
  }
};

/**
 * Blended cost: within a usage type every hour of the organisation, on demand or reserved, costs the same average.
 * @source "Understanding consolidated bills", blended rates
 */
export const blend = (lines: BillLines, accounts: readonly BillAccount[]): void => {
  const groups = new Map<string, number[]>();
  for (let line = 0; line < lines.length; line += 1) {
    const shape = lines.shapes[lines.shapeOf[line] ?? 0];
    if (!shape || shape.instanceType === '' || (shape.recordType !== 'Usage' && shape.recordType !== 'DiscountedUsage')) continue;
    const group = groups.get(shape.usageType);
    if (group) group.push(line);
    else groups.set(shape.usageType, [line]);
  }
  if (accounts.length < 2) return;
  const { BlendedCost, UnblendedCost, UsageQuantity } = lines.columns;
  for (const group of groups.values()) {
    const cost = group.reduce((sum, line) => sum + (UnblendedCost[line] ?? 0n), 0n);
    const parts = splitByWeights(cost, group.map((line) => UsageQuantity[line] ?? 0n)); // prettier-ignore
    group.forEach((line, index) => (BlendedCost[line] = parts[index] ?? 0n));
  }
};
