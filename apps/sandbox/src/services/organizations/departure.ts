import type { World } from '../../core/service.js';
import { removeAccountIam } from '../iam/state.js';
import { removeKey } from '../records.js';
import { removeId } from '../sorted-ids.js';
import type { AccountRecord } from './state.js';
import { organizationsState } from './state.js';
import { childrenOf, detach } from './tree.js';

/** Takes an account out of the organisation, as RemoveAccountFromOrganization does: lists and Describe know it no more. */
export const removeFromOrganization = (world: World, accountId: string): AccountRecord | undefined => {
  const state = organizationsState(world);
  const account = state.accounts[accountId];
  if (!account || accountId === world.managementAccountId) return undefined;
  for (const policyId of [...(state.attachments[accountId] ?? [])]) detach(state, policyId, accountId);
  removeId(state.accountIds, accountId);
  removeId(childrenOf(state, account.parentId).accounts, accountId);
  removeKey(state.emails, account.email.toLowerCase());
  for (const record of [state.accounts, state.tags, state.attachments]) removeKey(record, accountId);
  removeAccountIam(world, accountId);
  return account;
};
