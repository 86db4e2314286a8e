import {
  DomainError,
  checkBoolean,
  checkDistinct,
  checkList,
  checkOneOf,
  checkPattern,
  checkRecord,
  checkText,
  refuse,
  equalJson,
} from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import { checkTagValue } from '../tags/tag-rules.js';
import type { ChangeTagDefinition, CreateTagDefinition, DeleteTagDefinition, TagDefinitionCommand } from './tag-definition.commands.js';
import { tagTargets } from './tag-definition.events.js';
import type { TagDefinition, TagDefinitionEvent, TagValueType } from './tag-definition.events.js';

/** All definitions for one kind of object, by key. */
export type TagDefinitions = Readonly<Record<string, TagDefinition>>;

const keyPattern = /^[A-Za-z][A-Za-z0-9_-]{0,59}$/;
const replicationKeyPattern = /^[\p{L}\p{N} _.:/=+\-@]{1,128}$/u;
const kinds = ['text', 'email', 'number', 'date', 'boolean', 'singleSelect', 'multiSelect'] as const;

const checkOptions = (value: unknown): readonly string[] => {
  const options = checkList('definition.valueType.options', value, { min: 1, max: 200 }).map((option, index) => {
    const field = `definition.valueType.options[${index}]`;
    const text = checkText(field, option, { max: 100 });
    return text.includes(',') ? refuse('FIELD_MALFORMED', field, `${field} contains a comma: options are joined by commas.`) : text;
  });
  checkDistinct('definition.valueType.options', options);
  return options;
};

const checkRegex = (value: unknown): string => {
  const field = 'definition.valueType.regex';
  const regex = checkText(field, value, { max: 200 });
  try {
    new RegExp(`^(?:${regex})$`, 'u');
  } catch {
    refuse('FIELD_MALFORMED', field, `${field} is not a regular expression: correct it, or leave it out.`);
  }
  return regex;
};

const checkValueType = (value: unknown): TagValueType => {
  const type = checkRecord('definition.valueType', value);
  const kind = checkOneOf('definition.valueType.kind', type.kind, kinds);
  if (kind === 'text') return type.regex === undefined ? { kind } : { kind, regex: checkRegex(type.regex) };
  if (kind === 'singleSelect' || kind === 'multiSelect') return { kind, options: checkOptions(type.options) };
  return { kind };
};

const checkDefinition = (value: unknown): TagDefinition => {
  const definition = checkRecord('definition', value);
  const valueType = checkValueType(definition.valueType);
  return {
    target: checkOneOf('definition.target', definition.target, tagTargets),
    key: checkPattern('definition.key', definition.key, keyPattern, 'a letter followed by at most 59 letters, digits, _ or -'),
    displayName: checkText('definition.displayName', definition.displayName, { max: 100 }),
    valueType,
    mandatory: checkBoolean('definition.mandatory', definition.mandatory),
    restricted: checkBoolean('definition.restricted', definition.restricted),
    immutable: checkBoolean('definition.immutable', definition.immutable),
    replicated: checkBoolean('definition.replicated', definition.replicated),
    ...(definition.replicationKey === undefined ? {} : { replicationKey: checkReplicationKey(definition.replicationKey) }),
    ...(definition.default === undefined ? {} : { default: checkTagValue('definition.default', definition.default, valueType) }),
  };
};

const checkReplicationKey = (value: unknown): string =>
  checkPattern('definition.replicationKey', value, replicationKeyPattern, '1–128 letters, digits, blanks or _ . : / = + - @');

const create = (command: CreateTagDefinition, state: TagDefinitions): TagDefinitionEvent[] => {
  const definition = checkDefinition(command.definition);
  const twin = Object.keys(state).find((key) => key.toLowerCase() === definition.key.toLowerCase());
  if (twin !== undefined)
    refuse('TAG_DEFINITION_EXISTS', 'definition.key', `There is a tag ${twin} already: change that one, or choose another key.`);
  return [{ type: 'TagDefinitionCreated', ...definition }];
};

const change = (command: ChangeTagDefinition, state: TagDefinitions): TagDefinitionEvent[] => {
  const definition = checkDefinition(command.definition);
  const before = existing(state, definition.key, 'definition.key');
  return equalJson(before, definition) ? [] : [{ type: 'TagDefinitionChanged', ...definition }];
};

const remove = (command: DeleteTagDefinition, state: TagDefinitions): TagDefinitionEvent[] => {
  const target = checkOneOf('target', command.target, tagTargets);
  const { key } = existing(state, checkPattern('key', command.key, keyPattern, 'the key of a tag definition'), 'key');
  return [{ type: 'TagDefinitionDeleted', target, key }];
};

const existing = (state: TagDefinitions, key: string, field: string): TagDefinition => {
  const definition = state[key];
  if (!definition) throw new DomainError('TAG_DEFINITION_NOT_FOUND', `There is no tag definition ${key}: create it first.`, { field });
  return definition;
};

const decide = (command: TagDefinitionCommand, state: TagDefinitions): TagDefinitionEvent[] => {
  switch (command.type) {
    case 'CreateTagDefinition':
      return create(command, state);
    case 'ChangeTagDefinition':
      return change(command, state);
    case 'DeleteTagDefinition':
      return remove(command, state);
  }
};

export const definitionOf = (event: TagDefinition): TagDefinition => ({
  target: event.target,
  key: event.key,
  displayName: event.displayName,
  valueType: event.valueType,
  mandatory: event.mandatory,
  restricted: event.restricted,
  immutable: event.immutable,
  replicated: event.replicated,
  ...(event.replicationKey === undefined ? {} : { replicationKey: event.replicationKey }),
  ...(event.default === undefined ? {} : { default: event.default }),
});

const evolve = (state: TagDefinitions, event: TagDefinitionEvent): TagDefinitions => {
  switch (event.type) {
    case 'TagDefinitionCreated':
    case 'TagDefinitionChanged': {
      return { ...state, [event.key]: definitionOf(event) };
    }
    case 'TagDefinitionDeleted':
      return Object.fromEntries(Object.entries(state).filter(([key]) => key !== event.key));
    default:
      return state;
  }
};

export const tagDefinitionDecider: Decider<TagDefinitionCommand, TagDefinitions, TagDefinitionEvent> = { initial: {}, decide, evolve };
