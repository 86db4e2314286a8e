import { AwsError } from '../../../core/service.js';
import type { Violation } from '../../request-members.js';

/** Not in the service's model, yet what it answers to a request that breaks its rules. */
export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

export const refuse = (violation: Violation): AwsError =>
  violation.rule === 'type'
    ? new AwsError('SerializationException', `${violation.member}: ${violation.constraint}`)
    : validation(
        `1 validation error detected: Value ${violation.rule === 'missing' ? 'null' : JSON.stringify(violation.value)} at '${violation.member}' failed to satisfy constraint: ${violation.constraint}`,
      );

export const invalidToken = (): AwsError =>
  new AwsError('InvalidNextTokenException', 'The pagination token is invalid. Try again without a pagination token.');

export const requestChanged = (): AwsError =>
  new AwsError('RequestChangedException', 'Your request parameters changed between pages. Try again with the old parameters or without a pagination token.'); // prettier-ignore

export const billExpired = (): AwsError =>
  new AwsError('BillExpirationException', 'The requested report expired. Update the date interval and try again.');

export const dataUnavailable = (): AwsError => new AwsError('DataUnavailableException', 'The requested data is unavailable.');

export const viewNotFound = (): AwsError => new AwsError('ResourceNotFoundException', 'The specified billing view does not exist.');
