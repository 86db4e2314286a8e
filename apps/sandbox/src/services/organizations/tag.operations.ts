import type { Operation } from '../../core/service.js';
import type { Tags } from '../tag-context.js';
import { requestTagContext, tagList } from '../tag-context.js';
import { entityExists } from './arns.js';
import { onEntity } from './authorization.js';
import { targetNotFound } from './errors.js';
import { nextToken, organizationsOperation, organizationsPage } from './organizations-operation.js';
import { PAGE_TOKEN, TAGGABLE_ID } from './patterns.js';
import type { OrganizationsState } from './state.js';
import { organizationsState } from './state.js';
import { checkCount, readTagKeys, readTags } from './tags.js';

const TAGS_PER_PAGE = 50;

const requireEntity = (state: OrganizationsState, id: string): void => {
  if (!entityExists(state, id)) throw targetNotFound();
};

/** An account's tags of its creation are not readable at once. */
const readableTags = (state: OrganizationsState, id: string, now: number): Tags =>
  (state.accounts[id]?.tagsReadableAt ?? 0) > now ? {} : (state.tags[id] ?? {});

export const tagOperations: readonly Operation[] = [
  organizationsOperation('TagResource', {
    mutates: true,
    parse: (members) => {
      members.structures('Tags');
      return { id: members.text('ResourceId', TAGGABLE_ID), tags: readTags(members) };
    },
    authorize: ({ id, tags }, call) => [onEntity(call, 'TagResource', id, requestTagContext(tags))],
    handle: ({ id, tags }, { world }) => {
      const state = organizationsState(world);
      requireEntity(state, id);
      const merged = { ...state.tags[id], ...tags };
      checkCount(merged);
      state.tags[id] = merged;
      return {};
    },
  }),

  organizationsOperation('UntagResource', {
    mutates: true,
    parse: (members) => ({ id: members.text('ResourceId', TAGGABLE_ID), keys: readTagKeys(members) }),
    authorize: ({ id, keys }, call) => [onEntity(call, 'UntagResource', id, { 'aws:TagKeys': keys })],
    handle: ({ id, keys }, { world }) => {
      const state = organizationsState(world);
      requireEntity(state, id);
      state.tags[id] = Object.fromEntries(Object.entries(state.tags[id] ?? {}).filter(([key]) => !keys.includes(key)));
      return {};
    },
  }),

  organizationsOperation('ListTagsForResource', {
    mutates: false,
    parse: (members) => ({ id: members.text('ResourceId', TAGGABLE_ID), token: members.optionalText('NextToken', PAGE_TOKEN) }),
    authorize: ({ id }, call) => [onEntity(call, 'ListTagsForResource', id)],
    handle: ({ id, token }, call) => {
      const state = organizationsState(call.world);
      requireEntity(state, id);
      const tags = readableTags(state, id, call.now);
      const page = organizationsPage(call, 'ListTagsForResource', { size: TAGS_PER_PAGE, token }, Object.keys(tags).sort(), { scope: id });
      return { Tags: tagList(Object.fromEntries(page.ids.map((key) => [key, tags[key] ?? '']))), ...nextToken(page) };
    },
  }),
];
