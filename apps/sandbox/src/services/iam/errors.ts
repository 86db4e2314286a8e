import { AwsError } from '../../core/service.js';

/** IAM's refusals with its HTTP statuses. @source IAM API reference, "Errors" of each operation */
export const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', message, 404);
export const alreadyExists = (message: string): AwsError => new AwsError('EntityAlreadyExists', message, 409);
export const deleteConflict = (message: string): AwsError => new AwsError('DeleteConflict', message, 409);
export const limitExceeded = (quota: string, limit: number): AwsError =>
  new AwsError('LimitExceeded', `Cannot exceed quota for ${quota}: ${limit}`, 409);
export const invalidInput = (message: string): AwsError => new AwsError('InvalidInput', message, 400);
