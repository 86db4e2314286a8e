import type { Type } from '@nestjs/common';
import { Field, ID, Int } from '@nestjs/graphql';
import { isUuid } from '@orgledger/kernel';

/** What a value of an input must satisfy: `rule` names it for programs, `remedy` says it to people. */
export interface Rule {
  readonly code: 'FIELD_REQUIRED' | 'FIELD_TOO_LONG' | 'FIELD_MALFORMED';
  readonly rule: string;
  readonly remedy: string;
  allows(value: unknown): boolean;
}

export interface InputField {
  readonly rules: readonly Rule[];
  /** For a list: how many items at most. */
  readonly maxItems?: number;
  readonly nested?: () => Type;
}

interface FieldOptions {
  readonly description: string;
  readonly optional?: boolean;
}

const registry = new Map<object, Map<string, InputField>>();

/** Fields of an input class with their rules, inherited ones first. */
export const inputFieldsOf = (input: Type): ReadonlyMap<string, InputField> => fieldsOf(input.prototype as object);

const fieldsOf = (prototype: object | null): Map<string, InputField> =>
  prototype === null
    ? new Map<string, InputField>()
    : new Map([...fieldsOf(Object.getPrototypeOf(prototype) as object | null), ...(registry.get(prototype) ?? [])]);

const declare =
  (type: () => unknown, options: FieldOptions & { readonly default?: unknown }, field: InputField): PropertyDecorator =>
  (target, name) => {
    Field(type as () => Type, {
      description: options.description,
      nullable: options.optional === true && options.default === undefined,
      ...(options.default === undefined ? {} : { defaultValue: options.default }),
    })(target, name);
    const fields = registry.get(target) ?? new Map<string, InputField>();
    registry.set(target, fields.set(String(name), field));
  };

// Control characters break logs, terminals and AWS; half a surrogate pair is no text at all.
const plain: Rule = {
  code: 'FIELD_MALFORMED',
  rule: 'plainText',
  remedy: 'Leave out control characters and broken characters.',
  allows: (value) => typeof value === 'string' && !/[\p{Cc}\p{Cs}]/u.test(value),
};

const notBlank: Rule = {
  code: 'FIELD_REQUIRED',
  rule: 'notBlank',
  remedy: 'Write at least one character.',
  allows: (value) => typeof value === 'string' && value.trim() !== '',
};

/** Counted in characters as people see code points, not in UTF-16 units. */
const atMost = (max: number): Rule => ({
  code: 'FIELD_TOO_LONG',
  rule: `maxLength:${max}`,
  remedy: `Write at most ${max} characters.`,
  allows: (value) => typeof value === 'string' && [...value].length <= max,
});

const matches = (rule: string, pattern: RegExp, remedy: string): Rule => ({
  code: 'FIELD_MALFORMED',
  rule,
  remedy,
  allows: (value) => typeof value === 'string' && pattern.test(value),
});

const uuid: Rule = {
  code: 'FIELD_MALFORMED',
  rule: 'uuid',
  remedy: 'Write a UUID, e.g. 0198c5a0-7b1e-7c3a-9d2f-1a2b3c4d5e6f.',
  allows: (value) => typeof value === 'string' && isUuid(value),
};

const instant: Rule = {
  code: 'FIELD_MALFORMED',
  rule: 'instant',
  remedy: 'Write an instant in ISO 8601 with its offset, e.g. 2026-11-30T18:00:00Z.',
  allows: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value)),
};

const between = (min: number, max: number): Rule => ({
  code: 'FIELD_MALFORMED',
  rule: `between:${min}:${max}`,
  remedy: `Write a whole number from ${min} to ${max}.`,
  allows: (value) => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
});

interface TextOptions extends FieldOptions {
  readonly max: number;
  /** May be empty. */
  readonly blank?: boolean;
  /** May have several lines. */
  readonly lines?: boolean;
}

/** Text of one line, neither blank nor over `max` characters. */
export const Text = (options: TextOptions): PropertyDecorator =>
  declare(() => String, options, { rules: [...(options.blank ? [] : [notBlank]), atMost(options.max), ...(options.lines ? [] : [plain])] });

/** Lowercase letters, digits and single inner hyphens. How long it may be is the domain's rule; here only what no identifier reaches. */
export const Identifier = (options: FieldOptions): PropertyDecorator =>
  declare(() => ID, options, {
    rules: [
      notBlank,
      atMost(64),
      matches('identifier', /^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lowercase letters a–z, digits and single hyphens between them.'),
    ],
  });

export const Uuid = (options: FieldOptions): PropertyDecorator => declare(() => ID, options, { rules: [uuid] });

export const Instant = (options: FieldOptions): PropertyDecorator => declare(() => String, options, { rules: [instant] });

export const Whole = (options: FieldOptions & { readonly min: number; readonly max: number; readonly default?: number }): PropertyDecorator =>
  declare(() => Int, options, { rules: [between(options.min, options.max)] });

export const Flag = (options: FieldOptions): PropertyDecorator => declare(() => Boolean, options, { rules: [] });

/** A value of an enum that GraphQL knows. */
export const Choice = (values: () => object, options: FieldOptions): PropertyDecorator => declare(values, options, { rules: [] });

/** Values of an enum that GraphQL knows. */
export const ChoiceList = (values: () => object, options: FieldOptions & { readonly maxItems: number }): PropertyDecorator =>
  declare(() => [values()], options, { rules: [], maxItems: options.maxItems });

export const Nested = (type: () => Type, options: FieldOptions): PropertyDecorator => declare(type, options, { rules: [], nested: type });

export const NestedList = (type: () => Type, options: FieldOptions & { readonly maxItems: number }): PropertyDecorator =>
  declare(() => [type()], options, { rules: [], nested: type, maxItems: options.maxItems });

export const TextList = (options: FieldOptions & { readonly max: number; readonly maxItems: number }): PropertyDecorator =>
  declare(() => [String], options, { rules: [notBlank, atMost(options.max), plain], maxItems: options.maxItems });
