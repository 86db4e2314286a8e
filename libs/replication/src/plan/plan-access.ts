import type { DesiredAccess, DesiredTenant } from '../desired/desired-tenant.js';
import type { DesiredMember } from '../desired/desired-groups.js';
import { groupRef } from './change.js';
import type { Change, Id, Plan, Remark } from './change.js';
import type { ObservedAccess, ObservedTenant } from './observed-tenant.js';
import { accountToShape } from './plan-account.js';
import { groupFates } from './plan-groups.js';
import type { GroupFate } from './plan-groups.js';

/** Groups first, then who is in them, then what they may do; rights go before rights come, and groups that nothing maps to go last. */
export const planAccess = (desired: DesiredTenant, observed: ObservedTenant): Plan => {
  const shaped = accountToShape(desired, observed);
  const { access } = desired;
  if (!shaped || !access) return { changes: [], remarks: [] };
  const fates = groupFates(access, observed.access);
  const members = fates.filter((group) => group.fate !== 'delete').map((group) => planMembers(group, observed.access));
  const changes: Change[] = [
    ...fates.flatMap(planGroup),
    ...members.flatMap((plan) => plan.removals),
    ...members.flatMap((plan) => plan.additions),
    ...planAssignments(shaped.id, access, fates, observed.access),
    ...fates.filter((group) => group.fate === 'delete').flatMap(planDeletion),
  ];
  return { changes, remarks: missingUsers(fates, observed.access) };
};

const idOf = (group: GroupFate): Id => group.observed?.groupId ?? groupRef(group.name);

const planGroup = (group: GroupFate): readonly Change[] => {
  if (group.fate === 'rename' && group.observed)
    return [
      {
        step: 'access',
        service: 'identitystore',
        operation: 'UpdateGroup',
        parameters: { GroupId: group.observed.groupId, DisplayName: group.name },
        reason: `The group template now gives ${group.name} instead of ${group.observed.name}.`,
      },
    ];
  if (group.fate !== 'create') return [];
  const roles = group.desired?.roleIdentifiers.join(', ') ?? '';
  return [
    {
      step: 'access',
      service: 'identitystore',
      operation: 'CreateGroup',
      parameters: { DisplayName: group.name, Description: `Project roles: ${roles}. Managed by Orgledger.` },
      reason: `Project role ${roles} is mapped to group ${group.name}, which does not exist yet.`,
    },
  ];
};

const planDeletion = (group: GroupFate): readonly Change[] =>
  group.observed
    ? [
        {
          step: 'access',
          service: 'identitystore',
          operation: 'DeleteGroup',
          parameters: { GroupId: group.observed.groupId },
          reason: `Nothing maps to group ${group.name} any more.`,
        },
      ]
    : [];

const planMembers = (group: GroupFate, observed: ObservedAccess): { readonly removals: readonly Change[]; readonly additions: readonly Change[] } => {
  const wanted = new Map<string, DesiredMember>();
  for (const member of group.members) {
    const userId = userIdOf(member, observed);
    if (userId !== undefined) wanted.set(userId, member);
  }
  const present = group.observed?.memberships ?? [];
  const presentIds = new Set(present.map(({ userId }) => userId));
  return {
    removals: present
      .filter(({ userId }) => !wanted.has(userId))
      .map(({ membershipId, userId }) => ({
        step: 'access',
        service: 'identitystore',
        operation: 'DeleteGroupMembership',
        parameters: { MembershipId: membershipId, GroupId: group.observed?.groupId ?? '', UserId: userId },
        reason: `No live grant puts this user into ${group.name}.`,
      })),
    additions: [...wanted]
      .filter(([userId]) => !presentIds.has(userId))
      .map(([userId, { subjectId }]) => ({
        step: 'access',
        service: 'identitystore',
        operation: 'CreateGroupMembership',
        parameters: { GroupId: idOf(group), UserId: userId, SubjectId: subjectId },
        reason: `A live grant puts ${subjectId} into ${group.name}.`,
      })),
  };
};

const planAssignments = (account: Id, access: DesiredAccess, fates: readonly GroupFate[], observed: ObservedAccess): readonly Change[] => {
  const key = (group: Id, permissionSet: string): string => JSON.stringify([group, permissionSet]);
  const wanted = new Map(
    fates.flatMap((group) => (group.desired?.permissionSetArns ?? []).map((arn) => [key(idOf(group), arn), { group, arn }] as const)),
  );
  const owned = new Set(observed.groups.map(({ groupId }) => groupId));
  const present = new Set(observed.assignments.map(({ groupId, permissionSetArn }) => key(groupId, permissionSetArn)));
  const gone = observed.assignments.filter(
    ({ groupId, groupName, permissionSetArn }) =>
      (groupName?.startsWith(access.groupPrefix) ?? owned.has(groupId)) && !wanted.has(key(groupId, permissionSetArn)),
  );
  return [
    ...gone.map(({ groupId, groupName, permissionSetArn }): Change => ({
      step: 'access',
      service: 'ssoadmin',
      operation: 'DeleteAccountAssignment',
      parameters: { TargetId: account, PermissionSetArn: permissionSetArn, PrincipalId: groupId },
      reason: `No mapping gives ${groupName ?? groupId} this permission set any more.`,
    })),
    ...[...wanted.values()]
      .filter(({ group, arn }) => !present.has(key(idOf(group), arn)))
      .map(({ group, arn }): Change => ({
        step: 'access',
        service: 'ssoadmin',
        operation: 'CreateAccountAssignment',
        parameters: { TargetId: account, PermissionSetArn: arn, PrincipalId: idOf(group) },
        reason: `The role mapping gives ${group.name} this permission set.`,
      })),
  ];
};

const userIdOf = (member: DesiredMember, observed: ObservedAccess): string | undefined =>
  member.userName === undefined ? undefined : observed.users[member.userName];

const missingUsers = (fates: readonly GroupFate[], observed: ObservedAccess): readonly Remark[] => {
  const own = fates.flatMap((group) => group.desired?.members ?? []);
  const missing = [...new Set(own.filter((member) => userIdOf(member, observed) === undefined).map((member) => member.subjectId))].sort();
  return missing.map((subjectId) => ({
    step: 'access',
    code: 'USER_MISSING',
    forUser: `User ${subjectId} is not known to AWS yet and gets access as soon as they are.`,
    forOperator: `Identity Center has no user with the userName of ${subjectId}. Provision the user (SCIM), or correct their euid or the userName template. The next run tries again.`,
    blocks: false,
  }));
};
