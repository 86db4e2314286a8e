import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { CliFailure, exitCodes } from '../exit-codes.js';
import type { Options } from './definition.js';
import { text, texts } from './definition.js';

/** The members that are not undefined. */
export const present = (members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** `key=value`, given several times. */
export const tags = (options: Options, name = 'tag'): readonly { readonly key: string; readonly value: string }[] =>
  texts(options, name).map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new CliFailure(exitCodes.usage, `--${name} ${pair}: write it as key=value.`);
    return { key: pair.slice(0, at), value: pair.slice(at + 1) };
  });

/** Our word on the command line as GraphQL writes it: `per-workspace` is PER_WORKSPACE. */
export const word = (value: string | undefined): string | undefined => value?.replaceAll('-', '_').toUpperCase();

/** Options that only pass through, under their own names; those of enums as GraphQL writes them. */
export const filters = (options: Options, names: readonly string[], enums: readonly string[] = []): Readonly<Record<string, unknown>> =>
  present({
    ...Object.fromEntries(names.map((name) => [name, text(options, name)])),
    ...Object.fromEntries(enums.map((name) => [name, word(text(options, name))])),
  });

/** A text file; `-` is standard input. */
export const textFile = (path: string): string => {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new CliFailure(exitCodes.usage, `${path} cannot be read: ${(error as Error).message}`);
  }
};

/** A file of JSON that a person wrote. */
export const jsonFile = (path: string): Readonly<Record<string, unknown>> => {
  const content = textFile(path);
  try {
    return JSON.parse(content) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new CliFailure(exitCodes.usage, `${path} is not JSON: ${(error as Error).message}`);
  }
};

/** A file of YAML or JSON (every JSON text is YAML). All its values stay text, as amounts must: 0.10 is not 0.1. */
export const documentFile = (path: string): Readonly<Record<string, unknown>> => {
  const content = textFile(path);
  try {
    const document: unknown = parse(content, { schema: 'failsafe' });
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new CliFailure(exitCodes.usage, `${path} is neither YAML nor JSON: ${(error as Error).message}`);
  }
  throw new CliFailure(exitCodes.usage, `${path} holds no fields: write them as name: value.`);
};
