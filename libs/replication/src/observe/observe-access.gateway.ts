import type { ScopedConnection } from '@orgledger/aws';
import type { DesiredAccess } from '../desired/desired-tenant.js';
import type { KnownGroup, ObservedAccess, ObservedAssignment, ObservedGroup } from '../plan/observed-tenant.js';
import type { DirectoryReads } from './directory-reads.gateway.js';

export const noAccess = (known: readonly KnownGroup[]): ObservedAccess => ({ groups: [], known, users: {}, assignments: [] });

/** Groups that matter to the tenant, who is in them, and who the wanted members are. */
export const observeGroups = async (reads: DirectoryReads, access: DesiredAccess, known: readonly KnownGroup[]): Promise<ObservedAccess> => {
  const names = [...new Set([...access.groups.map(({ name }) => name), ...known.map(({ name }) => name)])];
  const groups: ObservedGroup[] = [];
  for (const name of names) {
    const groupId = await reads.groupId(name);
    if (groupId === undefined || groups.some((group) => group.groupId === groupId)) continue;
    const memberships = await reads.members(groupId);
    if (memberships) groups.push({ groupId, name, memberships });
  }
  // A known group that has lost its name: somebody renamed it in AWS, or a rename of ours was interrupted.
  for (const { groupId } of known) {
    if (groups.some((group) => group.groupId === groupId)) continue;
    const memberships = await reads.members(groupId);
    const name = memberships && (await reads.groupName(groupId));
    if (memberships && name !== undefined) groups.push({ groupId, name, memberships });
  }
  const neighbours = access.neighbours.flatMap((other) => other.groups).filter(({ name }) => names.includes(name));
  const users: Record<string, string> = {};
  for (const { userName } of [...access.groups, ...neighbours].flatMap(({ members }) => members)) {
    if (userName === undefined || users[userName] !== undefined) continue;
    const userId = await reads.userId(userName);
    if (userId !== undefined) users[userName] = userId;
  }
  return { groups, known, users, assignments: [] };
};

/** Every assignment of a group on the account: of wanted permission sets and of all that are provisioned there. */
export const observeAssignments = async (
  aws: ScopedConnection,
  reads: DirectoryReads,
  accountId: string,
  groups: readonly ObservedGroup[],
): Promise<readonly ObservedAssignment[]> => {
  const names = new Map(groups.map(({ groupId, name }) => [groupId, name]));
  const assignments: ObservedAssignment[] = [];
  for (const permissionSetArn of await aws.ssoAdmin.listPermissionSetsProvisionedTo(accountId)) {
    for (const { principalType, principalId } of await aws.ssoAdmin.listAssignments(accountId, permissionSetArn)) {
      if (principalType !== 'GROUP') continue;
      const groupName = names.get(principalId) ?? (await reads.groupName(principalId));
      assignments.push({ groupId: principalId, groupName, permissionSetArn });
    }
  }
  return assignments;
};
