import {
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  DeleteGroupCommand,
  DeleteGroupMembershipCommand,
  GetGroupIdCommand,
  GetUserIdCommand,
  ListGroupMembershipsCommand,
  ListGroupMembershipsForMemberCommand,
  ListGroupsCommand,
  ListUsersCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-identitystore';
import type { GroupMembership as SdkMembership, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { allPages, pages, present } from '../connection/pages.js';
import type { ServiceCaller } from '../connection/service-caller.js';
import { expecting } from '../errors/expecting.js';
import type { AddMemberOutcome, CreateGroupOutcome, GroupMembership, IdentityGroup, IdentityStoreAdapter, IdentityUser } from './identity-store.js';

const readMembership = (membership: SdkMembership): GroupMembership => ({
  membershipId: present(membership.MembershipId, 'a membership id'),
  groupId: present(membership.GroupId, 'a group id'),
  userId: present(membership.MemberId?.UserId, 'a member id'),
});

const uniqueAttribute = (AttributePath: string, AttributeValue: string) => ({ UniqueAttribute: { AttributePath, AttributeValue } });

/** The largest page that AWS gives: fewer calls of a quota that all share. */
const widest = { MaxResults: 100 };

export class AwsIdentityStore implements IdentityStoreAdapter {
  constructor(
    private readonly aws: ServiceCaller<IdentitystoreClient>,
    private readonly IdentityStoreId: string,
  ) {}

  async findGroupId(displayName: string): Promise<string | undefined> {
    const command = new GetGroupIdCommand({ ...this.store, AlternateIdentifier: uniqueAttribute('displayName', displayName) });
    const answer = await expecting(
      this.aws.read('GetGroupId', (client, options) => client.send(command, options)),
      { ResourceNotFound: undefined },
    );
    return answer?.GroupId;
  }

  async findUserId(userName: string): Promise<string | undefined> {
    const command = new GetUserIdCommand({ ...this.store, AlternateIdentifier: uniqueAttribute('userName', userName) });
    const answer = await expecting(
      this.aws.read('GetUserId', (client, options) => client.send(command, options)),
      { ResourceNotFound: undefined },
    );
    return answer?.UserId;
  }

  async *listGroups(): AsyncIterable<IdentityGroup> {
    const groups = pages(async (NextToken) => {
      const answer = await this.aws.read('ListGroups', (client, options) =>
        client.send(new ListGroupsCommand({ ...this.store, ...widest, NextToken }), options),
      );
      return { items: answer.Groups, next: answer.NextToken };
    });
    for await (const group of groups) yield { groupId: present(group.GroupId, 'a group id'), displayName: group.DisplayName ?? '' };
  }

  async *listUsers(): AsyncIterable<IdentityUser> {
    const users = pages(async (NextToken) => {
      const answer = await this.aws.read('ListUsers', (client, options) =>
        client.send(new ListUsersCommand({ ...this.store, ...widest, NextToken }), options),
      );
      return { items: answer.Users, next: answer.NextToken };
    });
    for await (const user of users) yield { userId: present(user.UserId, 'a user id'), userName: user.UserName ?? '' };
  }

  createGroup(displayName: string, description?: string): Promise<CreateGroupOutcome> {
    const command = new CreateGroupCommand({
      ...this.store,
      DisplayName: displayName,
      ...(description === undefined ? {} : { Description: description }),
    });
    const created = this.aws
      .change('CreateGroup', (client, options) => client.send(command, options))
      .then((answer) => ({ outcome: 'created' as const, groupId: present(answer.GroupId, 'a group id') }));
    return expecting(created, { Conflict: { outcome: 'nameTaken' as const } });
  }

  renameGroup(groupId: string, displayName: string): Promise<'renamed' | 'groupMissing' | 'nameTaken'> {
    const command = new UpdateGroupCommand({
      ...this.store,
      GroupId: groupId,
      Operations: [{ AttributePath: 'displayName', AttributeValue: displayName }],
    });
    const renamed = this.aws.change('UpdateGroup', (client, options) => client.send(command, options)).then(() => 'renamed' as const);
    return expecting<'renamed', 'groupMissing' | 'nameTaken'>(renamed, { ResourceNotFound: 'groupMissing', Conflict: 'nameTaken' });
  }

  deleteGroup(groupId: string): Promise<'deleted' | 'groupMissing'> {
    const command = new DeleteGroupCommand({ ...this.store, GroupId: groupId });
    const deleted = this.aws.change('DeleteGroup', (client, options) => client.send(command, options)).then(() => 'deleted' as const);
    return expecting(deleted, { ResourceNotFound: 'groupMissing' as const });
  }

  async listMembers(groupId: string): Promise<readonly GroupMembership[] | undefined> {
    const memberships = allPages(async (NextToken) => {
      const command = new ListGroupMembershipsCommand({ ...this.store, GroupId: groupId, ...widest, NextToken });
      const answer = await this.aws.read('ListGroupMemberships', (client, options) => client.send(command, options));
      return { items: answer.GroupMemberships, next: answer.NextToken };
    });
    return (await expecting(memberships, { ResourceNotFound: undefined }))?.map(readMembership);
  }

  async listMembershipsOf(userId: string): Promise<readonly GroupMembership[] | undefined> {
    const memberships = allPages(async (NextToken) => {
      const command = new ListGroupMembershipsForMemberCommand({ ...this.store, MemberId: { UserId: userId }, ...widest, NextToken });
      const answer = await this.aws.read('ListGroupMembershipsForMember', (client, options) => client.send(command, options));
      return { items: answer.GroupMemberships, next: answer.NextToken };
    });
    return (await expecting(memberships, { ResourceNotFound: undefined }))?.map(readMembership);
  }

  addMember(groupId: string, userId: string): Promise<AddMemberOutcome> {
    const command = new CreateGroupMembershipCommand({ ...this.store, GroupId: groupId, MemberId: { UserId: userId } });
    const added = this.aws
      .change('CreateGroupMembership', (client, options) => client.send(command, options))
      .then((answer) => ({ outcome: 'added' as const, membershipId: present(answer.MembershipId, 'a membership id') }));
    return expecting<AddMemberOutcome, AddMemberOutcome>(added, {
      Conflict: { outcome: 'alreadyMember' },
      ResourceNotFound: { outcome: 'groupOrUserMissing' },
    });
  }

  removeMember(membershipId: string): Promise<'removed' | 'membershipMissing'> {
    const command = new DeleteGroupMembershipCommand({ ...this.store, MembershipId: membershipId });
    const removed = this.aws.change('DeleteGroupMembership', (client, options) => client.send(command, options)).then(() => 'removed' as const);
    return expecting(removed, { ResourceNotFound: 'membershipMissing' as const });
  }

  private get store(): { readonly IdentityStoreId: string } {
    return { IdentityStoreId: this.IdentityStoreId };
  }
}
