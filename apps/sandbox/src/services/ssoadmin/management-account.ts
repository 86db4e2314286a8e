import type { AuthorizationTarget, Call } from '../../core/service.js';
import { arns, resourceTarget } from '../../core/targets.js';
import { reservedRoleName, reservedRolePath } from './reserved-role.js';
import { ssoAdminState, ssoRegion } from './state.js';

/**
 * Identity Center changes roles in the management account with the caller's own permissions, in members with its service-linked role.
 * Only the reading actions are asked for: the policy engine knows reserved roles as protected and refuses to write them, whoever asks.
 */
const ACTIONS = ['iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'] as const;

export const managementAccountTargets = (call: Call, accountId: string, permissionSetArn: string): readonly AuthorizationTarget[] => {
  const { world } = call;
  const permissionSet = ssoAdminState(world).permissionSets[permissionSetArn];
  if (accountId !== world.managementAccountId || !permissionSet) return [];
  const role = arns.role(world, accountId, reservedRolePath(ssoRegion(world)), reservedRoleName(world, permissionSet, accountId));
  return ACTIONS.map((action) => resourceTarget(action, role, accountId));
};
