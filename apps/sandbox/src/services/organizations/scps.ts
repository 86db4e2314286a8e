import type { World } from '../../core/service.js';
import { scpsEnabled } from './full-access.js';
import { organizationsState } from './state.js';
import { unitChain } from './tree.js';

export interface ScpLevel {
  /** Root, OU or account id. */
  readonly orgIdentifier: string;
  readonly policies: readonly { readonly name: string; readonly document: unknown }[];
}

/** Parsed documents by their text: a pure function's memory, never state. */
const documents = new Map<string, unknown>();

const parsed = (content: string): unknown => {
  if (!documents.has(content)) documents.set(content, JSON.parse(content));
  return documents.get(content);
};

/**
 * Service control policies that bind an account, one level each from the root through its OUs to itself.
 * Empty for the management account, which no SCP binds, and while SCPs are not enabled.
 * @source https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export const effectiveScps = (world: World, accountId: string): readonly ScpLevel[] => {
  const state = organizationsState(world);
  const account = state.accounts[accountId];
  if (!account || accountId === world.managementAccountId || !scpsEnabled(state)) return [];
  return [state.rootId, ...unitChain(state, account.parentId), accountId].map((orgIdentifier) => ({
    orgIdentifier,
    policies: (state.attachments[orgIdentifier] ?? []).flatMap((policyId) => {
      const policy = state.policies[policyId];
      return policy ? [{ name: policy.name, document: parsed(policy.content) }] : [];
    }),
  }));
};
