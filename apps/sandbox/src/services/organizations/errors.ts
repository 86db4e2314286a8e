import { AwsError } from '../../core/service.js';
import type { Rule, Violation } from '../request-members.js';

const invalidInputReasons: Readonly<Record<Exclude<Rule, 'type'>, readonly [string, string]>> = {
  missing: ['INPUT_REQUIRED', 'You must include a value for all required parameters.'],
  pattern: ['INVALID_PATTERN', 'You provided a value that does not match the required pattern.'],
  tooShort: ['MIN_LENGTH_EXCEEDED', 'You provided a string parameter that is shorter than allowed.'],
  tooLong: ['MAX_LENGTH_EXCEEDED', 'You provided a string parameter that is longer than allowed.'],
  enum: ['INVALID_ENUM', 'You specified an invalid value.'],
  tooSmall: ['MIN_VALUE_EXCEEDED', 'You provided a numeric parameter that is smaller than allowed.'],
  tooLarge: ['MAX_VALUE_EXCEEDED', 'You provided a numeric parameter that is larger than allowed.'],
};

export const invalidInput = (reason: string, message: string): AwsError => new AwsError('InvalidInputException', message, 400, { Reason: reason });

/** InvalidInputException with AWS's reason; a value of the wrong JSON type is refused by the protocol itself. */
export const refuse = (violation: Violation): AwsError => {
  if (violation.rule === 'type') return new AwsError('SerializationException', `${violation.member}: ${violation.constraint}`);
  const [reason, message] = invalidInputReasons[violation.rule];
  return invalidInput(reason, `${message} (${violation.member}: ${violation.constraint})`);
};

export const constraintViolation = (reason: string, message: string): AwsError =>
  new AwsError('ConstraintViolationException', message, 400, { Reason: reason });

export const invalidToken = (): AwsError =>
  invalidInput('INVALID_NEXT_TOKEN', 'You provided a value for NextToken that is not valid for this operation and its parameters.');

export const accountNotFound = (): AwsError =>
  new AwsError('AccountNotFoundException', "You specified an account that doesn't exist in the organization.");

export const parentNotFound = (): AwsError => new AwsError('ParentNotFoundException', "You specified parent that doesn't exist.");

export const unitNotFound = (): AwsError =>
  new AwsError('OrganizationalUnitNotFoundException', "You specified an organizational unit that doesn't exist.");

export const targetNotFound = (): AwsError => new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.");

export const policyNotFound = (): AwsError => new AwsError('PolicyNotFoundException', "You specified a policy that doesn't exist.");

export const accessDenied = (): AwsError => new AwsError('AccessDeniedException', "You don't have permissions to access this resource.");
