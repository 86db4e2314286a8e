import { equalJson, refuse } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import { checkMonth } from '../check-month.js';
import type { Month } from '../month.js';
import { checkAccountId } from '../payer/payer-settings.js';
import { defaultBillingPolicy } from './billing-policy.js';
import type { BillingPolicy } from './billing-policy.js';
import type { ChangeBillingPolicy } from './billing-policy.commands.js';
import type { BillingPolicyEvent } from './billing-policy.events.js';
import { checkBillingPolicy, tenantsNamedBy } from './check-billing-policy.js';

export interface PolicyChange {
  readonly effectiveFrom: Month;
  readonly policy: BillingPolicy;
}

/** In the order in which they were recorded. */
export type PolicyChanges = readonly PolicyChange[];

export interface BillingPolicyFacts {
  readonly payerRegistered: boolean;
  /** Months from `effectiveFrom` on that are closed, ascending. */
  readonly closedMonths: readonly Month[];
  /** Of the tenants that the policy names, those that are not there. */
  readonly unknownTenants: readonly string[];
}

/** How far from now a policy may begin. */
export const policyReach = { back: 36, ahead: 24 } as const;

/** The change that holds for a month: the last recorded one that begins at or before it. Undefined: none was made, the default holds. */
export const changeInForce = <Change extends { readonly effectiveFrom: Month }>(changes: readonly Change[], month: Month): Change | undefined =>
  changes.findLast(({ effectiveFrom }) => effectiveFrom <= month);

export const policyInForce = (changes: PolicyChanges, month: Month): BillingPolicy => changeInForce(changes, month)?.policy ?? defaultBillingPolicy;

const decide = (command: ChangeBillingPolicy, changes: PolicyChanges, facts: BillingPolicyFacts): BillingPolicyEvent[] => {
  const payerAccountId = checkAccountId('payerAccountId', command.payerAccountId);
  if (!facts.payerRegistered) refuse('PAYER_NOT_FOUND', 'payerAccountId', `There is no payer ${payerAccountId}: register it first.`);
  const effectiveFrom = checkMonth('effectiveFrom', command.effectiveFrom, { now: command.meta.now, ...policyReach });
  const policy = checkBillingPolicy(command.policy);
  const lastClosed = facts.closedMonths.at(-1);
  if (lastClosed !== undefined)
    refuse(
      'MONTH_CLOSED',
      'effectiveFrom',
      `${lastClosed} is closed and keeps its policy: let the new one begin after it, or reopen the month first.`,
    );
  for (const [tenantId, field] of tenantsNamedBy(policy))
    if (facts.unknownTenants.includes(tenantId)) refuse('TENANT_NOT_FOUND', field, `There is no tenant ${tenantId}: choose one of the list.`);
  const nothingAfter = changes.every((change) => change.effectiveFrom <= effectiveFrom);
  return nothingAfter && equalJson(policyInForce(changes, effectiveFrom), policy)
    ? []
    : [{ type: 'BillingPolicyChanged', payerAccountId, effectiveFrom, policy }];
};

export const billingPolicyDecider = (facts: BillingPolicyFacts): Decider<ChangeBillingPolicy, PolicyChanges, BillingPolicyEvent> => ({
  initial: [],
  decide: (command, state) => decide(command, state, facts),
  evolve: (state, event) =>
    (event.type as string) === 'BillingPolicyChanged' ? [...state, { effectiveFrom: event.effectiveFrom, policy: event.policy }] : state,
});

export const noPolicyFacts: BillingPolicyFacts = { payerRegistered: false, closedMonths: [], unknownTenants: [] };
