import { createHash } from 'node:crypto';
import { canonicalJson } from '@orgledger/event-store';
import type { Json } from '@orgledger/event-store';
import type { Statement } from './statement.js';

export interface StatementHash {
  readonly tenantId: string;
  readonly hash: string;
}

/** SHA-256 of the statement's canonical JSON (RFC 8785), hexadecimal. */
export const hashOfStatement = (statement: Statement): string =>
  createHash('sha256')
    .update(canonicalJson(statement as unknown as Json))
    .digest('hex');

/** SHA-256 over the statements' hashes, one a line, in the order of tenant ids. */
export const rootDigest = (hashes: readonly StatementHash[]): string => {
  const digest = createHash('sha256');
  for (const { hash } of hashes.toSorted((a, b) => (a.tenantId < b.tenantId ? -1 : 1))) digest.update(`${hash}\n`);
  return digest.digest('hex');
};
