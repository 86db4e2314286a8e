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

/** Timestamps travel as seconds since 1970 in awsJson; `Date.toJSON` would make text of them, so they are replaced first. */
const withTimestamps = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withTimestamps);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withTimestamps(child)]));
  return value;
};

export const jsonAnswer = (output: unknown): string => (output === undefined ? '{}' : JSON.stringify(withTimestamps(output)));

export const jsonError = (error: AwsError): string => {
  const members = withTimestamps(error.members) as Record<string, unknown>;
  return JSON.stringify({ __type: error.code, Message: error.message, message: error.message, ...members });
};
