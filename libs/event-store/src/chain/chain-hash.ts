import { hash } from 'node:crypto';
import type { Json } from '../port.js';
import { canonicalJson } from '../log/canonical-json.js';

/** What the chain covers of one event, as stored: before upcasting, without `created`. */
export interface ChainLink {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  /** JSON text by RFC 8785, or bytes. */
  readonly data: string | Uint8Array;
  /** JSON text by RFC 8785. */
  readonly metadata: string;
}

/**
 * SHA-256, in hex, over the RFC 8785 JSON of [previous hash or null, stream, revision, id, type, schemaVersion, data, metadata].
 * Bytes stand as base64 text, which no JSON data can be: it is always an object.
 * @source specs/event-store.md "Hash chain"
 */
export const chainHash = (previous: string | null, link: ChainLink): string => {
  const data = typeof link.data === 'string' ? link.data : JSON.stringify(Buffer.from(link.data).toString('base64'));
  const head = `[${previous === null ? 'null' : `"${previous}"`},${JSON.stringify(link.stream)},${link.revision},"${link.id}"`;
  return hash('sha256', `${head},${JSON.stringify(link.type)},${link.schemaVersion},${data},${link.metadata}]`, 'hex');
};

/** The same, from text that came out of a file: whatever its spelling, it is read and written canonically first. */
export const chainHashOfStored = (previous: string | null, link: ChainLink): string =>
  chainHash(previous, { ...link, data: typeof link.data === 'string' ? recanonical(link.data) : link.data, metadata: recanonical(link.metadata) });

const recanonical = (text: string): string => {
  try {
    return canonicalJson(JSON.parse(text) as Json);
  } catch {
    // No JSON any more: an edit, and the hash of the broken text will say so.
    return text;
  }
};
