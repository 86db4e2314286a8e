import type { RequestMembers } from '../request-members.js';
import type { Tags } from '../tag-context.js';
import { constraintViolation, invalidInput } from './errors.js';

const TAGS_PER_RESOURCE = 50;

const checkKey = (key: string): void => {
  if (key.toLowerCase().startsWith('aws:'))
    throw invalidInput(
      'INVALID_SYSTEM_TAGS_PARAMETER',
      'You specified a tag key that is a system tag. You can’t add, edit, or delete system tag keys.',
    );
};

/** Reads `Tags`; duplicate keys and AWS's own prefix are refused. */
export const readTags = (members: RequestMembers): Tags => {
  if (!members.has('Tags')) return {};
  const tags = new Map<string, string>();
  for (const item of members.structures('Tags')) {
    const key = item.text('Key', { min: 1, max: 128 });
    checkKey(key);
    if (tags.has(key)) throw invalidInput('DUPLICATE_TAG_KEY', 'Tag keys must be unique among the tags attached to the same entity.');
    tags.set(key, item.text('Value', { max: 256 }));
  }
  const read = Object.fromEntries(tags);
  checkCount(read);
  return read;
};

export const readTagKeys = (members: RequestMembers): readonly string[] => {
  const keys = members.texts('TagKeys', { min: 1, max: 128 });
  for (const key of keys) checkKey(key);
  return keys;
};

export const checkCount = (tags: Tags): void => {
  if (Object.keys(tags).length > TAGS_PER_RESOURCE)
    throw constraintViolation('MAX_TAG_LIMIT_EXCEEDED', 'You have exceeded the number of tags allowed on this resource.');
};
