import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, GraphQLInputObjectType } from 'graphql';
import type { GraphQLInputField } from 'graphql';
import { mutationOf, runningApi } from '../testing/running-api.js';
import type { RunningApi } from '../testing/running-api.js';
import { badValues, inputClass, isRequired, sampleInput, unwrapped } from '../testing/sample-inputs.js';
import { inputFieldsOf } from './graphql/input-fields.js';

interface Problem {
  readonly kind: string;
  readonly code: unknown;
  readonly field: unknown;
  readonly rule: unknown;
  readonly message: string;
}

interface Case {
  readonly what: string;
  readonly input: Record<string, unknown>;
  readonly field: string;
  readonly rule: string;
}

const schema = buildSchema(readFileSync(join(__dirname, '..', 'schema.graphql'), 'utf8'));
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => {
  const input = unwrapped(field.args[0]!.type);
  if (!(input instanceof GraphQLInputObjectType)) throw new Error(`${field.name} has no input object`);
  return { name: field.name, input };
});

/** Every field of an input at any depth: its path in a sample, and what a changed sample looks like. */
const fieldsAtAnyDepth = (
  input: GraphQLInputObjectType,
  path: readonly (string | number)[] = [],
): readonly { readonly owner: GraphQLInputObjectType; readonly field: GraphQLInputField; readonly path: readonly (string | number)[] }[] =>
  Object.values(input.getFields()).flatMap((field) => {
    const type = unwrapped(field.type);
    const own = [{ owner: input, field, path: [...path, field.name] }];
    if (!(type instanceof GraphQLInputObjectType)) return own;
    return [...own, ...fieldsAtAnyDepth(type, [...path, field.name, ...(String(field.type).startsWith('[') ? [0] : [])])];
  });

const shown = (path: readonly (string | number)[]): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');

const changed = (
  input: GraphQLInputObjectType,
  path: readonly (string | number)[],
  change: (parent: Record<string | number, unknown>, key: string | number) => void,
) => {
  const sample = structuredClone(sampleInput(input));
  let parent: Record<string | number, unknown> = sample;
  for (const part of path.slice(0, -1)) parent = parent[part] as Record<string | number, unknown>;
  change(parent, path.at(-1)!);
  return sample;
};

const casesOf = (input: GraphQLInputObjectType): readonly Case[] =>
  fieldsAtAnyDepth(input).flatMap(({ owner, field, path }) => {
    const cases: Case[] = [];
    const where = shown(path);
    if (isRequired(field)) {
      cases.push({
        what: 'missing',
        field: where,
        rule: 'required',
        input: changed(input, path, (parent, key) => Reflect.deleteProperty(parent, key)),
      });
      cases.push({ what: 'null', field: where, rule: 'required', input: changed(input, path, (parent, key) => (parent[key] = null)) });
    }
    const { rules = [], maxItems } = inputFieldsOf(inputClass(owner.name)).get(field.name) ?? {};
    const list = maxItems !== undefined;
    for (const [value, rule] of badValues(rules.map((one) => one.rule)))
      cases.push({
        what: JSON.stringify(value).slice(0, 40),
        field: list ? `${where}[0]` : where,
        rule,
        input: changed(input, path, (parent, key) => (parent[key] = list ? [value] : value)),
      });
    if (list) {
      const tooMany = (parent: Record<string | number, unknown>, key: string | number) =>
        (parent[key] = Array.from({ length: maxItems + 1 }, () => (parent[key] as unknown[])[0]));
      cases.push({ what: 'too many', field: where, rule: `maxItems:${maxItems}`, input: changed(input, path, tooMany) });
    }
    return cases;
  });

describe('bad input', () => {
  let api: RunningApi;
  beforeAll(async () => (api = await runningApi()));
  afterAll(() => api.close());

  const send = async (name: string, input: GraphQLInputObjectType, value: object): Promise<Problem> => {
    const { data, errors } = await api.ask(mutationOf(name, input.name), { input: value });
    const [error] = errors;
    if (error)
      return { kind: 'error', code: error.extensions?.code, field: error.extensions?.field, rule: error.extensions?.rule, message: error.message };
    const result = data?.result as Record<string, unknown>;
    return { kind: String(result.__typename), code: result.code, field: result.field, rule: result.rule, message: String(result.message) };
  };

  it.each(mutations)('$name refuses every field that breaks a rule, names it, and stores nothing', async ({ name, input }) => {
    const head = await api.store.head();
    for (const { what, input: value, field, rule } of casesOf(input)) {
      const problem = await send(name, input, value);
      expect({ what, ...problem }).toMatchObject({ what, field, rule });
      expect(['FIELD_REQUIRED', 'FIELD_TOO_LONG', 'FIELD_MALFORMED']).toContain(problem.code);
      expect(['ValidationError', 'error']).toContain(problem.kind);
      expect(problem.message.length).toBeGreaterThan(20);
    }
    expect(await api.store.head()).toBe(head);
  });

  it.each(mutations)('$name takes no field that it does not know, and no other type', async ({ name, input }) => {
    const head = await api.store.head();
    const sample = sampleInput(input);
    expect(await send(name, input, { ...sample, surprise: 1 })).toMatchObject({ kind: 'error', code: 'FIELD_UNKNOWN', field: 'surprise' });
    for (const [field, value] of Object.entries(sample)) {
      const wrong = typeof value === 'boolean' ? 'yes' : typeof value === 'object' ? 7 : { an: 'object' };
      const problem = await send(name, input, { ...sample, [field]: wrong });
      expect([name, field, problem.kind, problem.code]).toEqual([name, field, 'error', 'FIELD_MALFORMED']);
      expect([problem.message, String(problem.field).slice(0, field.length)]).toEqual([problem.message, field]);
    }
    expect(await api.store.head()).toBe(head);
  });
});
