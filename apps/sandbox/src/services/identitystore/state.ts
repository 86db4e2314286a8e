import type { World } from '../../core/service.js';
import type { SortedIds } from '../sorted-ids.js';

export interface ExternalId {
  readonly Issuer: string;
  readonly Id: string;
}

/** Attributes as the API spells them (`UserName`, `Name.FamilyName`, `Emails`); times in ms since 1970, sandbox time. */
export interface UserRecord {
  readonly id: string;
  attributes: Readonly<Record<string, unknown>>;
  externalIds: readonly ExternalId[];
  readonly createdAt: number;
  readonly createdBy: string;
  updatedAt: number;
  updatedBy: string;
}

export interface GroupRecord {
  readonly id: string;
  displayName: string;
  description?: string;
  externalIds: readonly ExternalId[];
  readonly createdAt: number;
  readonly createdBy: string;
  updatedAt: number;
  updatedBy: string;
}

export interface MembershipRecord {
  readonly id: string;
  readonly groupId: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly createdBy: string;
}

/** JSON-like, mutated in place. Every look-up of the API has its own index. */
export interface IdentityStoreState {
  readonly storeId: string;
  readonly users: Record<string, UserRecord>;
  readonly userIds: SortedIds;
  readonly groups: Record<string, GroupRecord>;
  readonly groupIds: SortedIds;
  readonly memberships: Record<string, MembershipRecord>;
  readonly membershipsOfGroup: Record<string, SortedIds>;
  readonly membershipsOfUser: Record<string, SortedIds>;
  /** Unique keys (`userName/…`, `email/…`, `group/…`, `userExternal/…`, `member/<group>/<user>`) to the id that holds them. */
  readonly keys: Record<string, string>;
}

export const IDENTITY_STORE = 'identitystore';

export const identityStoreState = (world: World): IdentityStoreState => world.state<IdentityStoreState>(IDENTITY_STORE);

/** Identity Center compares names without case. */
export const uniqueKey = {
  userName: (name: string): string => `userName/${name.toLowerCase()}`,
  email: (address: string): string => `email/${address.toLowerCase()}`,
  group: (displayName: string): string => `group/${displayName.toLowerCase()}`,
  external: (kind: 'user' | 'group', external: ExternalId): string => `${kind}External/${external.Issuer}/${external.Id}`,
  member: (groupId: string, userId: string): string => `member/${groupId}/${userId}`,
};
