import { createHash, randomBytes } from 'node:crypto';

const format = (bytes: Uint8Array): string => {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
};

const parse = (uuid: string): Buffer => {
  if (!isUuid(uuid)) throw new TypeError(`not a UUID: ${uuid}`);
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
};

const stamp = (bytes: Uint8Array, version: number): Uint8Array => {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
};

export const isUuid = (value: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value);

/** Deterministic id: the same namespace and name always give the same UUID. @source RFC 9562 §5.5 */
export const uuidv5 = (namespace: string, name: string | number): string =>
  format(stamp(createHash('sha1').update(parse(namespace)).update(String(name)).digest().subarray(0, 16), 5));

/** Time-ordered id of the instant `now`, with 74 random bits. Made at the edge (resolver, worker), never in a decider. @source RFC 9562 §5.7 */
export const uuidv7 = (now: Date, random: Uint8Array = randomBytes(10)): string => {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes.set(random.subarray(0, 10), 6);
  return format(stamp(bytes, 7));
};

/** First 32 hex digits of SHA-256: the id part of claim streams, where natural keys may hold any character. */
export const keyHash = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
