import type { DesiredGroup } from '../desired/desired-groups.js';
import type { KnownGroup, ObservedGroup } from '../plan/observed-tenant.js';

/** Which group belonged to which tenant, from our own events. */
export interface ReplicatedGroups {
  ofTenant(tenantId: string): Promise<readonly KnownGroup[]>;
  /** Other tenants of the platform that hold one of these groups or names, with the groups they hold. */
  sharing(
    platformIdentifier: string,
    tenantId: string,
    groupIds: readonly string[],
    names: readonly string[],
  ): Promise<readonly { readonly tenantId: string; readonly groupIds: readonly string[] }[]>;
}

export interface HeldGroups {
  readonly ensured: readonly KnownGroup[];
  readonly released: readonly string[];
}

/** What the tenant held before the run, with what the run recorded since. */
export const heldNow = (
  known: readonly KnownGroup[],
  recorded: Readonly<Record<string, { readonly name: string; readonly roleIdentifiers: readonly string[] } | 'released'>>,
): readonly KnownGroup[] => [
  ...known.filter(({ groupId }) => recorded[groupId] === undefined),
  ...Object.entries(recorded).flatMap(([groupId, group]) => (group === 'released' ? [] : [{ groupId, ...group }])),
];

/** What changes about the groups that the tenant holds, once AWS is as desired: `groups` are those of the desired names. */
export const groupsToHold = (
  desired: readonly DesiredGroup[],
  groups: readonly Pick<ObservedGroup, 'groupId' | 'name'>[],
  known: readonly KnownGroup[],
): HeldGroups => {
  const held = desired.flatMap((wanted): readonly KnownGroup[] => {
    const group = groups.find(({ name }) => name === wanted.name);
    return group ? [{ groupId: group.groupId, name: wanted.name, roleIdentifiers: wanted.roleIdentifiers }] : [];
  });
  const same = (a: KnownGroup, b: KnownGroup): boolean =>
    a.groupId === b.groupId && a.name === b.name && a.roleIdentifiers.join() === b.roleIdentifiers.join();
  return {
    ensured: held.filter((group) => !known.some((before) => same(before, group))),
    released: known.filter(({ groupId }) => !held.some((group) => group.groupId === groupId)).map(({ groupId }) => groupId),
  };
};
