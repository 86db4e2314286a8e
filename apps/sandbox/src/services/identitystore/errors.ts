import type { Call } from '../../core/service.js';
import { AwsError } from '../../core/service.js';
import type { Violation } from '../request-members.js';

export type ResourceType = 'GROUP' | 'USER' | 'GROUP_MEMBERSHIP' | 'IDENTITY_STORE';

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

export const refuse = (violation: Violation): AwsError =>
  violation.rule === 'type'
    ? new AwsError('SerializationException', `${violation.member}: ${violation.constraint}`)
    : validation(
        `1 validation error detected: Value ${violation.rule === 'missing' ? 'null' : JSON.stringify(violation.value)} at '${violation.member}' failed to satisfy constraint: ${violation.constraint}`,
      );

export const notFound = (call: Call, type: ResourceType, id: string): AwsError =>
  new AwsError('ResourceNotFoundException', `${type} not found.`, 400, {
    ResourceType: type,
    ResourceId: id,
    RequestId: call.requestId,
  });

export const notUnique = (call: Call, message: string): AwsError =>
  new AwsError('ConflictException', message, 400, { RequestId: call.requestId, Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
