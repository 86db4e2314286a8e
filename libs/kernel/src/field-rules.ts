import { DomainError } from './domain-error.js';
import { isUuid } from './ids.js';

/** Throws a DomainError that names the field at fault. */
export const refuse = (code: string, field: string, message: string): never => {
  throw new DomainError(code, message, { field });
};

interface TextLimits {
  readonly min?: number;
  readonly max: number;
}

// Control characters, unpaired surrogates, and the marks that reorder or hide text on a screen.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]/u;

/** One line of printable text without surrounding blanks. */
export const checkText = (field: string, value: unknown, { min = 1, max }: TextLimits): string => {
  if (typeof value !== 'string') return refuse('FIELD_REQUIRED', field, `${field} is missing: give it ${min}–${max} characters.`);
  if (value.trim() === '') return refuse('FIELD_REQUIRED', field, `${field} is empty: give it ${min}–${max} characters.`);
  if (value.trim() !== value) return refuse('FIELD_MALFORMED', field, `${field} starts or ends with a blank: remove it.`);
  if (unprintable.test(value)) return refuse('FIELD_MALFORMED', field, `${field} contains control or invisible characters: remove them.`);
  const length = Array.from(value).length;
  if (length < min) return refuse('FIELD_TOO_SHORT', field, `${field} has ${length} characters: at least ${min} are needed.`);
  if (length > max) return refuse('FIELD_TOO_LONG', field, `${field} has ${length} characters: at most ${max} are allowed.`);
  return value;
};

/** Text of a form that `expected` describes to the reader. */
export const checkPattern = (field: string, value: unknown, pattern: RegExp, expected: string): string => {
  if (value === undefined || value === null || value === '') return refuse('FIELD_REQUIRED', field, `${field} is missing: it must be ${expected}.`);
  if (typeof value !== 'string' || !pattern.test(value)) return refuse('FIELD_MALFORMED', field, `${field} must be ${expected}.`);
  return value;
};

const identifierPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Lowercase letters, digits and single inner hyphens. */
export const checkIdentifier = (field: string, value: unknown, max: number): string => {
  const identifier = checkPattern(
    field,
    value,
    identifierPattern,
    `made of lowercase letters, digits and single hyphens between them, at most ${max} characters`,
  );
  if (identifier.length > max) refuse('FIELD_TOO_LONG', field, `${field} has ${identifier.length} characters: at most ${max} are allowed.`);
  return identifier;
};

/** A UUID, in lowercase as stream names use it. */
export const checkUuid = (field: string, value: unknown): string => {
  if (value === undefined || value === null || value === '') return refuse('FIELD_REQUIRED', field, `${field} is missing: it must be a UUID.`);
  if (typeof value !== 'string' || !isUuid(value)) return refuse('FIELD_MALFORMED', field, `${field} must be a UUID.`);
  return value.toLowerCase();
};

export const checkBoolean = (field: string, value: unknown): boolean =>
  typeof value === 'boolean' ? value : refuse('FIELD_MALFORMED', field, `${field} must be true or false.`);

export const checkInteger = (field: string, value: unknown, min: number, max: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
    ? value
    : refuse('FIELD_MALFORMED', field, `${field} must be a whole number from ${min} to ${max}.`);

export const checkOneOf = <Value extends string>(field: string, value: unknown, allowed: readonly Value[]): Value =>
  allowed.includes(value as Value) ? (value as Value) : refuse('FIELD_MALFORMED', field, `${field} must be one of ${allowed.join(', ')}.`);

/** A list; the caller checks its elements. */
export const checkList = (field: string, value: unknown, { min = 0, max }: TextLimits): readonly unknown[] => {
  if (!Array.isArray(value)) return refuse('FIELD_REQUIRED', field, `${field} is missing: it must be a list.`);
  if (value.length < min) return refuse('FIELD_REQUIRED', field, `${field} is empty: give at least ${min}.`);
  if (value.length > max) return refuse('FIELD_TOO_LONG', field, `${field} has ${value.length} entries: at most ${max} are allowed.`);
  return value as readonly unknown[];
};

/** Refuses the second of two equal keys. */
export const checkDistinct = (field: string, keys: readonly string[]): void => {
  const second = keys.findIndex((key, index) => keys.indexOf(key) !== index);
  if (second >= 0) refuse('FIELD_DUPLICATE', `${field}[${second}]`, `${field} names ${keys[second] ?? ''} twice: keep one.`);
};

export const checkRecord = (field: string, value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : refuse('FIELD_REQUIRED', field, `${field} is missing: it must be an object.`);

const emailPattern =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

export const isEmail = (value: string): boolean => emailPattern.test(value);
