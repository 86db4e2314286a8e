import type { OrganizationAccount } from '@orgledger/aws';
import { creationIntentTag } from '../desired/desired-tenant.js';
import type { RemarkText } from '../run/run.events.js';
import type { CreationIntent } from './account-creation.decider.js';

export type Judgement =
  | { readonly verdict: 'ours'; readonly intentId: string; readonly proof: 'intentTag' }
  /** It carries no mark, but may be ours: its tags may not be readable yet. */
  | { readonly verdict: 'unmarked' }
  | { readonly verdict: 'foreign'; readonly why: string };

/**
 * Whether an account with our e-mail is the one that our intents made: only the mark proves it. CreateAccount sets tags together with the
 * account, so one without a mark once tags had time to appear (`settled`) was made by somebody else, even if it joined after our intent.
 */
export const judgeAccount = (
  account: OrganizationAccount,
  tags: Readonly<Record<string, string>> | undefined,
  intents: readonly CreationIntent[],
  settled: boolean,
): Judgement => {
  if (account.state !== 'ACTIVE' && account.state !== 'PENDING_ACTIVATION') return { verdict: 'foreign', why: `it is ${account.state}` };
  const mark = tags?.[creationIntentTag];
  const marked = intents.find(({ intentId }) => intentId === mark);
  if (marked) return { verdict: 'ours', intentId: marked.intentId, proof: 'intentTag' };
  if (mark !== undefined) return { verdict: 'foreign', why: 'it carries the mark of another creation' };
  if (account.joinedMethod !== 'CREATED') return { verdict: 'foreign', why: 'it was not created in this organisation' };
  const [first] = intents;
  if (first === undefined || account.joinedAt === undefined || account.joinedAt < first.intendedAt)
    return { verdict: 'foreign', why: 'it was there before this tenant asked for it' };
  return settled ? { verdict: 'foreign', why: 'it does not carry the mark of this tenant' } : { verdict: 'unmarked' };
};

export const foreignAccount = (email: string, account: OrganizationAccount, why: string): RemarkText => ({
  code: 'ACCOUNT_NOT_OURS',
  forUser: 'The e-mail address for this account is already used by another AWS account. Your operators have been told.',
  forOperator: `Account ${account.accountId} (${account.name}) uses ${email}, and ${why}. It is never taken over: import it, or change the e-mail template.`,
});

export const emailOutside = (email: string): RemarkText => ({
  code: 'EMAIL_IN_USE',
  forUser: 'The e-mail address for this account is already used by another AWS account. Your operators have been told.',
  forOperator: `${email} belongs to an AWS account outside of this organisation. Change the e-mail template.`,
});

export const creationFailed = (reason: string): RemarkText => ({
  code: 'CREATE_ACCOUNT_FAILED',
  forUser: 'AWS could not create the account. It is tried again by itself.',
  forOperator: `AWS could not create the account: ${reason}. ${remedies[reason] ?? 'See CreateAccountStatus in the Organizations API reference.'}`,
});

const remedies: Readonly<Record<string, string>> = {
  ACCOUNT_LIMIT_EXCEEDED: 'The organisation has as many accounts as it may: ask AWS for a higher limit, or close accounts.',
  ACCOUNT_NUMBER_LIMIT_EXCEEDED: 'The organisation has as many accounts as it may: ask AWS for a higher limit, or close accounts.',
  ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED: 'Too many accounts were created in a short time; later tries succeed.',
  INVALID_EMAIL: 'AWS does not accept the e-mail: correct the e-mail template.',
  MISSING_PAYMENT_INSTRUMENT: 'The management account has no valid payment method.',
  MISSING_BUSINESS_VALIDATION: 'AWS must first validate the business of the management account.',
  PENDING_BUSINESS_VALIDATION: 'AWS is still validating the business of the management account.',
  INTERNAL_FAILURE: 'AWS failed internally; later tries usually succeed.',
};
