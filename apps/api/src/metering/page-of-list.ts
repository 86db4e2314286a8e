import { DomainError } from '@orgledger/kernel';
import type { Connection } from '../graphql/page.js';

/** A page of what is in memory: cursors are places in the list. */
export const pageOfList = <Node>(nodes: readonly Node[], first: number, after?: string): Connection<Node> => {
  if (after !== undefined && !/^\d{1,9}$/.test(after))
    throw new DomainError('FIELD_MALFORMED', 'after is not a cursor: give the endCursor of the page before.', { field: 'after' });
  const start = after === undefined ? 0 : Number(after) + 1;
  const shown = nodes.slice(start, start + first);
  return {
    nodes: shown,
    pageInfo: { endCursor: shown.length > 0 ? String(start + shown.length - 1) : undefined, hasNextPage: start + shown.length < nodes.length },
    totalCount: nodes.length,
  };
};
