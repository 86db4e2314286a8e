import type { World } from '../../core/service.js';
import type { SortedIds } from '../sorted-ids.js';

export type PrincipalType = 'GROUP' | 'USER';

export interface Assignment {
  readonly accountId: string;
  readonly permissionSetArn: string;
  readonly principalType: PrincipalType;
  readonly principalId: string;
}

export interface PermissionSetRecord {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  description?: string;
  /** ISO 8601 duration, e.g. `PT1H`. */
  sessionDuration: string;
  relayState?: string;
  managedPolicies: readonly string[];
  inlinePolicy?: string;
  /** Grows with each change of what the roles in the accounts should be. */
  version: number;
}

export type OperationStatus = 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';

interface OperationRecord {
  readonly requestId: string;
  readonly createdAt: number;
  readonly dueAt: number;
  status: OperationStatus;
  failureReason?: string;
}

export interface AssignmentOperationRecord extends OperationRecord {
  readonly direction: 'creation' | 'deletion';
  readonly assignment: Assignment;
}

export interface ProvisioningRecord extends OperationRecord {
  readonly permissionSetArn: string;
  /** Absent for all accounts that have the permission set. */
  readonly accountId?: string;
}

/** Operations of one kind. `order` holds `<newest first key>|<request id>`, so that lists show the newest first. */
export interface OperationLog<R> {
  readonly byId: Record<string, R>;
  readonly order: SortedIds;
}

export interface SsoAdminState {
  readonly instanceArn: string;
  readonly instanceId: string;
  readonly createdAt: number;
  /** Where the instance was enabled. */
  region: string;
  readonly permissionSets: Record<string, PermissionSetRecord>;
  readonly permissionSetArns: SortedIds;
  readonly permissionSetNames: Record<string, string>;
  /** `<account>|<permission set>` to `<type>/<principal>`, and back from the principal. */
  readonly holders: Record<string, SortedIds>;
  readonly grants: Record<string, SortedIds>;
  /** `<account>|<permission set>` to the version of the permission set that the role in the account has. */
  readonly provisioned: Record<string, number>;
  readonly setsOfAccount: Record<string, SortedIds>;
  readonly accountsOfSet: Record<string, SortedIds>;
  readonly creations: OperationLog<AssignmentOperationRecord>;
  readonly deletions: OperationLog<AssignmentOperationRecord>;
  readonly provisionings: OperationLog<ProvisioningRecord>;
  /** Those entries of the logs' orders that are under way. */
  readonly openCreations: SortedIds;
  readonly openDeletions: SortedIds;
  readonly openProvisionings: SortedIds;
  readonly tags: Record<string, Record<string, string>>;
}

export const SSO_ADMIN = 'ssoadmin';

export const ssoAdminState = (world: World): SsoAdminState => world.state<SsoAdminState>(SSO_ADMIN);

export const ssoRegion = (world: World): string => ssoAdminState(world).region;
