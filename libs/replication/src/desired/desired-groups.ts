import type { SnapshotGrant, TenantSnapshot } from '@orgledger/governance';

export interface DesiredMember {
  readonly subjectId: string;
  /** In Identity Center; undefined when the person has no external id. */
  readonly userName: string | undefined;
}

/** One group and what it stands for on this tenant. Several project roles may render the same name: then members and permission sets are their union. */
export interface DesiredGroup {
  readonly name: string;
  readonly roleIdentifiers: readonly string[];
  readonly members: readonly DesiredMember[];
  readonly permissionSetArns: readonly string[];
}

export const isLive = (grant: SnapshotGrant, now: string): boolean => grant.from <= now && (grant.until === undefined || grant.until > now);

export const desiredGroups = (snapshot: TenantSnapshot, now: string): readonly DesiredGroup[] => {
  const users = new Map(snapshot.users.map((user) => [user.subjectId, user]));
  const live = snapshot.grants.filter((grant) => isLive(grant, now) && users.get(grant.subjectId)?.active === true);
  const names = [...new Set(snapshot.roles.map((role) => role.groupName))].sort();
  return names.map((name) => {
    const roles = snapshot.roles.filter((role) => role.groupName === name);
    const roleIdentifiers = roles.map((role) => role.roleIdentifier).sort();
    const subjects = new Set(live.filter((grant) => roleIdentifiers.includes(grant.roleIdentifier)).map((grant) => grant.subjectId));
    return {
      name,
      roleIdentifiers,
      members: [...subjects].sort().map((subjectId) => ({ subjectId, userName: users.get(subjectId)?.userName })),
      permissionSetArns: [...new Set(roles.flatMap((role) => role.permissionSetArns))].sort(),
    };
  });
};

/** The next instant at which a grant begins or ends by itself: when the tenant is due again without any event. */
export const nextGrantBoundary = (snapshot: TenantSnapshot, now: string): string | undefined =>
  snapshot.grants
    .flatMap((grant) => [grant.from, ...(grant.until === undefined ? [] : [grant.until])])
    .filter((instant) => instant > now)
    .sort()
    .at(0);
