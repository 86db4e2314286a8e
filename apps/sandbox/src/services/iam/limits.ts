import type { World } from '../../core/service.js';
import { quotaNumber } from '../quota-numbers.js';
import { limitExceeded } from './errors.js';

/** Default quotas; `iam.<name>` in the quota file overrides them. @source IAM: "IAM and AWS STS quotas" */
const defaults = {
  AccessKeysPerUser: 2,
  PoliciesPerRole: 10,
  PoliciesPerUser: 10,
  VersionsPerPolicy: 5,
  RolesPerAccount: 1000,
  UsersPerAccount: 5000,
  PoliciesPerAccount: 1500,
  SAMLProvidersPerAccount: 100,
  OpenIDConnectProvidersPerAccount: 100,
  /** Letters without white space: of one managed policy, of all inline policies of a role or user, of a trust policy. */
  PolicySize: 6144,
  InlinePolicySizePerRole: 10_240,
  InlinePolicySizePerUser: 2048,
  ACLSizePerRole: 2048,
} as const;

export type IamQuota = keyof typeof defaults;

/** Throws LimitExceeded when `wanted` is over the quota. */
export const demandWithin = (world: World, quota: IamQuota, wanted: number): void => {
  const limit = quotaNumber(world, ['iam', quota], defaults[quota]);
  if (wanted > limit) throw limitExceeded(quota, limit);
};

/** AWS does not count white space of policy documents. */
export const policySize = (document: string): number => document.replace(/\s/g, '').length;
