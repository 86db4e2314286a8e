import type { DesiredAccess, Neighbour } from '../desired/desired-tenant.js';
import type { DesiredGroup, DesiredMember } from '../desired/desired-groups.js';
import type { ObservedAccess, ObservedGroup } from './observed-tenant.js';

/** What becomes of each group: how it comes to its name, who shall be in it. */
export interface GroupFate {
  /** Undefined: to be created. */
  readonly observed: ObservedGroup | undefined;
  readonly name: string;
  readonly fate: 'keep' | 'create' | 'rename' | 'release' | 'delete';
  readonly members: readonly DesiredMember[];
  /** What this tenant wants of it; undefined when it wants nothing any more. */
  readonly desired: DesiredGroup | undefined;
}

/**
 * Groups of the desired names, and those that this tenant used before. A group follows a changed template by its name, unless another
 * tenant still uses the old name; a group that this tenant no longer maps to is deleted only when no other tenant uses or wants it.
 */
export const groupFates = (access: DesiredAccess, observed: ObservedAccess): readonly GroupFate[] => {
  const byName = new Map(observed.groups.map((group) => [group.name, group]));
  const renames = renamesOf(access, observed, byName);
  const wanted = access.groups.map((desired): GroupFate => {
    const members = unionOfMembers([desired, ...wantedBy(access.neighbours, desired.name)]);
    const existing = byName.get(desired.name);
    if (existing) return { observed: existing, name: desired.name, fate: 'keep', members, desired };
    const renamed = renames.get(desired.name);
    return { observed: renamed, name: desired.name, fate: renamed ? 'rename' : 'create', members, desired };
  });
  const taken = new Set(wanted.flatMap((group) => (group.observed ? [group.observed.groupId] : [])));
  const known = new Set(observed.known.map((group) => group.groupId));
  const left = observed.groups
    .filter((group) => known.has(group.groupId) && !taken.has(group.groupId) && group.name.startsWith(access.groupPrefix))
    .map((group): GroupFate => {
      const others = wantedBy(access.neighbours, group.name);
      const inUse = others.length > 0 || access.neighbours.some((other) => other.knownGroupIds.includes(group.groupId));
      return { observed: group, name: group.name, fate: inUse ? 'release' : 'delete', members: unionOfMembers(others), desired: undefined };
    });
  return [...wanted, ...left];
};

const renamesOf = (
  access: DesiredAccess,
  observed: ObservedAccess,
  byName: ReadonlyMap<string, ObservedGroup>,
): ReadonlyMap<string, ObservedGroup> => {
  const renames = new Map<string, ObservedGroup>();
  const used = new Set<string>();
  const own = new Set(access.groups.map((group) => group.name));
  for (const desired of access.groups) {
    if (byName.has(desired.name)) continue;
    const candidate = observed.known
      .filter((known) => known.roleIdentifiers.some((role) => desired.roleIdentifiers.includes(role)))
      .map((known) => observed.groups.find((group) => group.groupId === known.groupId))
      .find((group) => group && !used.has(group.groupId) && !own.has(group.name) && mayRename(access, group, desired.name));
    if (!candidate) continue;
    used.add(candidate.groupId);
    renames.set(desired.name, candidate);
  }
  return renames;
};

// A renamed group keeps its assignments in other tenants' accounts: every tenant that uses it must want the new name.
const mayRename = (access: DesiredAccess, group: ObservedGroup, name: string): boolean =>
  group.name.startsWith(access.groupPrefix) &&
  wantedBy(access.neighbours, group.name).length === 0 &&
  access.neighbours.every((other) => !other.knownGroupIds.includes(group.groupId) || other.groups.some((wanted) => wanted.name === name));

const wantedBy = (neighbours: readonly Neighbour[], name: string): readonly DesiredGroup[] =>
  neighbours.flatMap((other) => other.groups.filter((group) => group.name === name));

const unionOfMembers = (groups: readonly DesiredGroup[]): readonly DesiredMember[] => [
  ...new Map(groups.flatMap((group) => group.members).map((member) => [member.subjectId, member])).values(),
];
