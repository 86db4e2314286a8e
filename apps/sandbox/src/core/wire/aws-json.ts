import { AwsError } from '../service.js';

export const parseJsonBody = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  } catch {
    // falls through to the refusal that AWS gives for any body that is no object
  }
  throw new AwsError('SerializationException', 'The request body is not a JSON object.', 400);
};

// A local name: looking up a global is slow where modules run in contexts of their own.
const Timestamp = Date;

/**
 * Timestamps travel as seconds since 1970 in awsJson; `Date.toJSON` would make text of them, so they are replaced first.
 * What holds none is not copied: a page of Cost Explorer has 50,000 members.
 */
const withTimestamps = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Timestamp) return value.getTime() / 1000;
  if (!holdsTimestamp(value)) return value;
  if (Array.isArray(value)) return value.map(withTimestamps);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withTimestamps(child)]));
};

const holdsTimestamp = (value: object): boolean => {
  if (value instanceof Timestamp) return true;
  for (const key in value) {
    const child = (value as Record<string, unknown>)[key];
    if (typeof child === 'object' && child !== null && holdsTimestamp(child)) return true;
  }
  return false;
};

export const jsonAnswer = (output: unknown): string => (output === undefined ? '{}' : JSON.stringify(withTimestamps(output)));

export const jsonError = (error: AwsError): string => {
  const members = withTimestamps(error.members) as Record<string, unknown>;
  return JSON.stringify({ __type: error.code, Message: error.message, message: error.message, ...members });
};
