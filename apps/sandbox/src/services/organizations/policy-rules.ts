import { AwsError } from '../../core/service.js';
import { constraintViolation, invalidInput, policyNotFound } from './errors.js';
import type { OrganizationsState, PolicyRecord } from './state.js';

const SCP_CHARACTERS = 10_240;
const SCPS_PER_ORGANIZATION = 1000;
export const SCPS_PER_TARGET = 5;

export const findPolicy = (state: OrganizationsState, id: string): PolicyRecord => {
  const policy = state.policies[id];
  if (!policy) throw policyNotFound();
  return policy;
};

export const changeablePolicy = (state: OrganizationsState, id: string): PolicyRecord => {
  const policy = findPolicy(state, id);
  if (policy.awsManaged) throw invalidInput('IMMUTABLE_POLICY', 'You specified a policy that is managed by AWS and can’t be modified.');
  return policy;
};

const isPolicyDocument = (content: string): boolean => {
  try {
    const document: unknown = JSON.parse(content);
    return typeof document === 'object' && document !== null && 'Statement' in document;
  } catch {
    return false;
  }
};

/** Whether the grammar of the statements is right is for the policy engine to judge, at evaluation. */
export const checkContent = (content: string): void => {
  if (content.length > SCP_CHARACTERS)
    throw constraintViolation('POLICY_CONTENT_LIMIT_EXCEEDED', 'You attempted to create a policy that is larger than the maximum size.');
  if (!isPolicyDocument(content))
    throw new AwsError(
      'MalformedPolicyDocumentException',
      'The provided policy document does not meet the requirements of the specified policy type.',
    );
};

export const checkPolicyCount = (state: OrganizationsState): void => {
  if (state.policyIds.length > SCPS_PER_ORGANIZATION)
    throw constraintViolation('POLICY_NUMBER_LIMIT_EXCEEDED', 'You attempted to exceed the number of policies that you can have in an organization.');
};

export const refuseDuplicateName = (state: OrganizationsState, name: string, exceptId?: string): void => {
  if (Object.values(state.policies).some((policy) => policy.name === name && policy.id !== exceptId))
    throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.');
};
