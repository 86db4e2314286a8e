export interface IdentityGroup {
  readonly groupId: string;
  readonly displayName: string;
}

export interface IdentityUser {
  readonly userId: string;
  readonly userName: string;
}

export interface GroupMembership {
  readonly membershipId: string;
  readonly groupId: string;
  readonly userId: string;
}

export type CreateGroupOutcome = { readonly outcome: 'created'; readonly groupId: string } | { readonly outcome: 'nameTaken' };

export type AddMemberOutcome =
  { readonly outcome: 'added'; readonly membershipId: string } | { readonly outcome: 'alreadyMember' | 'groupOrUserMissing' };

/** The identity store of IAM Identity Center. Methods that change AWS make exactly one call; lists read all pages. */
export interface IdentityStoreAdapter {
  /** @source GetGroupId by displayName */
  findGroupId(displayName: string): Promise<string | undefined>;
  /** @source GetUserId by userName */
  findUserId(userName: string): Promise<string | undefined>;
  listGroups(): AsyncIterable<IdentityGroup>;
  listUsers(): AsyncIterable<IdentityUser>;
  createGroup(displayName: string, description?: string): Promise<CreateGroupOutcome>;
  renameGroup(groupId: string, displayName: string): Promise<'renamed' | 'groupMissing' | 'nameTaken'>;
  deleteGroup(groupId: string): Promise<'deleted' | 'groupMissing'>;
  /** undefined when the group does not exist. @source ListGroupMemberships */
  listMembers(groupId: string): Promise<readonly GroupMembership[] | undefined>;
  /** undefined when the user does not exist. @source ListGroupMembershipsForMember */
  listMembershipsOf(userId: string): Promise<readonly GroupMembership[] | undefined>;
  addMember(groupId: string, userId: string): Promise<AddMemberOutcome>;
  removeMember(membershipId: string): Promise<'removed' | 'membershipMissing'>;
}
