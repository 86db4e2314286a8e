import type { World } from '../../core/service.js';
import { AwsError } from '../../core/service.js';
import { quotaNumber } from '../quota-numbers.js';
import { removeAccountIam } from '../iam/state.js';
import { constraintViolation } from './errors.js';
import type { AccountRecord, OrganizationsState } from './state.js';

const DAYS_30 = 30 * 24 * 3_600_000;

/** Accounts that may be closed in any 30 days: max(floor, share of member accounts), at most the cap. */
const closuresPer30Days = (world: World, state: OrganizationsState): number => {
  const quota = (name: string, fallback: number): number => quotaNumber(world, ['organizations', 'CloseAccount', 'per30Days', name], fallback);
  const share = Math.floor(quota('shareOfAccounts', 0.2) * (state.accountIds.length - 1));
  return Math.min(quota('cap', 1000), Math.max(quota('floor', 250), share));
};

const refuseState = (account: AccountRecord): void => {
  if (account.state === 'PENDING_CLOSURE')
    throw new AwsError('ConflictException', 'The request failed because it conflicts with the current state of the specified resource.');
  if (account.state === 'CLOSED') throw new AwsError('AccountAlreadyClosedException', 'You attempted to close an account that is already closed.');
};

export const startClosure = (world: World, state: OrganizationsState, account: AccountRecord, now: number): void => {
  if (account.id === world.managementAccountId)
    throw constraintViolation('CANNOT_CLOSE_MANAGEMENT_ACCOUNT', 'You attempted to close the management account.');
  refuseState(account);
  if (state.openClosures.length >= quotaNumber(world, ['organizations', 'CloseAccount', 'outstanding'], 3))
    throw constraintViolation(
      'CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED',
      'You attempted to exceed the number of accounts that you can close at a time.',
    );
  state.closedAt = state.closedAt.filter((at) => at > now - DAYS_30);
  if (state.closedAt.length >= closuresPer30Days(world, state))
    throw constraintViolation('CLOSE_ACCOUNT_QUOTA_EXCEEDED', 'You have exceeded close account quota for the past 30 days.');
  account.state = 'PENDING_CLOSURE';
  state.closedAt.push(now);
  state.openClosures.push({ accountId: account.id, requestedAt: now, dueAt: now + world.duration('organizations.closeAccount', account.id) });
};

/** A closed account's principals are gone with it: nobody can sign in or assume its roles. */
export const settleClosures = (world: World, state: OrganizationsState, now: number): void => {
  if (!state.openClosures.some((closure) => closure.dueAt <= now)) return;
  for (const closure of state.openClosures) {
    const account = state.accounts[closure.accountId];
    if (!account || closure.dueAt > now) continue;
    account.state = 'CLOSED';
    account.closedAt = closure.dueAt;
    state.closures = (state.closures ?? 0) + 1;
    removeAccountIam(world, account.id);
  }
  state.openClosures = state.openClosures.filter((closure) => closure.dueAt > now);
};
