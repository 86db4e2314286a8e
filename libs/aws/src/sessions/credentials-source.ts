import { readFile } from 'node:fs/promises';
import type { AccessKey } from '../connection/client-pool.js';

/** Where the platform's own credentials come from; the environment counts as `static`, read by the configuration. */
export type CredentialsSource =
  | { readonly kind: 'static'; readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
  /** JSON `{"accessKeyId", "secretAccessKey", "sessionToken"?}`, read again when AWS calls its key expired. */
  | { readonly kind: 'file'; readonly path: string }
  /** An OIDC token in a file, exchanged for a role by AssumeRoleWithWebIdentity. */
  | { readonly kind: 'webIdentity'; readonly tokenFile: string; readonly roleArn: string }
  /** `set`: names of settings that would give some, for the error. */
  | { readonly kind: 'none'; readonly set?: string };

/** The worker's own credentials cannot be used. The message names the place and the remedy, never a value. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
}

const textAt = (record: object, key: string): string | undefined => {
  const value: unknown = Reflect.get(record, key);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const readTextFile = async (path: string, what: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code = 'unreadable' } = cause as NodeJS.ErrnoException;
    throw new CredentialsError(`The ${what} ${path} cannot be read (${code}). Check the path and its permissions.`, { cause });
  }
};

/** Throws CredentialsError. */
export const readKeyFile = async (path: string): Promise<AccessKey> => {
  const content = Object(parsed(await readTextFile(path, 'credentials file'))) as object;
  const [accessKeyId, secretAccessKey, sessionToken] = ['accessKeyId', 'secretAccessKey', 'sessionToken'].map((key) => textAt(content, key));
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new CredentialsError(`The credentials file ${path} is not JSON with accessKeyId and secretAccessKey. Write both into it.`);
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
};
