export type Json = Readonly<Record<string, unknown>>;

export type Rule = 'missing' | 'type' | 'pattern' | 'tooShort' | 'tooLong' | 'enum' | 'tooSmall' | 'tooLarge';

/** One request member that breaks the operation's model. */
export interface Violation {
  readonly member: string;
  readonly rule: Rule;
  readonly value: unknown;
  /** In AWS's words, e.g. `Member must have length less than or equal to 64`. */
  readonly constraint: string;
}

export interface TextRules {
  readonly pattern?: RegExp;
  readonly min?: number;
  readonly max?: number;
}

const lengthRule = (size: number, rules: TextRules): readonly [Rule, string] | undefined => {
  if (rules.min !== undefined && size < rules.min) return ['tooShort', `Member must have length greater than or equal to ${rules.min}`];
  if (rules.max !== undefined && size > rules.max) return ['tooLong', `Member must have length less than or equal to ${rules.max}`];
  return undefined;
};

/** Reads a request's members against the limits of AWS's model; the service decides which error a violation becomes. */
export class RequestMembers {
  constructor(
    private readonly input: Json,
    private readonly refuse: (violation: Violation) => Error,
    private readonly prefix = '',
  ) {}

  has(member: string): boolean {
    return this.input[member] !== undefined && this.input[member] !== null;
  }

  /** The members that the structure has. */
  names(): readonly string[] {
    return Object.keys(this.input);
  }

  text(member: string, rules: TextRules = {}): string {
    const value = this.required(member);
    if (typeof value !== 'string') throw this.broken(member, 'type', 'Member must be a string');
    const length = lengthRule(value.length, rules);
    if (length) throw this.broken(member, ...length);
    if (rules.pattern && !rules.pattern.test(value))
      throw this.broken(member, 'pattern', `Member must satisfy regular expression pattern: ${rules.pattern.source}`);
    return value;
  }

  optionalText(member: string, rules: TextRules = {}): string | undefined {
    return this.has(member) ? this.text(member, rules) : undefined;
  }

  oneOf<T extends string>(member: string, values: readonly T[]): T {
    const value = this.text(member);
    const known = values.find((candidate) => candidate === value);
    if (known === undefined) throw this.broken(member, 'enum', `Member must satisfy enum value set: [${values.join(', ')}]`);
    return known;
  }

  /** A list whose items are of an enumeration. */
  manyOf<T extends string>(member: string, values: readonly T[]): readonly T[] {
    return this.items(member, {}).map((_, index) => this.child(member, index).oneOf('member', values));
  }

  optionalOneOf<T extends string>(member: string, values: readonly T[]): T | undefined {
    return this.has(member) ? this.oneOf(member, values) : undefined;
  }

  optionalInteger(member: string, min: number, max: number): number | undefined {
    if (!this.has(member)) return undefined;
    const value = this.input[member];
    if (typeof value !== 'number' || !Number.isInteger(value)) throw this.broken(member, 'type', 'Member must be an integer');
    if (value < min) throw this.broken(member, 'tooSmall', `Member must have value greater than or equal to ${min}`);
    if (value > max) throw this.broken(member, 'tooLarge', `Member must have value less than or equal to ${max}`);
    return value;
  }

  optionalBoolean(member: string): boolean | undefined {
    if (!this.has(member)) return undefined;
    const value = this.input[member];
    if (typeof value !== 'boolean') throw this.broken(member, 'type', 'Member must be a boolean');
    return value;
  }

  texts(member: string, rules: TextRules & { readonly minItems?: number; readonly maxItems?: number } = {}): readonly string[] {
    return this.items(member, rules).map((_, index) => this.child(member, index).text('member', rules));
  }

  structures(member: string, rules: { readonly minItems?: number; readonly maxItems?: number } = {}): readonly RequestMembers[] {
    return this.items(member, rules).map((item, index) => {
      if (typeof item !== 'object' || item === null) throw this.broken(`${member}.${index + 1}`, 'type', 'Member must be a structure');
      return new RequestMembers(item as Json, this.refuse, `${this.prefix}${member}.${index + 1}.`);
    });
  }

  structure(member: string): RequestMembers {
    const value = this.required(member);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.broken(member, 'type', 'Member must be a structure');
    return new RequestMembers(value as Json, this.refuse, `${this.prefix}${member}.`);
  }

  optionalStructure(member: string): RequestMembers | undefined {
    return this.has(member) ? this.structure(member) : undefined;
  }

  /** A document or structure as it came, for members that are stored unread. */
  raw(member: string): unknown {
    return this.input[member];
  }

  private child(member: string, index: number): RequestMembers {
    const items = this.input[member] as readonly unknown[];
    return new RequestMembers({ member: items[index] }, this.refuse, `${this.prefix}${member}.${index + 1}.`);
  }

  private items(member: string, rules: { readonly minItems?: number; readonly maxItems?: number }): readonly unknown[] {
    const value = this.required(member);
    if (!Array.isArray(value)) throw this.broken(member, 'type', 'Member must be a list');
    const length = lengthRule(value.length, {
      ...(rules.minItems === undefined ? {} : { min: rules.minItems }),
      ...(rules.maxItems === undefined ? {} : { max: rules.maxItems }),
    });
    if (length) throw this.broken(member, ...length);
    return value as readonly unknown[];
  }

  private required(member: string): unknown {
    const value = this.input[member];
    if (!this.has(member)) throw this.broken(member, 'missing', 'Member must not be null');
    return value;
  }

  private broken(member: string, rule: Rule, constraint: string): Error {
    return this.refuse({ member: `${this.prefix}${member}`, rule, constraint, value: this.input[member] });
  }
}
