import type { BillingPolicy as Policy, SettledKind } from '@orgledger/metering';
import { DomainError } from '@orgledger/kernel';
import { optional } from '../../graphql/optional.js';
import type { BillingPolicyInput, SettlementsInput } from './policy-document.inputs.js';
import type { BillingPolicy, Settlements } from './policy-document.types.js';

const settledBy: Readonly<Record<SettledKind, keyof Settlements>> = {
  SUPPORT: 'support',
  TAX: 'tax',
  CREDIT: 'credit',
  REFUND: 'refund',
  DISCOUNT: 'discount',
  OTHER: 'other',
};

const toSettlements = (settlements: Policy['settlements']): Settlements =>
  Object.fromEntries(Object.entries(settledBy).map(([kind, name]) => [name, settlements[kind as SettledKind]])) as unknown as Settlements;

const fromSettlements = (settlements: SettlementsInput): Policy['settlements'] =>
  Object.fromEntries(Object.entries(settledBy).map(([kind, name]) => [kind, settlements[name]])) as Policy['settlements'];

/** Records become lists: GraphQL has no maps. */
export const toPolicyDocument = ({ settlements, sharedCosts, currencies, ...policy }: Policy): BillingPolicy => ({
  ...policy,
  settlements: toSettlements(settlements),
  sharedCosts: sharedCosts.map(({ weights, ...rule }) => ({
    ...rule,
    ...(weights ? { weights: Object.entries(weights).map(([tenantId, weight]) => ({ tenantId, weight })) } : {}),
  })),
  currencies: Object.entries(currencies).map(([workspaceIdentifier, currency]) => ({ workspaceIdentifier, currency })),
});

const fromPairs = (field: string, pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string>> => {
  const second = pairs.findIndex(([key], index) => pairs.findIndex(([other]) => other === key) < index);
  if (second >= 0)
    throw new DomainError('FIELD_DUPLICATE', `${field} names ${pairs[second]?.[0] ?? ''} twice: keep one.`, { field: `${field}[${second}]` });
  return Object.fromEntries(pairs);
};

export const fromPolicyDocument = ({ settlements, sharedCosts, currencies, ...policy }: BillingPolicyInput): Policy => ({
  ...policy,
  settlements: fromSettlements(settlements),
  sharedCosts: sharedCosts.map(({ weights, ...rule }, index) => ({
    ...rule,
    ...optional({
      weights:
        weights &&
        fromPairs(
          `policy.sharedCosts[${index}].weights`,
          weights.map(({ tenantId, weight }) => [tenantId, weight]),
        ),
    }),
  })),
  currencies: fromPairs(
    'policy.currencies',
    currencies.map(({ workspaceIdentifier, currency }) => [workspaceIdentifier, currency]),
  ),
});
