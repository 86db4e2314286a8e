import type { GroupRecord, IdentityStoreState, MembershipRecord, UserRecord } from './state.js';

/** Timestamps of the JSON protocol: seconds since 1970. */
const seconds = (milliseconds: number): number => milliseconds / 1000;

interface Audited {
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly updatedBy: string;
}

const audit = (record: Audited): Record<string, unknown> => ({
  CreatedAt: seconds(record.createdAt),
  CreatedBy: record.createdBy,
  UpdatedAt: seconds(record.updatedAt),
  UpdatedBy: record.updatedBy,
});

export const userShape = (state: IdentityStoreState, user: UserRecord): Record<string, unknown> => ({
  IdentityStoreId: state.storeId,
  UserId: user.id,
  ...user.attributes,
  UserStatus: 'ENABLED',
  ...(user.externalIds.length === 0 ? {} : { ExternalIds: user.externalIds }),
  ...audit(user),
});

export const groupShape = (state: IdentityStoreState, group: GroupRecord): Record<string, unknown> => ({
  IdentityStoreId: state.storeId,
  GroupId: group.id,
  DisplayName: group.displayName,
  ...(group.description === undefined ? {} : { Description: group.description }),
  ...(group.externalIds.length === 0 ? {} : { ExternalIds: group.externalIds }),
  ...audit(group),
});

export const membershipShape = (state: IdentityStoreState, membership: MembershipRecord): Record<string, unknown> => ({
  IdentityStoreId: state.storeId,
  MembershipId: membership.id,
  GroupId: membership.groupId,
  MemberId: { UserId: membership.userId },
  ...audit({ ...membership, updatedAt: membership.createdAt, updatedBy: membership.createdBy }),
});
