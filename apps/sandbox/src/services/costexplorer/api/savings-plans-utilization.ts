import type { Call } from '../../../core/service.js';
import { recurringHourlyFee, termEnd } from '../billing/commitment-terms.js';
import { activeEnd } from '../billing/commitment-terms.js';
import { amountOf, doubleText, percentText } from '../billing/decimal.js';
import { regionOf } from '../billing/price-list.js';
import type { SavingsPlanFacts } from '../facts/ledger.js';
import { activeCommitments } from './commitment-dimensions.js';
import type { PlanUse } from './commitment-use.js';
import { summed } from './commitment-use.js';
import { matchesFilter } from './get-reservation-utilization.operation.js';
import { accountName, lastSecond } from './reservation-attributes.js';
import type { TimePeriod } from './time-period.js';

export const dataTypes = ['ATTRIBUTES', 'UTILIZATION', 'AMORTIZED_COMMITMENT', 'SAVINGS'] as const;
export type DataType = (typeof dataTypes)[number];

export const savingsPlansIn = (call: Call, period: TimePeriod, filter: ReadonlyMap<string, readonly string[]>): readonly SavingsPlanFacts[] =>
  activeCommitments(call, 'savingsPlan', period).filter((one): one is SavingsPlanFacts => one.kind === 'savingsPlan' && matchesFilter(one, filter));

const zeroUse: PlanUse & Record<string, bigint> = { commitment: 0n, used: 0n, onDemand: 0n, recurring: 0n, upfront: 0n };

export const totalPlanUse = (uses: readonly PlanUse[]): PlanUse => summed(uses as readonly (typeof zeroUse)[], zeroUse);

/** The parts of an answer that are asked for. */
export const planAggregates = (use: PlanUse, wanted: readonly DataType[]): Record<string, Record<string, string>> => ({
  ...(wanted.includes('UTILIZATION')
    ? {
        Utilization: {
          TotalCommitment: doubleText(use.commitment),
          UsedCommitment: doubleText(use.used),
          UnusedCommitment: doubleText(use.commitment - use.used),
          UtilizationPercentage: percentText(use.used, use.commitment),
        },
      }
    : {}),
  ...(wanted.includes('SAVINGS')
    ? { Savings: { NetSavings: doubleText(use.onDemand - use.commitment), OnDemandCostEquivalent: doubleText(use.onDemand) } }
    : {}),
  ...(wanted.includes('AMORTIZED_COMMITMENT')
    ? {
        AmortizedCommitment: {
          AmortizedRecurringCommitment: doubleText(use.recurring),
          AmortizedUpfrontCommitment: doubleText(use.upfront),
          TotalAmortizedCommitment: doubleText(use.commitment),
        },
      }
    : {}),
});

/** Attributes of a plan: all texts, in Pascal case, as recorded from the service. */
export const planAttributes = (call: Call, plan: SavingsPlanFacts): Readonly<Record<string, string>> => ({
  AccountId: plan.ownerId,
  AccountName: accountName(call, plan.ownerId),
  EndDateTime: lastSecond(plan.ending === 'returned' && activeEnd(plan) <= call.now ? activeEnd(plan) : termEnd(plan)),
  HourlyCommitment: doubleText(amountOf(plan.hourlyCommitment)),
  InstanceFamily: plan.family ?? '',
  PaymentOption: plan.paymentOption,
  PurchaseTerm: `${plan.years}yr`,
  RecurringHourlyFee: doubleText(recurringHourlyFee(plan)),
  Region: plan.region === undefined ? 'Any' : regionOf(plan.region).name,
  SavingsPlanARN: plan.id,
  SavingsPlansType: plan.planType,
  StartDateTime: new Date(plan.startAt).toISOString(),
  Status: activeEnd(plan) > call.now ? 'Active' : plan.ending === 'returned' ? 'Returned' : 'Retired',
  UpfrontFee: doubleText(amountOf(plan.upfrontFee)),
});
