import type { DesiredTenant } from '../src/desired/desired-tenant.js';
import { resolveId } from '../src/plan/change.js';
import type { Change } from '../src/plan/change.js';
import type { ObservedAccess, ObservedAccount, ObservedTenant } from '../src/plan/observed-tenant.js';

interface World {
  readonly observed: ObservedTenant;
  readonly made: Readonly<Record<string, string>>;
  readonly next: number;
}

const accountOf = ({ observed }: World): ObservedAccount => {
  if (observed.account === undefined || observed.account === 'missing') throw new Error('a change of an account that is not there');
  return observed.account;
};

const withAccount = (world: World, change: Partial<ObservedAccount>): World => ({
  ...world,
  observed: { ...world.observed, account: { ...accountOf(world), ...change } },
});

const withAccess = (world: World, change: Partial<ObservedAccess>): World => ({
  ...world,
  observed: { ...world.observed, access: { ...world.observed.access, ...change } },
});

const making = (world: World, ref: string, id: string): World => ({ ...world, made: { ...world.made, [ref]: id }, next: world.next + 1 });

const parentsFrom = (world: World, unitId: string): string[] => {
  const unit = world.observed.organization.units.find(({ id }) => id === unitId);
  return unit ? [unitId, ...parentsFrom(world, unit.parentId)] : [unitId];
};

/** What one accepted call does to AWS, as far as a tenant's observation shows it. Throws where AWS would refuse. */
const applyChange = (world: World, change: Change, desired: DesiredTenant): World => {
  const { access, organization } = world.observed;
  const id = (value: Parameters<typeof resolveId>[0]): string => resolveId(value, world.made);
  switch (change.operation) {
    case 'CreateAccount': {
      const role = { trust: '', attachedPolicyArns: [desired.accessRole.downgrade?.detachPolicyArn ?? 'admin'], inlinePolicy: undefined };
      const account = { accountId: '999999999999', state: 'ACTIVE', tags: change.parameters.Tags, parents: [organization.rootId], role, aliases: [] };
      return making({ ...world, observed: { ...world.observed, account } }, 'account', account.accountId);
    }
    case 'TagResource':
      return withAccount(world, { tags: { ...accountOf(world).tags, ...change.parameters.Tags } });
    case 'UntagResource':
      return withAccount(world, {
        tags: Object.fromEntries(Object.entries(accountOf(world).tags).filter(([key]) => !change.parameters.TagKeys.includes(key))),
      });
    case 'CreateOrganizationalUnit': {
      const unit = { id: `ou-new-${world.next}`, parentId: id(change.parameters.ParentId), name: change.parameters.Name };
      if (organization.units.some(({ parentId, name }) => parentId === unit.parentId && name === unit.name)) throw new Error('duplicate unit');
      const grown = { ...world, observed: { ...world.observed, organization: { ...organization, units: [...organization.units, unit] } } };
      return making(grown, `ou:${change.parameters.Path.join('/')}`, unit.id);
    }
    case 'MoveAccount':
      if (accountOf(world).parents[0] !== change.parameters.SourceParentId) throw new Error('the account is not there');
      return withAccount(world, { parents: parentsFrom(world, id(change.parameters.DestinationParentId)) });
    case 'UpdateAssumeRolePolicy':
      return withAccount(world, { role: { ...accountOf(world).role, trust: change.parameters.PolicyDocument } });
    case 'CreateAccountAlias':
      return withAccount(world, { aliases: [change.parameters.AccountAlias] });
    case 'PutRolePolicy':
      return withAccount(world, { role: { ...accountOf(world).role, inlinePolicy: change.parameters.PolicyDocument } });
    case 'DetachRolePolicy': {
      const { role } = accountOf(world);
      return withAccount(world, {
        role: { ...role, attachedPolicyArns: role.attachedPolicyArns.filter((arn) => arn !== change.parameters.PolicyArn) },
      });
    }
    case 'CreateGroup': {
      const group = { groupId: `group-new-${world.next}`, name: change.parameters.DisplayName, memberships: [] };
      if (access.groups.some(({ name }) => name === group.name)) throw new Error('duplicate group');
      return making(withAccess(world, { groups: [...access.groups, group] }), `group:${group.name}`, group.groupId);
    }
    case 'UpdateGroup': {
      const { GroupId, DisplayName } = change.parameters;
      if (access.groups.some(({ name }) => name === DisplayName)) throw new Error('duplicate group');
      return withAccess(world, {
        groups: access.groups.map((group) => (group.groupId === GroupId ? { ...group, name: DisplayName } : group)),
        assignments: access.assignments.map((entry) => (entry.groupId === GroupId ? { ...entry, groupName: DisplayName } : entry)),
      });
    }
    case 'DeleteGroup': {
      const { GroupId } = change.parameters;
      if (access.assignments.some(({ groupId }) => groupId === GroupId)) throw new Error('the group still has assignments');
      return withAccess(world, { groups: access.groups.filter(({ groupId }) => groupId !== GroupId) });
    }
    case 'CreateGroupMembership': {
      const groupId = id(change.parameters.GroupId);
      const membership = { membershipId: `membership-new-${world.next}`, userId: change.parameters.UserId };
      const groups = access.groups.map((group) =>
        group.groupId === groupId ? { ...group, memberships: [...group.memberships, membership] } : group,
      );
      return { ...withAccess(world, { groups }), next: world.next + 1 };
    }
    case 'DeleteGroupMembership': {
      const { MembershipId } = change.parameters;
      const groups = access.groups.map((group) => ({
        ...group,
        memberships: group.memberships.filter(({ membershipId }) => membershipId !== MembershipId),
      }));
      return withAccess(world, { groups });
    }
    case 'CreateAccountAssignment': {
      const groupId = id(change.parameters.PrincipalId);
      const group = access.groups.find((candidate) => candidate.groupId === groupId);
      if (!group) throw new Error('an assignment of a group that is not there');
      const assignment = { groupId, groupName: group.name, permissionSetArn: change.parameters.PermissionSetArn };
      return withAccess(world, { assignments: [...access.assignments, assignment] });
    }
    case 'DeleteAccountAssignment': {
      const { PrincipalId, PermissionSetArn } = change.parameters;
      return withAccess(world, {
        assignments: access.assignments.filter(
          ({ groupId, permissionSetArn }) => groupId !== id(PrincipalId) || permissionSetArn !== PermissionSetArn,
        ),
      });
    }
  }
};

/** The observation after all changes were made, in order. */
export const applyPlan = (observed: ObservedTenant, changes: readonly Change[], desired: DesiredTenant): ObservedTenant =>
  changes.reduce((world: World, change) => applyChange(world, change, desired), { observed, made: {}, next: 1 }).observed;
