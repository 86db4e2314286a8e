import type { AwsFailure } from '@orgledger/aws';
import type { RemarkText } from '../run/run.events.js';

/** What to do about a call that failed: send it again, look at AWS and plan anew, or give the step up. */
export type Reaction = 'repeat' | 'lookAgain' | 'giveUp';

export const reactionTo = (failure: AwsFailure): Reaction => {
  if (failure.kind === 'throttled') return 'repeat';
  if (failure.ambiguous || failure.kind === 'conflict' || failure.kind === 'notFound') return 'lookAgain';
  return failure.retryable ? 'repeat' : 'giveUp';
};

/** Doubles from two seconds to a minute. */
export const backoffMs = (tries: number): number => Math.min(2_000 * 2 ** tries, 60_000);

/** When a parked run is tried again by itself: 5 minutes after the first failure, then ever later, at most 6 hours. */
export const parkedForMs = (failures: number): number => Math.min(5 * 60_000 * 2 ** Math.min(failures, 10), 6 * 3_600_000);

export const refusedByAws = (failure: AwsFailure, message: string): RemarkText => ({
  code: failure.kind === 'denied' ? 'AWS_DENIED' : 'AWS_FAILED',
  forUser:
    failure.kind === 'denied'
      ? 'AWS refused a step of setting up this account. Your operators have been told.'
      : 'AWS could not complete a step of setting up this account. It is tried again by itself.',
  forOperator: `${failure.service}:${failure.operation}${failure.accountId === undefined ? '' : ` in account ${failure.accountId}`}: ${message}${
    failure.requestId === undefined ? '' : ` (AWS request ${failure.requestId})`
  }`,
});

export const unexpected = (message: string): RemarkText => ({
  code: 'UNEXPECTED',
  forUser: 'A step of setting up this account failed unexpectedly. Your operators have been told, and it is tried again by itself.',
  forOperator: `Unexpected failure: ${message}. If it comes back, report it with this run’s id.`,
});
