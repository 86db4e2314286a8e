import { AppendTooLarge, InvalidAppend } from '../errors.js';
import type { EventData, Json, NewEvent, StreamName } from '../port.js';
import { canonicalJson } from './canonical-json.js';
import { assertStreamName } from './stream-name.js';

/** An event as stored: JSON by RFC 8785 (what the hash chain covers), bytes as they came. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: string | Uint8Array;
  readonly metadata: string;
}

/** Checks a whole append before any of it is stored. Throws InvalidAppend or AppendTooLarge. */
export const encodeAppend = (stream: StreamName, events: readonly NewEvent[], maxEventBytes: number): readonly EncodedEvent[] => {
  assertStreamName(stream);
  if (events.length === 0) throw new InvalidAppend(`append to ${stream}: there must be at least one event`);
  if (events.length > 1 && new Set(events.map((event) => event.id)).size < events.length)
    throw new InvalidAppend(`append to ${stream}: every event needs an id of its own`);
  let shared: { readonly metadata: unknown; readonly text: string } | undefined;
  return events.map((event, index) => {
    const at = (): string => `append to ${stream}, event ${index} (${event.type})`;
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(event.id))
      throw new InvalidAppend(`${at()}: id ${JSON.stringify(event.id)} is not a UUID`);
    if (event.type === '' || event.type.length > 200) throw new InvalidAppend(`${at()}: the type must have 1 to 200 characters`);
    if (!Number.isSafeInteger(event.schemaVersion) || event.schemaVersion < 1) throw new InvalidAppend(`${at()}: schemaVersion must be 1 or more`);
    // One command's events share their metadata object.
    if (shared?.metadata !== event.metadata)
      shared = { metadata: event.metadata, text: jsonOf(event.metadata as unknown as Json, () => `${at()}: metadata`) };
    const data = event.data instanceof Uint8Array ? Uint8Array.from(event.data) : jsonOf(event.data, () => `${at()}: data`);
    const bytes = sizeOf(data) + sizeOf(shared.text);
    if (bytes > maxEventBytes) throw new AppendTooLarge(bytes, maxEventBytes);
    return { id: event.id, type: event.type, schemaVersion: event.schemaVersion, data, metadata: shared.text };
  });
};

export const decodeData = (stored: string | Uint8Array): EventData =>
  typeof stored === 'string' ? (JSON.parse(stored) as Readonly<Record<string, Json>>) : Uint8Array.from(stored);

const sizeOf = (stored: string | Uint8Array): number => (typeof stored === 'string' ? Buffer.byteLength(stored) : stored.byteLength);

const jsonOf = (value: Json, at: () => string): string => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new InvalidAppend(`${at()} must be an object`);
  try {
    return canonicalJson(value);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw new InvalidAppend(`${at()} is not JSON: ${error.message}`, { cause: error });
    throw error;
  }
};
