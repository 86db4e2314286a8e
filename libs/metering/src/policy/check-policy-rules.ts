import { DomainError } from '@orgledger/kernel';
import type { LineKind } from '../statement/statement.js';
import type { BillingPolicy, LineSelection, SharedCostRule } from './billing-policy.js';
import { problemOfPattern } from './text-pattern.js';

const refuse = (field: string, message: string): never => {
  throw new DomainError('POLICY_INVALID', message, { field });
};

/** Lines that are made after shares or mark-ups are: no rule can select them. */
const madeAfterShares: readonly LineKind[] = [
  'SHARED_COST',
  'SHARED_COST_OUT',
  'PRICE',
  'EXTERNAL',
  'MARKUP',
  'REBATE',
  'CORRECTION',
  'ROUNDING',
  'FX_DIFFERENCE',
  'COMMITMENT_TRUE_UP',
];
const madeAfterMarkups: readonly LineKind[] = ['MARKUP', 'REBATE', 'CORRECTION', 'ROUNDING', 'FX_DIFFERENCE', 'COMMITMENT_TRUE_UP'];

const checkSelected = (field: string, { kinds, services, sellers }: LineSelection, forbidden: readonly LineKind[]): void => {
  const wrong = kinds?.find((kind) => forbidden.includes(kind));
  if (wrong !== undefined) refuse(`${field}.kinds`, `${field}.kinds names ${wrong}, whose lines are made later: choose kinds that stand before.`);
  for (const [name, pattern] of Object.entries({ services, sellers })) {
    const problem = pattern === undefined ? undefined : problemOfPattern(pattern);
    if (problem !== undefined)
      refuse(`${field}.${name}`, `${field}.${name} ${problem}: write a plainer pattern, or list what it should match with |.`);
  }
};

const targetsOf = ({ weights, targets }: SharedCostRule): readonly string[] => [...Object.keys(weights ?? {}), ...(targets?.tenantIds ?? [])];

/**
 * Rules that hold between the parts of a policy whose parts are well formed: a tenant whose costs are shared out by any rule is the target of none,
 * patterns cannot backtrack for long, selections name kinds that are there to be selected. Throws DomainError POLICY_INVALID with the field.
 */
export const checkPolicyRules = ({ sharedCosts, markups }: BillingPolicy): void => {
  for (const [index, { source }] of sharedCosts.entries()) checkSelected(`policy.sharedCosts[${index}].source`, source, madeAfterShares);
  for (const [index, { base }] of markups.entries()) checkSelected(`policy.markups[${index}].base`, base, madeAfterMarkups);
  const sources = new Map(sharedCosts.flatMap(({ source, name }) => (source.tenantIds ?? []).map((tenantId) => [tenantId, name] as const)));
  for (const [index, rule] of sharedCosts.entries()) {
    const both = targetsOf(rule).find((tenantId) => sources.has(tenantId));
    if (both === undefined) continue;
    refuse(
      `policy.sharedCosts[${index}].${rule.method === 'fixed' ? 'weights' : 'targets.tenantIds'}`,
      `Tenant ${both} is a target of "${rule.name}" and a source of "${sources.get(both) ?? ''}": whose costs are shared out bears no shares. Take it out of one of them.`,
    );
  }
};
