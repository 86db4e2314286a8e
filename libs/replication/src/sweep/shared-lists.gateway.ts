import type { OrganizationAccount, ScopedConnection } from '@orgledger/aws';
import { DirectReads } from '../observe/directory-reads.gateway.js';
import type { DirectoryReads } from '../observe/directory-reads.gateway.js';
import type { ObservedMembership, ObservedUnit } from '../plan/observed-tenant.js';

/** By lower-case names, as Identity Center compares them. `undefined` members: reading them for all groups would cost more than reading those of the tenants whose turn it is. */
interface Lists {
  readonly accounts: ReadonlyMap<string, OrganizationAccount>;
  readonly groupIds: ReadonlyMap<string, string>;
  readonly groupNames: ReadonlyMap<string, string>;
  readonly userIds: ReadonlyMap<string, string>;
  readonly members: ReadonlyMap<string, readonly ObservedMembership[]> | undefined;
}

const fewPeople = 100;

/** The organisation's lists, read once per sweep and shared by all of its tenants. */
export class SharedLists implements DirectoryReads {
  private readonly direct: DirectReads;
  private readonly units = new Map<string, Promise<readonly ObservedUnit[]>>();
  private readonly ous = new Map<string, Promise<ObservedUnit | undefined>>();

  private constructor(
    private readonly aws: ScopedConnection,
    private readonly lists: Lists,
    private readonly shallow: boolean,
  ) {
    this.direct = new DirectReads(aws);
  }

  /** Answers nothing that is not on a list: members are none where they are not known. */
  withoutAsking(): SharedLists {
    return new SharedLists(this.aws, this.lists, true);
  }

  /** `groupsReadOtherwise`: calls that memberships would cost group by group, for the tenants whose turn it is. */
  static async read(aws: ScopedConnection, identityCenter: boolean, groupsReadOtherwise: number): Promise<SharedLists> {
    const accounts = new Map<string, OrganizationAccount>();
    for await (const account of aws.organizations.listAccounts()) accounts.set(account.accountId, account);
    const [groupIds, groupNames, userIds] = [new Map<string, string>(), new Map<string, string>(), new Map<string, string>()];
    if (identityCenter) {
      for await (const { groupId, displayName } of aws.identityStore.listGroups()) {
        groupIds.set(displayName.toLowerCase(), groupId);
        groupNames.set(groupId, displayName);
      }
      for await (const { userId, userName } of aws.identityStore.listUsers()) userIds.set(userName.toLowerCase(), userId);
    }
    const members =
      identityCenter && userIds.size <= Math.max(groupsReadOtherwise, fewPeople)
        ? await membersByUser(aws, [...userIds.values()], [...groupNames.keys()])
        : undefined;
    return new SharedLists(aws, { accounts, groupIds, groupNames, userIds, members }, false);
  }

  get knowsMembers(): boolean {
    return this.lists.members !== undefined;
  }

  account(accountId: string): Promise<OrganizationAccount | undefined> {
    return Promise.resolve(this.lists.accounts.get(accountId));
  }

  /** `o-…/r-…/ou-…/<account>/` read from its end. Where AWS leaves paths out, it is asked. */
  parents(account: OrganizationAccount, all: boolean): Promise<readonly string[]> {
    const [path] = account.paths;
    const parents = path
      ?.split('/')
      .filter((part) => part.startsWith('r-') || part.startsWith('ou-'))
      .reverse();
    if (!parents || parents.length === 0) return this.direct.parents(account, all);
    return Promise.resolve(all ? parents : parents.slice(0, 1));
  }

  async rootId(): Promise<string> {
    for (const { paths } of this.lists.accounts.values()) {
      const root = paths[0]?.split('/').find((part) => part.startsWith('r-'));
      if (root !== undefined) return root;
    }
    return this.direct.rootId();
  }

  unit(ouId: string): Promise<ObservedUnit | undefined> {
    const known = this.ous.get(ouId) ?? this.direct.unit(ouId);
    this.ous.set(ouId, known);
    return known;
  }

  children(parentId: string): Promise<readonly ObservedUnit[]> {
    const known = this.units.get(parentId) ?? this.direct.children(parentId);
    this.units.set(parentId, known);
    return known;
  }

  groupId(name: string): Promise<string | undefined> {
    return Promise.resolve(this.lists.groupIds.get(name.toLowerCase()));
  }

  groupName(groupId: string): Promise<string | undefined> {
    return Promise.resolve(this.lists.groupNames.get(groupId));
  }

  members(groupId: string): Promise<readonly ObservedMembership[] | undefined> {
    if (!this.lists.groupNames.has(groupId)) return Promise.resolve(undefined);
    return this.lists.members || this.shallow ? Promise.resolve(this.lists.members?.get(groupId) ?? []) : this.direct.members(groupId);
  }

  userId(userName: string): Promise<string | undefined> {
    return Promise.resolve(this.lists.userIds.get(userName.toLowerCase()));
  }
}

const membersByUser = async (
  aws: ScopedConnection,
  userIds: readonly string[],
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ObservedMembership[]>> => {
  const members = new Map<string, ObservedMembership[]>(groupIds.map((groupId) => [groupId, []]));
  for (const userId of userIds)
    for (const { groupId, membershipId } of (await aws.identityStore.listMembershipsOf(userId)) ?? [])
      members.get(groupId)?.push({ membershipId, userId });
  return members;
};
