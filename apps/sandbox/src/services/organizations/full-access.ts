import { BulkInsertion } from '../sorted-ids.js';
import { SCP } from './arns.js';
import type { OrganizationsState, PolicyRecord } from './state.js';
import { attach } from './tree.js';

export const FULL_ACCESS_ID = 'p-FullAWSAccess';

export const fullAccessPolicy: PolicyRecord = {
  id: FULL_ACCESS_ID,
  awsManaged: true,
  name: 'FullAWSAccess',
  description: 'Allows access to every operation',
  content: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
};

export const scpsEnabled = (state: OrganizationsState): boolean => state.enabledPolicyTypes.includes(SCP);

/** Where SCPs are enabled, AWS attaches FullAWSAccess to every new OU and account. */
export const attachFullAccess = (state: OrganizationsState, targetId: string): void => {
  if (scpsEnabled(state)) attach(state, FULL_ACCESS_ID, targetId);
};

/** For targets that have no policies yet. */
export const attachFullAccessToAll = (state: OrganizationsState, targetIds: readonly string[]): void => {
  const bulk = new BulkInsertion();
  for (const targetId of targetIds) {
    state.attachments[targetId] = [FULL_ACCESS_ID];
    bulk.add((state.targets[FULL_ACCESS_ID] ??= []), targetId);
  }
  bulk.finish();
};

export const detachEverything = (state: OrganizationsState): void => {
  for (const targetId of Object.keys(state.attachments)) state.attachments[targetId] = [];
  for (const policyId of Object.keys(state.targets)) state.targets[policyId] = [];
};
