import type { DesiredTenant } from '../desired/desired-tenant.js';
import { steps } from '../plan/change.js';
import type { Change, Plan, Remark, Step } from '../plan/change.js';
import { planStep } from '../plan/plan.js';
import type { TenantObserver } from './observe-tenant.gateway.js';

/** The plan of a tenant by what AWS shows now, step by step as a run makes it, and nothing is changed. */
export const planByLooking = async (observer: TenantObserver, desired: DesiredTenant, only: readonly Step[] = steps): Promise<Plan> => {
  const changes: Change[] = [];
  const remarks: Remark[] = [];
  for (const step of only) {
    if (step === 'done' || (step === 'access' && !desired.access)) continue;
    const plan = planStep(step, desired, await observer.forStep(step, desired));
    changes.push(...plan.changes);
    remarks.push(...plan.remarks);
    if (plan.remarks.some(({ blocks }) => blocks)) break;
  }
  return { changes, remarks };
};
