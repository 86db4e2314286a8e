import type { GraphQLClient } from '../client/graphql-client.js';
import type { ConnectionFlags } from '../client/connection.js';
import type { Output } from '../output/output.js';

export interface OptionDefinition {
  /** As commander writes them, e.g. `--name <text>`. */
  readonly flags: string;
  readonly description: string;
  readonly required?: boolean;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** Given several times: the values make a list. */
  readonly repeated?: boolean;
}

/** Values by the option's long name in camel case; `true` for flags. */
export type Options = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** What a command works with. The API is only asked for by commands that need it: `aws policies` runs without one. */
export interface Session {
  readonly output: Output;
  readonly flags: ConnectionFlags;
  readonly api: () => GraphQLClient;
}

export interface CommandDefinition {
  readonly name: string;
  readonly description: string;
  /** Positional arguments in order: `<workspace>` or `[path]` with what it is. */
  readonly arguments?: Readonly<Record<string, string>>;
  readonly options?: readonly OptionDefinition[];
  readonly examples?: readonly string[];
  run(session: Session, args: readonly string[], options: Options): Promise<void>;
}

export interface CommandGroup {
  readonly name: string;
  readonly description: string;
  readonly commands: readonly CommandDefinition[];
}

export const text = (options: Options, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

export const texts = (options: Options, name: string): readonly string[] => {
  const value = options[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
};

export const flag = (options: Options, name: string): boolean => options[name] === true;
