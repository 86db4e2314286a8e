import { createHmac, createSecretKey, hash, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What the Authorization header says, not yet verified. */
export interface Signature {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly signingName: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

export interface SignedRequest {
  readonly method: string;
  /** Path and query as on the request line. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

const authorization =
  /^AWS4-HMAC-SHA256 +Credential=([^/, ]+)\/(\d{8})\/([^/, ]+)\/([^/, ]+)\/aws4_request, *SignedHeaders=([a-z0-9;_-]+), *Signature=([0-9a-f]{64})$/;

/** Undefined when the header is not a complete SigV4 signature. */
export const readSignature = (header: string): Signature | undefined => {
  const parts = authorization.exec(header);
  if (!parts) return undefined;
  const [, accessKeyId = '', date = '', region = '', signingName = '', signedHeaders = '', signature = ''] = parts;
  return { accessKeyId, date, region, signingName, signedHeaders: signedHeaders.split(';'), signature };
};

const hmac = (key: string | Buffer | KeyObject, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalQuery = (query: string): string =>
  [...new URLSearchParams(query)]
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .sort()
    .join('&');

const canonicalPath = (path: string): string =>
  path
    .split('/')
    .map((segment) => uriEncode(segment))
    .join('/');

const headerValue = (value: string | readonly string[] | undefined): string =>
  (typeof value === 'string' ? value : (value ?? []).join(',')).trim().replace(/ +/g, ' ');

const signingKeys = new Map<string, KeyObject>();

const signingKey = (secret: string, signature: Signature): KeyObject => {
  const name = [secret, signature.date, signature.region, signature.signingName].join(' ');
  const known = signingKeys.get(name);
  if (known) return known;
  const key = createSecretKey([signature.region, signature.signingName, 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, signature.date)));
  if (signingKeys.size > 10_000) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
};

/** True when the request was signed with this secret. @source SigV4: "Create a signed AWS API request" */
export const isSignedWith = (secret: string, signature: Signature, request: SignedRequest): boolean => {
  const [path = '/', query = ''] = request.url.split('?', 2);
  const headers = signature.signedHeaders.map((name) => `${name}:${headerValue(request.headers[name])}\n`).join('');
  const canonical = [
    request.method,
    canonicalPath(path),
    canonicalQuery(query),
    headers,
    signature.signedHeaders.join(';'),
    hash('sha256', request.body),
  ].join('\n');
  const scope = `${signature.date}/${signature.region}/${signature.signingName}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headerValue(request.headers['x-amz-date']), scope, hash('sha256', canonical)].join('\n');
  return timingSafeEqual(hmac(signingKey(secret, signature), text), Buffer.from(signature.signature, 'hex'));
};
