import { hash } from 'node:crypto';
import { billExpired, invalidToken, requestChanged } from './errors.js';

/** Where the next page of an answer begins. */
export interface Position {
  /** Row of ResultsByTime, or 0. */
  readonly row: number;
  readonly offset: number;
  /** The data's version: a page sequence does not go on over changed data. */
  readonly version: string;
}

interface Token extends Position {
  readonly request: string;
  readonly issuedAt: number;
}

const KEPT = 24 * 3_600_000;

/** Ties a token to its operation and to all parameters but the token itself. */
export const requestDigest = (operation: string, accountId: string, input: Readonly<Record<string, unknown>>): string => {
  const { NextPageToken: _page, NextToken: _next, ...rest } = input;
  return hash('sha256', JSON.stringify([operation, accountId, canonical(rest)]));
};

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  );
};

export const writeToken = (position: Position, request: string, now: number): string =>
  Buffer.from(JSON.stringify({ ...position, request, issuedAt: now } satisfies Token)).toString('base64url');

const parse = (token: string): Token | undefined => {
  try {
    const { row, offset, version, request, issuedAt } = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Partial<Token>;
    if (!Number.isInteger(row) || !Number.isInteger(offset) || typeof version !== 'string' || typeof request !== 'string') return undefined;
    return { row: row ?? 0, offset: offset ?? 0, version, request, issuedAt: issuedAt ?? 0 };
  } catch {
    return undefined;
  }
};

/** Throws InvalidNextToken, RequestChanged or BillExpiration as AWS does. */
export const readToken = (token: string | undefined, request: string, now: number): Position | undefined => {
  if (token === undefined) return undefined;
  const parsed = parse(token);
  if (!parsed) throw invalidToken();
  if (parsed.request !== request) throw requestChanged();
  if (now - parsed.issuedAt > KEPT) throw billExpired();
  return parsed;
};
