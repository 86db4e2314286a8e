import { invalidToken } from './errors.js';
import { readToken, writeToken } from './page-token.js';

interface PageRequest {
  readonly token: string | undefined;
  readonly size: number;
  readonly digest: string;
  readonly version: string;
  readonly now: number;
}

/** One page of rows that are all known, and the token of the next. */
export const listPage = <T>(rows: readonly T[], request: PageRequest): { readonly rows: readonly T[]; readonly next: string | undefined } => {
  const start = readToken(request.token, request.digest, request.now);
  if (start && start.version !== request.version) throw invalidToken();
  const from = start?.offset ?? 0;
  const page = rows.slice(from, from + request.size);
  const end = from + page.length;
  return {
    rows: page,
    next: end < rows.length ? writeToken({ row: 0, offset: end, version: request.version }, request.digest, request.now) : undefined,
  };
};
