import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';

/** One `@example` of an operation in the SDK's type documentation. */
export interface DocumentedExample {
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
}

const evaluated = (text: string): Record<string, unknown> => runInNewContext(`(${text.replace('/* empty *\\/', '')})`) as Record<string, unknown>;

/** The last documented example that has an answer, read from the client package that is installed. */
export const documentedExample = (client: string, operation: string): DocumentedExample => {
  const root = dirname(dirname(require.resolve(`@aws-sdk/${client}`)));
  const text = readFileSync(join(root, 'dist-types', 'commands', `${operation}Command.d.ts`), 'utf8').replace(/^ \* ?/gm, '');
  const answered = text.split('@example').flatMap((block) => {
    const parts = /const input = (\{[\s\S]*?\});\nconst command[\s\S]*?response is\n([\s\S]*?)\n\*\\\/\n/.exec(block);
    return parts ? [{ input: evaluated(parts[1] ?? '{}'), output: evaluated(parts[2] ?? '{}') }] : [];
  });
  const last = answered.at(-1);
  if (!last) throw new Error(`${operation} has no documented example with an answer.`);
  return last;
};

const isDate = (value: unknown): boolean => value instanceof Date || (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value));

/** Paths of documented members that the answer lacks or has in another type. Dates are documented as text. */
export const differences = (documented: unknown, answered: unknown, path = ''): string[] => {
  if (isDate(documented)) return answered instanceof Date ? [] : [`${path}: no date`];
  if (Array.isArray(documented)) {
    if (!Array.isArray(answered)) return [`${path}: no list`];
    if (documented.length === 0) return [];
    return answered.length === 0 ? [`${path}: empty`] : differences(documented[0], answered[0], `${path}[0]`);
  }
  if (typeof documented === 'object' && documented !== null) {
    if (typeof answered !== 'object' || answered === null) return [`${path}: no structure`];
    return Object.entries(documented).flatMap(([name, member]) =>
      differences(member, (answered as Record<string, unknown>)[name], `${path}.${name}`),
    );
  }
  return typeof documented === typeof answered ? [] : [`${path}: ${typeof answered} in place of ${typeof documented}`];
};
