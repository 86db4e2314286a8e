import { startAfter } from './sorted-ids.js';

/** What one List call asked for. `scope` ties a token to its operation and parameters. */
export interface PageRequest {
  readonly scope: string;
  readonly size: number;
  readonly token: string | undefined;
}

export interface Page {
  readonly ids: readonly string[];
  readonly nextToken: string | undefined;
}

const encode = (scope: string, last: string): string => Buffer.from(JSON.stringify([scope, last])).toString('base64url');

const decode = (token: string, scope: string): string | undefined => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed.length !== 2 || parsed[0] !== scope) return undefined;
    return typeof parsed[1] === 'string' ? parsed[1] : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The page of sorted ids that follows the token. Ids that `keep` refuses take no place in the page.
 * Throws what `invalidToken` makes when the token is not one of this operation with these parameters.
 */
export const pageOf = (ids: readonly string[], request: PageRequest, invalidToken: () => Error, keep: (id: string) => boolean = () => true): Page => {
  let after: string | undefined;
  if (request.token !== undefined) {
    after = decode(request.token, request.scope);
    if (after === undefined) throw invalidToken();
  }
  const page: string[] = [];
  for (let at = startAfter(ids, after); at < ids.length; at += 1) {
    const id = ids[at] ?? '';
    if (!keep(id)) continue;
    if (page.length === request.size) return { ids: page, nextToken: encode(request.scope, page.at(-1) ?? '') };
    page.push(id);
  }
  return { ids: page, nextToken: undefined };
};
