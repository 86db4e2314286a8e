import type { DesiredTenant } from '../desired/desired-tenant.js';
import { canonicalDocument } from './canonical-document.js';
import type { Plan, UpdateAssumeRolePolicy } from './change.js';
import type { ObservedTenant } from './observed-tenant.js';
import { accountToShape } from './plan-account.js';

/**
 * The trust of the access role. A fresh role is hardened at once. While an ExternalId is rotated, a role that still demands the
 * previous one first accepts both, the new one is proven, and only then the previous one goes.
 */
export const planAccessRole = (desired: DesiredTenant, observed: ObservedTenant): Plan => {
  const shaped = accountToShape(desired, observed);
  if (!shaped) return { changes: [], remarks: [] };
  const { trust, transitionalTrust, name } = desired.accessRole;
  const observedTrust = shaped.account.role.trust;
  if (sameDocument(observedTrust, trust)) return { changes: [], remarks: [] };
  const write = (document: string, reason: string): UpdateAssumeRolePolicy => ({
    step: 'accessRole',
    service: 'iam',
    operation: 'UpdateAssumeRolePolicy',
    parameters: { RoleName: name, PolicyDocument: document, Prove: true },
    reason,
  });
  if (transitionalTrust === undefined || !observedTrust.includes('sts:ExternalId'))
    return { changes: [write(trust, 'The access role must demand the ExternalId and trust the service role only.')], remarks: [] };
  const both = sameDocument(observedTrust, transitionalTrust)
    ? []
    : [write(transitionalTrust, 'ExternalId rotation: the access role accepts the previous and the new one.')];
  return { changes: [...both, write(trust, 'ExternalId rotation: the new one is proven, the previous one goes.')], remarks: [] };
};

export const planAlias = (desired: DesiredTenant, observed: ObservedTenant): Plan => {
  const shaped = accountToShape(desired, observed);
  const { name, enforce } = desired.alias;
  if (!shaped || name === '' || shaped.account.aliases.includes(name)) return { changes: [], remarks: [] };
  const [present] = shaped.account.aliases;
  if (present !== undefined && !enforce) return { changes: [], remarks: [] };
  return {
    changes: [
      {
        step: 'alias',
        service: 'iam',
        operation: 'CreateAccountAlias',
        parameters: { AccountAlias: name },
        reason: present === undefined ? 'The account has no alias.' : `The platform enforces the alias; ${present} is replaced.`,
      },
    ],
    remarks: [],
  };
};

/** The final policy goes in before AdministratorAccess goes out: in between the role has more, never less than it needs. */
export const planSelfDowngrade = (desired: DesiredTenant, observed: ObservedTenant): Plan => {
  const shaped = accountToShape(desired, observed);
  const { downgrade, name } = desired.accessRole;
  if (!shaped || !downgrade) return { changes: [], remarks: [] };
  const { role } = shaped.account;
  const put =
    role.inlinePolicy !== undefined && sameDocument(role.inlinePolicy, downgrade.policyDocument)
      ? []
      : [
          {
            step: 'selfDowngrade',
            service: 'iam',
            operation: 'PutRolePolicy',
            parameters: { RoleName: name, PolicyName: downgrade.policyName, PolicyDocument: downgrade.policyDocument },
            reason: role.inlinePolicy === undefined ? 'The access role has no final policy yet.' : 'The access role’s final policy differs.',
          } as const,
        ];
  const detach = role.attachedPolicyArns.includes(downgrade.detachPolicyArn)
    ? [
        {
          step: 'selfDowngrade',
          service: 'iam',
          operation: 'DetachRolePolicy',
          parameters: { RoleName: name, PolicyArn: downgrade.detachPolicyArn },
          reason: 'The access role may do anything in the account; the final policy is enough.',
        } as const,
      ]
    : [];
  return { changes: [...put, ...detach], remarks: [] };
};

const sameDocument = (a: string, b: string): boolean => canonicalDocument(a) === canonicalDocument(b);
