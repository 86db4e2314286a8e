import type { OrganizationAccount, ScopedConnection } from '@orgledger/aws';
import type { ObservedMembership, ObservedUnit } from '../plan/observed-tenant.js';

/** What is read of organisation and identity store: asked of AWS one by one (a run), or from lists shared by a sweep. */
export interface DirectoryReads {
  account(accountId: string): Promise<OrganizationAccount | undefined>;
  /** From the direct parent up to the root; only the direct parent unless `all`. */
  parents(account: OrganizationAccount, all: boolean): Promise<readonly string[]>;
  rootId(): Promise<string>;
  unit(ouId: string): Promise<ObservedUnit | undefined>;
  children(parentId: string): Promise<readonly ObservedUnit[]>;
  groupId(name: string): Promise<string | undefined>;
  groupName(groupId: string): Promise<string | undefined>;
  /** Undefined when the group does not exist. */
  members(groupId: string): Promise<readonly ObservedMembership[] | undefined>;
  userId(userName: string): Promise<string | undefined>;
}

/** Asks AWS each time, except for what hardly changes within one run: the root, the account, the users, and names of foreign groups. */
export class DirectReads implements DirectoryReads {
  private readonly users = new Map<string, string>();
  private readonly accounts = new Map<string, OrganizationAccount>();
  private root: string | undefined;
  private groupNames: Map<string, string> | undefined;

  constructor(private readonly aws: ScopedConnection) {}

  async account(accountId: string): Promise<OrganizationAccount | undefined> {
    const account = this.accounts.get(accountId) ?? (await this.aws.organizations.describeAccount(accountId));
    if (account) this.accounts.set(accountId, account);
    return account;
  }

  async parents(account: OrganizationAccount, all: boolean): Promise<readonly string[]> {
    const parents: string[] = [];
    let child = account.accountId;
    for (;;) {
      const parent = await this.aws.organizations.parentOf(child);
      if (!parent) return parents;
      parents.push(parent.id);
      if (!all || parent.kind === 'ROOT') return parents;
      child = parent.id;
    }
  }

  async rootId(): Promise<string> {
    this.root ??= (await this.aws.organizations.listRoots())[0]?.id;
    if (this.root === undefined) throw new Error('The organisation answers no root. Check that the management account id is right.');
    return this.root;
  }

  async unit(ouId: string): Promise<ObservedUnit | undefined> {
    const unit = await this.aws.organizations.describeOu(ouId);
    return unit && { id: unit.id, name: unit.name, parentId: '' };
  }

  async children(parentId: string): Promise<readonly ObservedUnit[]> {
    const units = (await this.aws.organizations.listOus(parentId)) ?? [];
    return units.map(({ id, name }) => ({ id, name, parentId }));
  }

  groupId(name: string): Promise<string | undefined> {
    return this.aws.identityStore.findGroupId(name);
  }

  async groupName(groupId: string): Promise<string | undefined> {
    if (!this.groupNames) {
      this.groupNames = new Map();
      for await (const group of this.aws.identityStore.listGroups()) this.groupNames.set(group.groupId, group.displayName);
    }
    return this.groupNames.get(groupId);
  }

  members(groupId: string): Promise<readonly ObservedMembership[] | undefined> {
    return this.aws.identityStore.listMembers(groupId);
  }

  async userId(userName: string): Promise<string | undefined> {
    const userId = this.users.get(userName) ?? (await this.aws.identityStore.findUserId(userName));
    if (userId !== undefined) this.users.set(userName, userId);
    return userId;
  }
}
