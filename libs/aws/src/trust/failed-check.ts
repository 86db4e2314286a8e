import { AwsCallError, WrongAccountError } from '../errors/aws-call-error.js';
import { CredentialsError } from '../sessions/credentials-source.js';
import { failed, inconclusive } from './finding.js';
import type { CheckName, Finding } from './finding.js';
import { wordsFor } from './judge-chain.js';
import type { ChainCaller } from './judge-chain.js';

/** What a check that could not be carried out means. Only a clear refusal counts as failed; no answer is never taken for one. Other errors are thrown on. */
export const findingOf = (name: CheckName, subject: string, error: unknown, caller: ChainCaller = 'replicator'): Finding => {
  const { holder, settings } = wordsFor[caller];
  if (error instanceof WrongAccountError)
    return failed(name, subject, {
      code: 'WRONG_ACCOUNT',
      message: error.message,
      remedy: `Check the account ids and role names in ${settings}.`,
    });
  if (error instanceof CredentialsError)
    return failed(name, subject, {
      code: 'NO_CREDENTIALS',
      message: error.message,
      remedy: `Give ${holder} its credentials and restart its process.`,
    });
  if (!(error instanceof AwsCallError)) throw error;
  const remedy = 'AWS’s own words are in the message; once it is mended, request the verification again.';
  switch (error.kind) {
    case 'denied':
    case 'expired':
      return failed(name, subject, { code: error.awsCode ?? 'DENIED', message: error.message, remedy, again: true });
    case 'unavailable':
    case 'timeout':
      return inconclusive(name, subject, { code: 'UNREACHABLE', message: error.message, remedy, again: true });
    case 'throttled':
      return inconclusive(name, subject, { code: 'THROTTLED', message: error.message, remedy, again: true });
    case 'notFound':
    case 'conflict':
    case 'invalid':
    case 'unknown':
      return failed(name, subject, { code: error.awsCode ?? 'REFUSED', message: error.message, remedy });
  }
};
