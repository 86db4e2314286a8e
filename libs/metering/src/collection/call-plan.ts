import type { CostFilter, CostGrouping, CostMetric, CostPeriod, CostQuery } from '@orgledger/aws';
import { addMonths } from '../month.js';
import type { Month } from '../month.js';
import { readableEnd } from './months-due.js';

/** One paged request of the plan, as data: the same call gives the same text, by which its pages are kept. */
export type CostCall =
  | { readonly operation: 'GetDimensionValues'; readonly period: CostPeriod }
  | { readonly operation: 'GetCostAndUsage'; readonly query: CostQuery }
  | { readonly operation: 'GetReservationUtilization'; readonly period: CostPeriod; readonly service: string }
  | { readonly operation: 'GetSavingsPlansUtilizationDetails'; readonly period: CostPeriod };

/** All four: whether the payer has discounts that make net differ is not known beforehand. */
export const costMetrics: readonly CostMetric[] = ['UnblendedCost', 'AmortizedCost', 'NetUnblendedCost', 'NetAmortizedCost'];

export const marketplace = 'AWS Marketplace';

/** What one call of the reservation API is about: it takes one service, and EC2 when none is named (trap 1). DynamoDB's reserved capacity has no such call. */
export const reservableServices = [
  'Amazon Elastic Compute Cloud - Compute',
  'Amazon Relational Database Service',
  'Amazon ElastiCache',
  'Amazon Redshift',
  'Amazon Elasticsearch Service',
  'Amazon OpenSearch Service',
  'Amazon MemoryDB',
] as const;

const monthPeriod = (month: Month): CostPeriod => ({ start: `${month}-01`, end: `${addMonths(month, 1)}-01` });

const costs = (month: Month, groupBy: readonly CostGrouping[], filter?: CostFilter): CostCall => ({
  operation: 'GetCostAndUsage',
  query: { period: monthPeriod(month), granularity: 'MONTHLY', metrics: costMetrics, groupBy, ...(filter ? { filter } : {}) },
});

interface CommitmentKey {
  readonly kind: 'reservation' | 'savingsPlan';
  readonly commitmentId: string;
  readonly subscriptionId?: string;
}

/** The calls by which a month's costs are read. @source specs/chargeback.md §4.1 */
export const costCalls = {
  /** D1 */
  recordTypes: (month: Month): CostCall => ({ operation: 'GetDimensionValues', period: monthPeriod(month) }),
  /** C3: with groups the API's total is empty (trap 2), so it is asked for by itself. */
  total: (month: Month): CostCall => costs(month, []),
  /** C1 */
  accountsByRecordType: (month: Month): CostCall => costs(month, ['LINKED_ACCOUNT', 'RECORD_TYPE']),
  /** C2: the exact cube, one record type at a time. Two groupings are all that AWS takes (trap 20). */
  services: (month: Month, recordType: string): CostCall => costs(month, ['LINKED_ACCOUNT', 'SERVICE'], { RECORD_TYPE: [recordType] }),
  /** M1 */
  marketplaceRecordTypes: (month: Month): CostCall => costs(month, ['LINKED_ACCOUNT', 'RECORD_TYPE'], { BILLING_ENTITY: [marketplace] }),
  marketplaceServices: (month: Month, recordType: string): CostCall =>
    costs(month, ['LINKED_ACCOUNT', 'SERVICE'], { RECORD_TYPE: [recordType], BILLING_ENTITY: [marketplace] }),
  /** X1. Whether RESERVATION_ID takes ARNs or subscription ids is not documented, and what matches nothing does no harm: both are given. */
  commitmentUsage: (month: Month, { kind, commitmentId, subscriptionId }: CommitmentKey): CostCall => ({
    operation: 'GetCostAndUsage',
    query: {
      period: monthPeriod(month),
      granularity: 'MONTHLY',
      metrics: ['AmortizedCost'],
      groupBy: ['LINKED_ACCOUNT', 'RECORD_TYPE'],
      filter:
        kind === 'savingsPlan'
          ? { SAVINGS_PLAN_ARN: [commitmentId] }
          : { RESERVATION_ID: [commitmentId, ...(subscriptionId === undefined ? [] : [subscriptionId])] },
    },
  }),
  days: (period: CostPeriod): CostCall => ({
    operation: 'GetCostAndUsage',
    query: { period, granularity: 'DAILY', metrics: ['UnblendedCost', 'AmortizedCost'], groupBy: ['LINKED_ACCOUNT'] },
  }),
};

/** R1 and S1 for what has passed of a month at `now` (ISO 8601 UTC); none while nothing has. */
export const commitmentCalls = (month: Month, now: string, reads: CommitmentReads): readonly CostCall[] => {
  const start = `${month}-01`;
  const [reservationsEnd, savingsPlansEnd] = [readableEnd(month, now, 0), readableEnd(month, now, 1)];
  return [
    ...(reads.reservations && reservationsEnd !== undefined
      ? reservableServices.map((service): CostCall => ({ operation: 'GetReservationUtilization', period: { start, end: reservationsEnd }, service }))
      : []),
    ...(reads.savingsPlans && savingsPlansEnd !== undefined
      ? [{ operation: 'GetSavingsPlansUtilizationDetails', period: { start, end: savingsPlansEnd } } as const]
      : []),
  ];
};

export interface CommitmentReads {
  readonly reservations: boolean;
  readonly savingsPlans: boolean;
}

/** Which commitments have to be read: for fair chargeback as the policy has it, and all to know who used them. */
export const commitmentReads = (
  policy: { readonly reservedInstanceFairChargeback?: unknown; readonly savingsPlanFairChargeback?: unknown } | undefined,
  optionalCalls: { readonly commitmentUsage: boolean },
): CommitmentReads => ({
  reservations: policy?.reservedInstanceFairChargeback !== undefined || optionalCalls.commitmentUsage,
  savingsPlans: policy?.savingsPlanFairChargeback !== undefined || optionalCalls.commitmentUsage,
});
