import type { World } from '../../core/service.js';
import { drawnHex } from '../drawn-ids.js';
import { putRole, removeRole } from '../iam/state.js';
import type { BulkInsertion } from '../sorted-ids.js';
import { markProvisioned, markUnprovisioned } from './assignments.js';
import type { PermissionSetRecord, SsoAdminState } from './state.js';

export const reservedRoleName = (world: World, permissionSet: PermissionSetRecord, accountId: string): string =>
  `AWSReservedSSO_${permissionSet.name}_${drawnHex(world, 16, 'ssoadmin.role', permissionSet.arn, accountId)}`;

/** The region is part of the path except in us-east-1. */
export const reservedRolePath = (region: string): string => `/aws-reserved/sso.amazonaws.com/${region === 'us-east-1' ? '' : `${region}/`}`;

const trust = (world: World, instanceId: string, accountId: string): unknown => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:${world.partition}:iam::${accountId}:saml-provider/AWSSSO_${instanceId.replace('ssoins-', '')}_DO_NOT_DELETE` },
      Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
      Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
    },
  ],
});

const hours = /^PT(?:(\d+)H)?(?:(\d+)M)?$/;

const durationSeconds = (isoDuration: string): number => {
  const [, hour, minute] = hours.exec(isoDuration) ?? [];
  return Number(hour ?? 0) * 3600 + Number(minute ?? 0) * 60;
};

/** Makes or renews the permission set's role in the account; in bulk it is visible at once. */
export const provision = (world: World, state: SsoAdminState, permissionSet: PermissionSetRecord, accountId: string, bulk?: BulkInsertion): void => {
  putRole(
    world,
    accountId,
    {
      path: reservedRolePath(state.region),
      roleName: reservedRoleName(world, permissionSet, accountId),
      trust: trust(world, state.instanceId, accountId),
      attachedPolicyArns: permissionSet.managedPolicies,
      ...(permissionSet.inlinePolicy === undefined ? {} : { inline: { AwsSSOInlinePolicy: permissionSet.inlinePolicy } }),
      ...(permissionSet.description === undefined ? {} : { description: permissionSet.description }),
      maxSessionDuration: Math.max(3600, durationSeconds(permissionSet.sessionDuration)),
    },
    bulk ? 'once' : 'propagated',
  );
  markProvisioned(state, accountId, permissionSet, bulk?.add);
};

export const unprovision = (world: World, state: SsoAdminState, permissionSet: PermissionSetRecord, accountId: string): void => {
  removeRole(world, accountId, reservedRoleName(world, permissionSet, accountId));
  markUnprovisioned(state, accountId, permissionSet.arn);
};
