import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessKey } from '@orgledger/access';
import { buildSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { printApiSchema } from './print-schema.js';
import { resolvers } from './resolvers.js';

describe('the schema', () => {
  let printed: string;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    printed = await printApiSchema();
    schema = buildSchema(printed);
  });

  const fieldsOf = (type: ReturnType<GraphQLSchema['getQueryType']>): string[] => Object.keys(type?.getFields() ?? {});

  it('is the committed one; after a wanted change run `npm run schema`', () => {
    expect(readFileSync(join(__dirname, '..', 'schema.graphql'), 'utf8')).toBe(printed);
  });

  it('declares an access for every query, mutation and subscription', () => {
    const declared = new Map(
      resolvers.flatMap((resolver) =>
        Object.getOwnPropertyNames(resolver.prototype).map((name) => {
          const method = Object.getOwnPropertyDescriptor(resolver.prototype, name)?.value as object;
          return [name, Reflect.getMetadata(accessKey, method) as string | undefined] as const;
        }),
      ),
    );
    const fields = [...fieldsOf(schema.getQueryType()), ...fieldsOf(schema.getMutationType()), ...fieldsOf(schema.getSubscriptionType())];
    expect(fields.length).toBeGreaterThan(40);
    expect(fields.filter((field) => !/^\w+:(read|write)$/.test(declared.get(field) ?? ''))).toEqual([]);
  });

  it('lets mutations only be called with a right to write, queries with one to read', () => {
    const accessOf = (field: string): string => {
      for (const { prototype } of resolvers) {
        const method = Object.getOwnPropertyDescriptor(prototype, field)?.value as object | undefined;
        if (method) return String(Reflect.getMetadata(accessKey, method));
      }
      return 'missing';
    };
    expect(fieldsOf(schema.getMutationType()).filter((field) => !accessOf(field).endsWith(':write'))).toEqual([]);
    expect(fieldsOf(schema.getQueryType()).filter((field) => !accessOf(field).endsWith(':read'))).toEqual([]);
  });

  it('gives every mutation one input with an optional commandId, and a payload with the failures', () => {
    for (const [name, field] of Object.entries(schema.getMutationType()?.getFields() ?? {})) {
      expect([name, field.args.map((arg) => arg.name)]).toEqual([name, ['input']]);
      const payload = schema.getType(String(field.type).replace('!', ''));
      const members = payload && 'getTypes' in payload ? payload.getTypes().map((type) => type.name) : [];
      expect([name, ...members.filter((member) => member.endsWith('Error')).sort()]).toEqual([
        name,
        'ConflictError',
        'NotFoundError',
        'UnavailableError',
        'ValidationError',
      ]);
      const input = schema.getType(String(field.args[0]?.type).replace('!', ''));
      expect(input && 'getFields' in input ? String(input.getFields().commandId?.type) : name).toBe('ID');
    }
  });
});
