import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';

/** SDK packages whose type documentation the sandbox is compared with. */
export type DocumentedClient = 'organizations' | 'sso-admin' | 'identitystore' | 'cost-explorer';

const documentation = (client: DocumentedClient, operation: string): string => {
  const types = dirname(dirname(require.resolve(`@aws-sdk/client-${client}`)));
  const text = readFileSync(join(types, 'dist-types', 'commands', `${operation}Command.d.ts`), 'utf8');
  return text.replaceAll(/^ \* ?/gm, '');
};

class OneOf {
  constructor(readonly values: readonly unknown[]) {}
}
class Kind {
  constructor(readonly type: 'number' | 'boolean') {}
}

/** The first block that is marked `{ // Name`, up to its closing brace. */
const blockOf = (literal: string, name: string): string => {
  const start = literal.indexOf(`{ // ${name}\n`);
  let depth = 0;
  for (let at = start; at >= 0 && at < literal.length; at += 1) {
    if (literal[at] === '{') depth += 1;
    if (literal[at] === '}') depth -= 1;
    if (depth === 0) return literal.slice(start, at + 1);
  }
  throw new Error(`the documentation names ${name} and does not show it`);
};

/** Shapes that were shown before are documented by their name: `"<Coverage>"`. */
const withShapesShown = (literal: string): string => literal.replaceAll(/"<([A-Z]\w+)>"/g, (_, name: string) => blockOf(literal, name));

/** The answer as the generic example documents it: every member that the operation can answer, with its type. */
export const documentedShape = (client: DocumentedClient, operation: string): unknown => {
  const [, after = ''] = documentation(client, operation).split('const response = await client.send(command);', 2);
  const [block = ''] = after.split('```', 1);
  const literal = withShapesShown(block.replaceAll(/^\/\/ ?/gm, ''))
    .replaceAll('new Date("TIMESTAMP")', 'kind("number")')
    .replaceAll('Number("int")', 'kind("number")')
    .replaceAll('true || false', 'kind("boolean")')
    .replaceAll(/"[^"]+"(?: \|\| "[^"]+")+/g, (values) => `oneOf([${values.replaceAll(' || ', ', ')}])`)
    .trim()
    .replace(/;$/, '');
  const words = { kind: (type: 'number' | 'boolean') => new Kind(type), oneOf: (values: unknown[]) => new OneOf(values) };
  return runInNewContext(`(${literal})`, words) as unknown;
};

/** Answers of the worked examples: `/* response is … *​/`. */
export const workedExamples = (client: DocumentedClient, operation: string): readonly unknown[] =>
  documentation(client, operation)
    .split('/* response is')
    .slice(1)
    .map((text) => (text.split('\n*\\/', 1)[0] ?? '').replaceAll('/* metadata only *\\/', ''))
    .map((literal) => runInNewContext(`(${literal})`) as unknown);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where an answer, as it came over the wire, is not what is documented; empty when it is. */
export const deviations = (shape: unknown, answer: unknown, path = ''): readonly string[] => {
  if (shape === 'DOCUMENT_VALUE') return [];
  if (shape instanceof OneOf)
    return shape.values.includes(answer) ? [] : [`${path}: ${JSON.stringify(answer)} is none of ${shape.values.join(', ')}`];
  if (shape instanceof Kind) return typeof answer === shape.type ? [] : [`${path}: ${JSON.stringify(answer)} is no ${shape.type}`];
  if (Array.isArray(shape)) {
    if (!Array.isArray(answer)) return [`${path}: no list`];
    return answer.flatMap((item, index) => deviations(shape[0], item, `${path}[${index}]`));
  }
  if (isObject(shape)) {
    if (!isObject(answer)) return [`${path}: no structure`];
    return Object.entries(answer).flatMap(([name, value]) =>
      name in shape || '<keys>' in shape ? deviations(shape[name] ?? shape['<keys>'], value, `${path}.${name}`) : [`${path}.${name}: not documented`],
    );
  }
  if (shape === 'STRING_VALUE') return typeof answer === 'string' ? [] : [`${path}: ${JSON.stringify(answer)} is no text`];
  return answer === shape ? [] : [`${path}: ${JSON.stringify(answer)} is not ${JSON.stringify(shape)}`];
};

const inGeneral = (text: string): string =>
  text
    .replaceAll(/\bo-[a-z0-9]{10,32}\b/g, '<organization>')
    .replaceAll(/\bou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\b/g, '<unit>')
    .replaceAll(/\br-[a-z0-9]{4,32}\b/g, '<root>')
    .replaceAll(/\bp-[A-Za-z0-9_]{8,128}\b/g, '<policy>')
    .replaceAll(/\bcar-[a-z0-9]{8,32}\b/g, '<request>')
    .replaceAll(/\b\d{12}\b;?/g, '<account>');

/** Each member's path with the form of its ids and ARNs: `.Account.Arn arn:aws:organizations::<account>:account/<organization>/<account>`. */
export const members = (value: unknown, path = ''): ReadonlySet<string> => {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...members(item, `${path}[]`)]));
  if (isObject(value)) return new Set(Object.entries(value).flatMap(([name, child]) => [...members(child, `${path}.${name}`)]));
  const form = typeof value === 'string' ? inGeneral(value) : '';
  return new Set([form.includes('<') ? `${path} ${form}` : path]);
};
