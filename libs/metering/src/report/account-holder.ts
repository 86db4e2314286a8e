import type { Month } from '../month.js';
import { tenantOfMonth, withPoint } from '../tenancy/tenancy-history.js';
import type { TenancyHistory, TenancyPoint } from '../tenancy/tenancy-history.js';

/** Who bears an account's costs in reports. Empty texts: nobody. */
export interface ReportHolder {
  readonly tenantId: string;
  readonly workspace: string;
  readonly project: string;
  readonly platform: string;
}

export const nobody: ReportHolder = { tenantId: '', workspace: '', project: '', platform: '' };

/** A change of an account's holder, in the `order` in which it was recorded. */
export interface HolderChange extends TenancyPoint {
  readonly order: number;
}

/** The same rule as for statements: the tenant that holds the account at the month's end, or held it last in the month. */
export const holderIn = (month: Month, changes: readonly HolderChange[]): ReportHolder => {
  const recorded = changes.toSorted((a, b) => a.order - b.order);
  const history = recorded.reduce<TenancyHistory>((points, point) => withPoint(points, point), []);
  const tenant = tenantOfMonth(history, month);
  if (!tenant) return nobody;
  const { tenantId, workspaceIdentifier: workspace, projectIdentifier: project, platformIdentifier: platform } = tenant;
  return { tenantId, workspace, project, platform };
};
