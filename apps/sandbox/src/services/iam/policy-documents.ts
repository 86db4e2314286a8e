import { validateIdentityPolicy, validateTrustPolicy } from '@cloud-copilot/iam-policy';
import { AwsError } from '../../core/service.js';

const validators = { identity: validateIdentityPolicy, trust: validateTrustPolicy };

const malformed = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message, 400);

/** Refuses what IAM refuses: text that is no JSON object, unknown elements, wrong versions, statements without their parts. */
export const checkPolicyDocument = (text: string, kind: 'identity' | 'trust'): void => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) throw malformed('Syntax errors in policy.');
  if (!('Statement' in document)) throw malformed('Syntax errors in policy.');
  const [first] = validators[kind](document);
  if (first) throw malformed(`Syntax errors in policy: ${first.message} (${first.path}).`);
};
