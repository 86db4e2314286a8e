import { endOf, startOf } from '../month.js';
import type { Month } from '../month.js';
import type { AccountTenancyEvent, TenantRef } from './account-tenancy.events.js';

/** From `from` (ISO 8601 UTC) on the account is this tenant's; `undefined`: nobody's. It holds until the next point. */
export interface TenancyPoint {
  readonly from: string;
  readonly tenant: TenantRef | undefined;
}

/** Ascending by `from`, one point for an instant. */
export type TenancyHistory = readonly TenancyPoint[];

/** With one more point: what is recorded later for the same instant takes its place, and points of later instants stay. */
export const withPoint = (history: TenancyHistory, point: TenancyPoint): TenancyHistory => {
  const behind = history.findIndex(({ from }) => from >= point.from);
  if (behind < 0) return [...history, point];
  return [...history.slice(0, behind), point, ...history.slice(history[behind]?.from === point.from ? behind + 1 : behind)];
};

/** The point that an event makes; undefined for those that say nothing of tenants. */
export const pointOf = (event: AccountTenancyEvent): TenancyPoint | undefined => {
  if (event.type === 'AccountReleased') return { from: event.from, tenant: undefined };
  if (event.type !== 'AccountAssigned') return undefined;
  const { tenantId, workspaceIdentifier, projectIdentifier, platformIdentifier } = event;
  return { from: event.from, tenant: { tenantId, workspaceIdentifier, projectIdentifier, platformIdentifier } };
};

/** Who holds the account at an instant. */
export const tenantAt = (history: TenancyHistory, instant: string): TenantRef | undefined => history.findLast(({ from }) => from <= instant)?.tenant;

/** Who bears a month's costs: who holds the account at the month's end, else who held it last in the month. @source specs/chargeback.md §2.5 */
export const tenantOfMonth = (history: TenancyHistory, month: Month): TenantRef | undefined => {
  const begun = history.filter(({ from }) => from < endOf(month));
  const last = begun.findLastIndex(({ tenant }) => tenant !== undefined);
  const ended = begun[last + 1]?.from;
  return ended === undefined || ended > startOf(month) ? begun[last]?.tenant : undefined;
};
