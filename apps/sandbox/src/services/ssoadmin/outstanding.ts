import type { Call } from '../../core/service.js';
import { quotaNumber } from '../quota-numbers.js';
import { conflict, tooManyOutstanding } from './errors.js';
import { recordsOf } from './operation-log.js';
import type { SsoAdminState } from './state.js';
import { SSO_ADMIN } from './state.js';

const operationsOn = (state: SsoAdminState, accountId: string): number =>
  [
    ...recordsOf(state.creations, state.openCreations).map((operation) => operation.assignment.accountId),
    ...recordsOf(state.deletions, state.openDeletions).map((operation) => operation.assignment.accountId),
    ...recordsOf(state.provisionings, state.openProvisionings).map((operation) => operation.accountId),
  ].filter((busy) => busy === accountId).length;

/** One role of an account at a time. @source IAM Identity Center quotas: "IAM roles … that can be updated at a time: 1" */
export const refuseBusyAccount = (call: Call, state: SsoAdminState, accountId: string): void => {
  if (operationsOn(state, accountId) >= quotaNumber(call.world, [SSO_ADMIN, 'assignmentOperations', 'perAccount'], 1))
    throw conflict(`There is a conflicting operation in progress for account ${accountId}. Try again after it has completed.`);
};

/** Creations and deletions count together. */
export const refuseTooManyAssignments = (call: Call, state: SsoAdminState): void => {
  const limit = quotaNumber(call.world, [SSO_ADMIN, 'assignmentOperations', 'outstanding'], 15);
  if (state.openCreations.length + state.openDeletions.length >= limit) throw tooManyOutstanding();
};

export const refuseTooManyProvisionings = (call: Call, state: SsoAdminState): void => {
  if (state.openProvisionings.length >= quotaNumber(call.world, [SSO_ADMIN, 'ProvisionPermissionSet', 'outstanding'], 3)) throw tooManyOutstanding();
};
