import type { AuthorizationTarget } from '../core/service.js';
import { requestTagContext as ofRequest, resourceTagContext as ofResource } from '../core/targets.js';

export type Tags = Readonly<Record<string, string>>;

type Context = NonNullable<AuthorizationTarget['context']>;

export const tagList = (tags: Tags): readonly { readonly Key: string; readonly Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** `aws:RequestTag/<key>` and `aws:TagKeys` of a request that carries tags. */
export const requestTagContext = (tags: Tags): Context => ofRequest(tagList(tags));

export const resourceTagContext = (tags: Tags | undefined): Context => ofResource(tagList(tags ?? {}));
