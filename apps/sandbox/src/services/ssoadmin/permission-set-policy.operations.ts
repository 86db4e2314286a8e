import type { Operation } from '../../core/service.js';
import type { RequestMembers } from '../request-members.js';
import { conflict, quotaExceeded, resourceNotFound, validation } from './errors.js';
import { parseArn } from './permission-set.operations.js';
import { findPermissionSet, nextToken, readPaging, ssoAdminOperation, ssoAdminPage } from './ssoadmin-operation.js';

const POLICIES_PER_SET = 20;
const INLINE_BYTES = 32_768;
const INLINE_CHARACTERS = 10_240;

const parsePolicy = (members: RequestMembers): { readonly arn: string; readonly policyArn: string } => ({
  ...parseArn(members),
  policyArn: members.text('ManagedPolicyArn', { min: 20, max: 2048, pattern: /^arn:aws[a-z-]*:iam::aws:policy\/[\w+=,.@/-]+$/ }),
});

const checkInline = (document: string): string => {
  try {
    JSON.parse(document);
  } catch {
    throw validation('The inline policy is not a valid JSON document.');
  }
  if (document.replace(/\s/g, '').length > INLINE_CHARACTERS) throw quotaExceeded('The inline policy exceeds the maximum size.');
  return document;
};

/** What changes here reaches the roles in the accounts only with ProvisionPermissionSet or a new assignment. */
export const permissionSetPolicyOperations: readonly Operation[] = [
  ssoAdminOperation('AttachManagedPolicyToPermissionSet', {
    mutates: true,
    parse: parsePolicy,
    resources: ({ arn }) => [arn],
    handle: ({ arn, policyArn }, call) => {
      const permissionSet = findPermissionSet(call, arn);
      if (permissionSet.managedPolicies.includes(policyArn)) throw conflict(`Permission set already has a policy with arn ${policyArn} attached.`);
      if (permissionSet.managedPolicies.length >= POLICIES_PER_SET)
        throw quotaExceeded('You have reached the maximum number of policies per permission set.');
      permissionSet.managedPolicies = [...permissionSet.managedPolicies, policyArn];
      permissionSet.version += 1;
      return {};
    },
  }),

  ssoAdminOperation('DetachManagedPolicyFromPermissionSet', {
    mutates: true,
    parse: parsePolicy,
    resources: ({ arn }) => [arn],
    handle: ({ arn, policyArn }, call) => {
      const permissionSet = findPermissionSet(call, arn);
      if (!permissionSet.managedPolicies.includes(policyArn)) throw resourceNotFound(`Policy ${policyArn} is not attached to the permission set.`);
      permissionSet.managedPolicies = permissionSet.managedPolicies.filter((attached) => attached !== policyArn);
      permissionSet.version += 1;
      return {};
    },
  }),

  ssoAdminOperation('ListManagedPoliciesInPermissionSet', {
    mutates: false,
    parse: (members) => ({ ...parseArn(members), ...readPaging(members) }),
    resources: ({ arn }) => [arn],
    handle: ({ arn, ...paging }, call) => {
      const page = ssoAdminPage(call, 'ListManagedPoliciesInPermissionSet', paging, [...findPermissionSet(call, arn).managedPolicies].sort(), {
        scope: arn,
      });
      return {
        AttachedManagedPolicies: page.ids.map((Arn) => ({ Name: Arn.slice(Arn.lastIndexOf('/') + 1), Arn })),
        ...nextToken(page),
      };
    },
  }),

  ssoAdminOperation('PutInlinePolicyToPermissionSet', {
    mutates: true,
    parse: (members) => ({ ...parseArn(members), document: members.text('InlinePolicy', { min: 1, max: INLINE_BYTES }) }),
    resources: ({ arn }) => [arn],
    handle: ({ arn, document }, call) => {
      const permissionSet = findPermissionSet(call, arn);
      permissionSet.inlinePolicy = checkInline(document);
      permissionSet.version += 1;
      return {};
    },
  }),

  ssoAdminOperation('GetInlinePolicyForPermissionSet', {
    mutates: false,
    parse: parseArn,
    resources: ({ arn }) => [arn],
    handle: ({ arn }, call) => ({ InlinePolicy: findPermissionSet(call, arn).inlinePolicy ?? '' }),
  }),

  ssoAdminOperation('DeleteInlinePolicyFromPermissionSet', {
    mutates: true,
    parse: parseArn,
    resources: ({ arn }) => [arn],
    handle: ({ arn }, call) => {
      const permissionSet = findPermissionSet(call, arn);
      if (permissionSet.inlinePolicy === undefined) throw resourceNotFound('The permission set has no inline policy.');
      delete permissionSet.inlinePolicy;
      permissionSet.version += 1;
      return {};
    },
  }),
];
