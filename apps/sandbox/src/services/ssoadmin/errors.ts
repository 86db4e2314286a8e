import { AwsError } from '../../core/service.js';
import type { Violation } from '../request-members.js';

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

export const refuse = (violation: Violation): AwsError =>
  violation.rule === 'type'
    ? new AwsError('SerializationException', `${violation.member}: ${violation.constraint}`)
    : validation(
        `1 validation error detected: Value ${violation.rule === 'missing' ? 'null' : JSON.stringify(violation.value)} at '${violation.member}' failed to satisfy constraint: ${violation.constraint}`,
      );

export const resourceNotFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);

export const conflict = (message: string): AwsError => new AwsError('ConflictException', message);

export const quotaExceeded = (message: string): AwsError => new AwsError('ServiceQuotaExceededException', message);

/** What AWS answers while too many asynchronous operations are under way. */
export const tooManyOutstanding = (): AwsError =>
  new AwsError('ThrottlingException', 'There are too many requests processing. Please try again later.');
