import { creationIntentTag } from '../desired/desired-tenant.js';
import type { DesiredTenant } from '../desired/desired-tenant.js';
import { accountRef } from './change.js';
import type { Change, Id, Plan, Remark } from './change.js';
import type { ObservedAccount, ObservedTenant } from './observed-tenant.js';

export const planAccount = (desired: DesiredTenant, observed: ObservedTenant): Plan => {
  if (desired.remarks.some((remark) => remark.blocks)) return { changes: [], remarks: desired.remarks };
  const { account } = observed;
  if (account === 'missing') return { changes: [], remarks: [accountMissing(desired)] };
  if (account !== undefined) return { changes: [], remarks: account.state === 'ACTIVE' ? [] : [accountNotActive(account)] };
  const { name, email, roleName } = desired.account;
  return {
    changes: [
      {
        step: 'account',
        service: 'organizations',
        operation: 'CreateAccount',
        parameters: { AccountName: name, Email: email, RoleName: roleName, Tags: { ...desired.tags, [creationIntentTag]: intentPlaceholder } },
        reason: 'The tenant has no account yet.',
      },
    ],
    remarks: [],
  };
};

/** Stands for the id of the creation intent, which is only known once it is recorded. */
export const intentPlaceholder = '{intentId}';

/** The account as the later steps find it: the observed one, or what CreateAccount will have made. */
export const accountToShape = (
  desired: DesiredTenant,
  observed: ObservedTenant,
): { readonly id: Id; readonly account: ObservedAccount } | undefined => {
  if (observed.account === 'missing') return undefined;
  if (observed.account) return observed.account.state === 'ACTIVE' ? { id: observed.account.accountId, account: observed.account } : undefined;
  return {
    id: accountRef,
    account: {
      accountId: '',
      state: 'ACTIVE',
      tags: desired.tags,
      parents: [observed.organization.rootId],
      role: {
        trust: '',
        attachedPolicyArns: desired.accessRole.downgrade ? [desired.accessRole.downgrade.detachPolicyArn] : [],
        inlinePolicy: undefined,
      },
      aliases: [],
    },
  };
};

export const planAccountTags = (desired: DesiredTenant, observed: ObservedTenant): Plan => {
  const shaped = accountToShape(desired, observed);
  if (!shaped) return { changes: [], remarks: [] };
  const changes: Change[] = [];
  const wrong = Object.entries(desired.tags).filter(([key, value]) => shaped.account.tags[key] !== value);
  if (wrong.length > 0)
    changes.push({
      step: 'accountTags',
      service: 'organizations',
      operation: 'TagResource',
      parameters: { ResourceId: shaped.id, Tags: Object.fromEntries(wrong) },
      reason: `Tags differ from what the tenant inherits: ${wrong.map(([key]) => key).join(', ')}.`,
    });
  const gone = Object.keys(shaped.account.tags).filter((key) => owned(desired, key) && desired.tags[key] === undefined);
  if (gone.length > 0)
    changes.push({
      step: 'accountTags',
      service: 'organizations',
      operation: 'UntagResource',
      parameters: { ResourceId: shaped.id, TagKeys: gone.sort() },
      reason: `Nothing gives these tags any more: ${gone.join(', ')}.`,
    });
  return { changes, remarks: [] };
};

const owned = (desired: DesiredTenant, key: string): boolean =>
  desired.tagPrefix !== '' && key.startsWith(desired.tagPrefix) && key !== creationIntentTag;

const accountMissing = (desired: DesiredTenant): Remark => ({
  step: 'account',
  code: 'ACCOUNT_MISSING',
  forUser: 'The AWS account of this tenant is no longer part of the organisation. Your operators have been told.',
  forOperator: `Account ${desired.accountId ?? ''} is not in the organisation any more. Invite it back, or delete the tenant.`,
  blocks: true,
});

const accountNotActive = (account: ObservedAccount): Remark => ({
  step: 'account',
  code: 'ACCOUNT_NOT_ACTIVE',
  forUser: `The AWS account of this tenant is ${account.state.toLowerCase().replaceAll('_', ' ')}.`,
  forOperator: `Account ${account.accountId} is in state ${account.state}. Reactivate it with AWS Support, or delete the tenant.`,
  blocks: true,
});
