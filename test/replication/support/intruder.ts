import {
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupMembershipCommand,
  IdentitystoreClient,
  ListGroupMembershipsCommand,
  ListGroupsCommand,
  ListUsersCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-identitystore';
import type { Group } from '@aws-sdk/client-identitystore';
import {
  CreateAccountCommand,
  ListParentsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-organizations';
import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import type { Lab } from './replication-lab.js';

const region = 'us-east-1';

/** An administrator of the organisation who changes things behind the platform's back. */
export class Intruder {
  private readonly organizations: OrganizationsClient;
  private readonly directory: IdentitystoreClient;
  private readonly sso: SSOAdminClient;

  constructor(private readonly lab: Lab) {
    const settings = { endpoint: lab.sandbox.endpoint, region, credentials: lab.sandbox.admin, maxAttempts: 10 };
    this.organizations = new OrganizationsClient(settings);
    this.directory = new IdentitystoreClient(settings);
    this.sso = new SSOAdminClient(settings);
  }

  async tag(accountId: string, key: string, value: string): Promise<void> {
    await this.organizations.send(new TagResourceCommand({ ResourceId: accountId, Tags: [{ Key: key, Value: value }] }));
  }

  async untag(accountId: string, key: string): Promise<void> {
    await this.organizations.send(new UntagResourceCommand({ ResourceId: accountId, TagKeys: [key] }));
  }

  async moveToRoot(accountId: string): Promise<void> {
    const { Parents: [parent] = [] } = await this.organizations.send(new ListParentsCommand({ ChildId: accountId }));
    const { Roots: [root] = [] } = await this.organizations.send(new ListRootsCommand({}));
    if (parent?.Id === root?.Id) return;
    await this.organizations.send(new MoveAccountCommand({ AccountId: accountId, SourceParentId: parent?.Id, DestinationParentId: root?.Id }));
  }

  async createGroup(name: string): Promise<string> {
    const { GroupId } = await this.directory.send(new CreateGroupCommand({ IdentityStoreId: this.store, DisplayName: name }));
    return GroupId ?? '';
  }

  /** Undefined when there is no such group. */
  async groupId(name: string): Promise<string | undefined> {
    let NextToken: string | undefined;
    do {
      const page: { Groups?: Group[] | undefined; NextToken?: string | undefined } = await this.directory.send(
        new ListGroupsCommand({ IdentityStoreId: this.store, ...(NextToken === undefined ? {} : { NextToken }) }),
      );
      const found = page.Groups?.find(({ DisplayName }) => DisplayName === name);
      if (found) return found.GroupId;
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return undefined;
  }

  async userId(userName: string): Promise<string> {
    const { Users = [] } = await this.directory.send(new ListUsersCommand({ IdentityStoreId: this.store }));
    return Users.find(({ UserName }) => UserName === userName)?.UserId ?? '';
  }

  async createUser(userName: string): Promise<void> {
    const name = { GivenName: userName, FamilyName: userName };
    await this.directory.send(new CreateUserCommand({ IdentityStoreId: this.store, UserName: userName, DisplayName: userName, Name: name }));
  }

  async createAccount(name: string, email: string): Promise<void> {
    await this.organizations.send(new CreateAccountCommand({ AccountName: name, Email: email }));
  }

  async rename(groupId: string, name: string): Promise<void> {
    const Operations = [{ AttributePath: 'displayName', AttributeValue: name }];
    await this.directory.send(new UpdateGroupCommand({ IdentityStoreId: this.store, GroupId: groupId, Operations }));
  }

  async deleteGroup(groupId: string): Promise<void> {
    await this.directory.send(new DeleteGroupCommand({ IdentityStoreId: this.store, GroupId: groupId }));
  }

  async addMember(groupId: string, userId: string): Promise<void> {
    await this.directory
      .send(new CreateGroupMembershipCommand({ IdentityStoreId: this.store, GroupId: groupId, MemberId: { UserId: userId } }))
      .catch((error: unknown) => {
        if (!(error instanceof Error) || error.name !== 'ConflictException') throw error;
      });
  }

  async members(groupId: string): Promise<readonly string[]> {
    const { GroupMemberships = [] } = await this.directory.send(new ListGroupMembershipsCommand({ IdentityStoreId: this.store, GroupId: groupId }));
    return GroupMemberships.map(({ MemberId }) => MemberId?.UserId ?? '');
  }

  async dropMembers(groupId: string): Promise<void> {
    const { GroupMemberships = [] } = await this.directory.send(new ListGroupMembershipsCommand({ IdentityStoreId: this.store, GroupId: groupId }));
    for (const { MembershipId } of GroupMemberships)
      await this.directory.send(new DeleteGroupMembershipCommand({ IdentityStoreId: this.store, MembershipId }));
  }

  async assign(accountId: string, groupId: string, permissionSetArn: string): Promise<void> {
    const answer = await this.sso.send(new CreateAccountAssignmentCommand(this.assignment(accountId, groupId, permissionSetArn)));
    const id = answer.AccountAssignmentCreationStatus?.RequestId;
    const ask = new DescribeAccountAssignmentCreationStatusCommand({ InstanceArn: this.instance, AccountAssignmentCreationRequestId: id });
    await this.settled(async () => (await this.sso.send(ask)).AccountAssignmentCreationStatus?.Status);
  }

  async unassign(accountId: string, groupId: string, permissionSetArn: string): Promise<void> {
    const answer = await this.sso.send(new DeleteAccountAssignmentCommand(this.assignment(accountId, groupId, permissionSetArn)));
    const id = answer.AccountAssignmentDeletionStatus?.RequestId;
    const ask = new DescribeAccountAssignmentDeletionStatusCommand({ InstanceArn: this.instance, AccountAssignmentDeletionRequestId: id });
    await this.settled(async () => (await this.sso.send(ask)).AccountAssignmentDeletionStatus?.Status);
  }

  private async settled(ask: () => Promise<string | undefined>): Promise<void> {
    while ((await ask()) === 'IN_PROGRESS') await this.lab.clock.wait(2_000);
  }

  private assignment(accountId: string, groupId: string, permissionSetArn: string) {
    return {
      InstanceArn: this.instance,
      TargetId: accountId,
      TargetType: 'AWS_ACCOUNT' as const,
      PermissionSetArn: permissionSetArn,
      PrincipalType: 'GROUP' as const,
      PrincipalId: groupId,
    };
  }

  private get store(): string {
    return this.lab.identityCenter.identityStoreId;
  }

  private get instance(): string {
    return this.lab.identityCenter.instanceArn;
  }
}
