import { pageOf } from '../paging.js';
import type { QueryMembers } from '../query-members.js';
import { invalidInput } from './errors.js';

export interface ListRequest {
  readonly marker: string | undefined;
  readonly maxItems: number;
}

export const readListRequest = (members: QueryMembers): ListRequest => ({
  marker: members.optionalText('Marker', { min: 1 }),
  maxItems: members.integer('MaxItems', 1, 1000) ?? 100,
});

/** One page of an IAM list, in the order of its keys: `IsTruncated` and `Marker` as AWS answers them. */
export const listPage = <T>(
  entries: Readonly<Record<string, T>>,
  request: ListRequest,
  scope: string,
): { readonly items: readonly T[]; readonly rest: { readonly IsTruncated: boolean; readonly Marker?: string } } => {
  const ids = Object.keys(entries).sort();
  const page = pageOf(ids, { scope, size: request.maxItems, token: request.marker }, () => invalidInput('Invalid Marker'));
  return {
    items: page.ids.map((id) => entries[id] as T),
    rest: page.nextToken === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: page.nextToken },
  };
};
