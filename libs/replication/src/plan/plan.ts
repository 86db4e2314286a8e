import type { DesiredTenant } from '../desired/desired-tenant.js';
import { steps } from './change.js';
import type { Plan, Step } from './change.js';
import type { ObservedTenant } from './observed-tenant.js';
import { planAccessRole, planAlias, planSelfDowngrade } from './plan-access-role.js';
import { planAccess } from './plan-access.js';
import { planAccount, planAccountTags } from './plan-account.js';
import { planOrganizationalUnit } from './plan-organizational-unit.js';

const nothing: Plan = { changes: [], remarks: [] };

/** Pure: the same desired and observed state always give the same list. A blocking problem of the account leaves nothing else to plan. */
export const planStep = (step: Step, desired: DesiredTenant, observed: ObservedTenant): Plan => {
  if (step !== 'account' && desired.remarks.some((remark) => remark.blocks)) return nothing;
  switch (step) {
    case 'account':
      return planAccount(desired, observed);
    case 'accountTags':
      return planAccountTags(desired, observed);
    case 'organizationalUnit':
      return planOrganizationalUnit(desired, observed);
    case 'accessRole':
      return planAccessRole(desired, observed);
    case 'alias':
      return planAlias(desired, observed);
    case 'access':
      return planAccess(desired, observed);
    case 'selfDowngrade':
      return planSelfDowngrade(desired, observed);
    case 'done':
      return nothing;
  }
};

/** All steps in order: what the dry run shows and the run does. @source specs/replication.md "Plan before act" */
export const planTenant = (desired: DesiredTenant, observed: ObservedTenant): Plan => {
  const plans = steps.map((step) => planStep(step, desired, observed));
  return { changes: plans.flatMap((plan) => plan.changes), remarks: plans.flatMap((plan) => plan.remarks) };
};
