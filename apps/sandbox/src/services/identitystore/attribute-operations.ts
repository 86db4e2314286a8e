import type { Json, RequestMembers } from '../request-members.js';

export interface AttributeOperation {
  readonly path: readonly string[];
  readonly value: unknown;
}

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** Documents spell attributes in lower camel case (`name.familyName`, `primary`), answers in upper. */
const pascalKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(pascalKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [pascal(key), pascalKeys(child)]));
};

export const readOperations = (members: RequestMembers): readonly AttributeOperation[] =>
  members.structures('Operations', { minItems: 1, maxItems: 100 }).map((operation) => ({
    path: operation.text('AttributePath', { min: 1, max: 255 }).split('.').map(pascal),
    value: pascalKeys(operation.raw('AttributeValue')),
  }));

/** The attributes with one operation applied; an operation without a value takes the attribute away. */
export const applyOperation = (attributes: Json, operation: AttributeOperation): Json => {
  const [head, ...rest] = operation.path;
  if (head === undefined) return attributes;
  const before = attributes[head];
  const nested = typeof before === 'object' && before !== null && !Array.isArray(before) ? (before as Json) : {};
  const value = rest.length === 0 ? operation.value : applyOperation(nested, { path: rest, value: operation.value });
  return Object.fromEntries(Object.entries({ ...attributes, [head]: value }).filter(([, kept]) => kept !== undefined && kept !== null));
};
