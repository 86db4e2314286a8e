import type { Operation } from '../../core/service.js';
import type { Json, RequestMembers } from '../request-members.js';
import { RequestMembers as Members } from '../request-members.js';
import { defineOperation } from '../define-operation.js';
import type { Tags } from '../tag-context.js';
import { requestTagContext } from '../tag-context.js';
import { quotaExceeded, refuse, resourceNotFound, validation } from './errors.js';
import { nextToken, ssoAdminPage, ssoTarget } from './ssoadmin-operation.js';
import type { SsoAdminState } from './state.js';
import { ssoAdminState } from './state.js';

const TAGS_PER_RESOURCE = 50;
const KEY = { min: 1, max: 128, pattern: /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u } as const;
const VALUE = { max: 256 } as const;

export const readTags = (members: RequestMembers): Tags => {
  if (!members.has('Tags')) return {};
  const tags = new Map<string, string>();
  for (const item of members.structures('Tags', { maxItems: 75 })) {
    const key = item.text('Key', KEY);
    if (key.toLowerCase().startsWith('aws:')) throw validation('Tag keys must not start with aws:.');
    tags.set(key, item.text('Value', VALUE));
  }
  return Object.fromEntries(tags);
};

const requireTaggable = (state: SsoAdminState, arn: string): void => {
  if (state.permissionSets[arn] === undefined && arn !== state.instanceArn) throw resourceNotFound(`Resource ${arn} does not exist.`);
};

const read = (input: Json): { readonly members: RequestMembers; readonly arn: string } => {
  const members = new Members(input, refuse);
  return { members, arn: members.text('ResourceArn', { min: 10, max: 2048 }) };
};

/** Tags of permission sets and of the instance. */
export const tagOperations: readonly Operation[] = [
  defineOperation('TagResource', {
    mutates: true,
    parse: (input) => {
      const { members, arn } = read(input);
      members.structures('Tags');
      return { arn, tags: readTags(members) };
    },
    authorize: ({ arn, tags }, call) => [ssoTarget(call, 'TagResource', arn, requestTagContext(tags))],
    handle: ({ arn, tags }, { world }) => {
      const state = ssoAdminState(world);
      requireTaggable(state, arn);
      const merged = { ...state.tags[arn], ...tags };
      if (Object.keys(merged).length > TAGS_PER_RESOURCE) throw quotaExceeded('You have exceeded the number of tags allowed on this resource.');
      state.tags[arn] = merged;
      return {};
    },
  }),

  defineOperation('UntagResource', {
    mutates: true,
    parse: (input) => {
      const { members, arn } = read(input);
      return { arn, keys: members.texts('TagKeys', { minItems: 1, maxItems: 75, ...KEY }) };
    },
    authorize: ({ arn, keys }, call) => [ssoTarget(call, 'UntagResource', arn, { 'aws:TagKeys': keys })],
    handle: ({ arn, keys }, { world }) => {
      const state = ssoAdminState(world);
      requireTaggable(state, arn);
      state.tags[arn] = Object.fromEntries(Object.entries(state.tags[arn] ?? {}).filter(([key]) => !keys.includes(key)));
      return {};
    },
  }),

  defineOperation('ListTagsForResource', {
    mutates: false,
    parse: (input) => {
      const { members, arn } = read(input);
      return { arn, token: members.optionalText('NextToken', { max: 2048 }) };
    },
    authorize: ({ arn }, call) => [ssoTarget(call, 'ListTagsForResource', arn)],
    handle: ({ arn, token }, call) => {
      const state = ssoAdminState(call.world);
      requireTaggable(state, arn);
      const tags = state.tags[arn] ?? {};
      const page = ssoAdminPage(call, 'ListTagsForResource', { size: undefined, token }, Object.keys(tags).sort(), { scope: arn });
      return { Tags: page.ids.map((Key) => ({ Key, Value: tags[Key] })), ...nextToken(page) };
    },
  }),
];
