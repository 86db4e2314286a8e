import type { Tags } from '../shared-types.js';
import type { TagDefinition, TagTarget, TagValueType } from '../tag-definition/tag-definition.events.js';
import { checkRecord, isEmail, refuse, isDay } from '@orgledger/kernel';

export interface TagChange {
  readonly target: TagTarget;
  readonly tags: unknown;
  /** The tags before; `{}` for a new object. */
  readonly previous: Tags;
  readonly definitions: readonly TagDefinition[];
  readonly asOperator: boolean;
  /** Name of the field in the command; default `tags`. */
  readonly field?: string;
}

/** The tags to store: those given, and defaults for what is missing. Refuses whatever a definition forbids, naming `tags.<key>`. */
export const checkTags = ({ target, tags, previous, definitions, asOperator, field = 'tags' }: TagChange): Tags => {
  const given = checkRecord(field, tags ?? {});
  const defined = new Map(definitions.filter((definition) => definition.target === target).map((definition) => [definition.key, definition]));
  for (const key of Object.keys(given)) {
    if (!defined.has(key)) refuse('TAG_UNKNOWN', `${field}.${key}`, `There is no tag ${key} for ${words[target]}: define it first, or leave it out.`);
  }
  const result: Record<string, string> = {};
  for (const definition of defined.values()) {
    const at = `${field}.${definition.key}`;
    const before = previous[definition.key];
    const value = given[definition.key] ?? definition.default;
    if (value === undefined) {
      if (definition.mandatory) refuse('TAG_MISSING', at, `The tag ${definition.key} is mandatory: give it a value.`);
      if (before !== undefined) checkMayChange(definition, at, before, asOperator);
      continue;
    }
    const text = checkTagValue(at, value, definition.valueType);
    const isGiven = given[definition.key] !== undefined;
    if (text !== before && (isGiven || before !== undefined)) checkMayChange(definition, at, before, asOperator);
    result[definition.key] = text;
  }
  return result;
};

const words: Record<TagTarget, string> = {
  workspace: 'workspaces',
  project: 'projects',
  paymentMethod: 'payment methods',
  landingZone: 'landing zones',
};

const checkMayChange = (definition: TagDefinition, field: string, before: string | undefined, asOperator: boolean): void => {
  if (definition.immutable && before !== undefined)
    refuse('TAG_IMMUTABLE', field, `The tag ${definition.key} cannot change once it is set; it is ${before}.`);
  if (definition.restricted && !asOperator)
    refuse('TAG_RESTRICTED', field, `Only platform operators may set the tag ${definition.key}: ask one of them.`);
};

/** A value of this type, at most 256 characters. */
export const checkTagValue = (field: string, value: unknown, type: TagValueType): string => {
  if (typeof value !== 'string' || value === '') return refuse('TAG_VALUE_INVALID', field, `${field} has no value: give it one, or leave it out.`);
  if (/\p{Cs}/u.test(value)) return refuse('TAG_VALUE_INVALID', field, `${field} contains half a character: enter it again.`);
  if (value.length > 256) return refuse('TAG_VALUE_INVALID', field, `${field} has ${value.length} characters: at most 256 are allowed.`);
  const problem = problemWith(value, type);
  return problem === undefined ? value : refuse('TAG_VALUE_INVALID', field, `${field} must be ${problem}.`);
};

/** What the value should have been, or undefined when it is right. */
const problemWith = (value: string, type: TagValueType): string | undefined => {
  switch (type.kind) {
    case 'text':
      return type.regex === undefined || new RegExp(`^(?:${type.regex})$`, 'u').test(value) ? undefined : `of the form ${type.regex}`;
    case 'email':
      return isEmail(value) ? undefined : 'an e-mail address';
    case 'number':
      return /^-?\d+(?:\.\d+)?$/.test(value) ? undefined : 'a number such as 12 or 12.5';
    case 'date':
      return isDay(value) ? undefined : 'a date such as 2026-01-31';
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'true or false';
    case 'singleSelect':
      return type.options.includes(value) ? undefined : `one of ${type.options.join(', ')}`;
    case 'multiSelect': {
      const chosen = value.split(',');
      const allowed = chosen.every((option) => type.options.includes(option)) && new Set(chosen).size === chosen.length;
      return allowed ? undefined : `one or more of ${type.options.join(', ')}, each once, joined by commas`;
    }
  }
};
