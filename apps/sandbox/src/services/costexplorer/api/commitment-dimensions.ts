import type { Call } from '../../../core/service.js';
import { billAccounts } from '../billing/accounts.js';
import { activeEnd } from '../billing/commitment-terms.js';
import { offerOf } from '../billing/price-list.js';
import { costLedger } from '../facts/ledger.js';
import type { Commitment } from '../facts/ledger.js';
import { onlyAccount } from './costexplorer-operation.js';
import { filterableDimensions } from './dimensions.js';
import type { TimePeriod } from './time-period.js';

export const contexts = ['COST_AND_USAGE', 'RESERVATIONS', 'SAVINGS_PLANS'] as const;
export type Context = (typeof contexts)[number];

/** @source GetDimensionValues: "Each Dimension is available for a different Context" */
export const contextDimensions: Readonly<Record<Context, readonly string[]>> = {
  COST_AND_USAGE: filterableDimensions,
  RESERVATIONS: ['AZ', 'CACHE_ENGINE', 'DEPLOYMENT_OPTION', 'INSTANCE_TYPE', 'LINKED_ACCOUNT', 'PLATFORM', 'REGION', 'SCOPE', 'SERVICE', 'TENANCY'],
  SAVINGS_PLANS: ['SAVINGS_PLANS_TYPE', 'PAYMENT_OPTION', 'REGION', 'INSTANCE_TYPE_FAMILY', 'LINKED_ACCOUNT', 'SAVINGS_PLAN_ARN'],
};

const readPlanType = (commitment: Commitment): string => (commitment.kind === 'savingsPlan' ? commitment.planType : '');

/** The dimensions of a commitment, by which the operations about commitments filter. */
export const commitmentDimensions: Readonly<Record<string, (commitment: Commitment) => string>> = {
  AZ: () => '',
  CACHE_ENGINE: (one) => (one.kind === 'reservation' && one.service === 'Amazon ElastiCache' ? 'Redis' : ''),
  DEPLOYMENT_OPTION: () => '',
  INSTANCE_TYPE: (one) => (one.kind === 'reservation' ? one.instanceType : ''),
  INSTANCE_TYPE_FAMILY: (one) => (one.kind === 'savingsPlan' ? (one.family ?? '') : (offerOf(one.service, one.instanceType)?.family ?? '')),
  LINKED_ACCOUNT: ({ ownerId }) => ownerId,
  OPERATING_SYSTEM: (one) => (one.kind === 'reservation' && offerOf(one.service, one.instanceType)?.platform === 'Linux/UNIX' ? 'Linux' : ''),
  PAYMENT_OPTION: ({ paymentOption }) => paymentOption,
  PLATFORM: (one) => (one.kind === 'reservation' ? (offerOf(one.service, one.instanceType)?.platform ?? '') : ''),
  REGION: (one) => (one.kind === 'reservation' ? one.region : (one.region ?? 'Any')),
  SAVINGS_PLAN_ARN: (one) => (one.kind === 'savingsPlan' ? one.id : ''),
  SAVINGS_PLANS_TYPE: readPlanType,
  SCOPE: () => 'Region',
  SERVICE: (one) => (one.kind === 'reservation' ? one.service : ''),
  TENANCY: () => 'Shared',
};

/** Commitments of a kind that are active in the period, ordered by then, and the caller's to see. */
export const activeCommitments = (call: Call, kind: Commitment['kind'], { start, end }: TimePeriod): readonly Commitment[] => {
  const only = onlyAccount(call);
  return costLedger(call.world)
    .commitments.filter((one) => one.kind === kind && one.orderedAt <= call.now && one.startAt < end && activeEnd(one) > start)
    .filter(({ ownerId }) => only === undefined || ownerId === only)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
};

export const dimensionAttributes = (
  dimension: string,
  value: string,
  unit: string | undefined,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> => {
  if (dimension === 'LINKED_ACCOUNT') return { description: names.get(value) ?? '' };
  return dimension === 'USAGE_TYPE' && unit !== undefined ? { unit } : {};
};

export const commitmentValues = (
  request: { readonly context: Context; readonly dimension: string; readonly period: TimePeriod },
  call: Call,
): { readonly values: readonly { readonly value: string; readonly attributes: Readonly<Record<string, string>> }[]; readonly version: string } => {
  const kind = request.context === 'RESERVATIONS' ? 'reservation' : 'savingsPlan';
  const read = commitmentDimensions[request.dimension] ?? (() => '');
  const accounts = request.dimension === 'LINKED_ACCOUNT' ? billAccounts(call.world) : [];
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  const values = [...new Set(activeCommitments(call, kind, request.period).map(read))].filter((value) => value !== '').sort();
  return {
    values: values.map((value) => ({ value, attributes: dimensionAttributes(request.dimension, value, undefined, names) })),
    version: String(costLedger(call.world).version),
  };
};
