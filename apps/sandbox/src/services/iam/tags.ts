import { AwsError } from '../../core/service.js';
import type { RequestMembers } from '../request-members.js';
import type { Tag } from './model.js';

/** Tags of a request: at most fifty, keys unique without case, `aws:` reserved. @source IAM: "Rules for tagging in IAM and AWS STS" */
export const readTags = (members: RequestMembers, member = 'Tags'): readonly Tag[] => {
  if (!members.has(member)) return [];
  const tags = members.structures(member, { maxItems: 50 }).map((tag) => ({
    Key: tag.text('Key', { min: 1, max: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u }),
    Value: tag.text('Value', { max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u }),
  }));
  if (tags.some((tag) => tag.Key.toLowerCase().startsWith('aws:'))) throw new AwsError('InvalidInput', 'The tag key prefix "aws:" is reserved.', 400);
  if (new Set(tags.map((tag) => tag.Key.toLowerCase())).size < tags.length)
    throw new AwsError('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.', 400);
  return tags;
};

/** Later tags replace earlier ones of the same key, which IAM compares without case. */
export const mergeTags = (before: readonly Tag[], more: readonly Tag[]): readonly Tag[] => {
  const replaced = new Set(more.map((tag) => tag.Key.toLowerCase()));
  const merged = [...before.filter((tag) => !replaced.has(tag.Key.toLowerCase())), ...more];
  if (merged.length > 50) throw new AwsError('LimitExceeded', 'The number of tags has reached the maximum limit of 50.', 409);
  return merged;
};
