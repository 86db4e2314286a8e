import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CliFailure, exitCodes } from '../exit-codes.js';

/** Where the API is and with which key. */
export interface Connection {
  readonly endpoint: string;
  readonly apiKey: string;
}

export interface ConnectionFlags {
  readonly endpoint?: string;
  readonly apiKey?: string;
  readonly dataDir?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Kept by `orgledger login`, readable by its owner only. */
export const connectionFile = (flags: ConnectionFlags, environment: Environment): string =>
  join(resolve(flags.dataDir ?? environment.ORGLEDGER_DATA_DIR ?? '.data'), 'cli.json');

/** Flags before environment before the file of `orgledger login`. */
export const findConnection = (flags: ConnectionFlags, environment: Environment): Connection => {
  const file = connectionFile(flags, environment);
  const stored = readConnection(file);
  const endpoint = flags.endpoint ?? environment.ORGLEDGER_ENDPOINT ?? stored.endpoint ?? 'http://127.0.0.1:4000';
  const apiKey = flags.apiKey ?? environment.ORGLEDGER_API_KEY ?? stored.apiKey;
  if (!URL.canParse(endpoint))
    throw new CliFailure(exitCodes.usage, `The endpoint ${endpoint} is not an address. Write it like http://127.0.0.1:4000.`);
  if (!apiKey)
    throw new CliFailure(
      exitCodes.accessDenied,
      `No API key. Set ORGLEDGER_API_KEY, or run \`orgledger login --api-key <key>\` once. The platform prints the key at its first start.`,
    );
  return { endpoint: endpoint.replace(/\/*(graphql\/*)?$/, ''), apiKey };
};

export const storeConnection = (file: string, connection: Connection): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
};

const readConnection = (file: string): Partial<Connection> => {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Connection>;
  } catch {
    throw new CliFailure(exitCodes.usage, `${file} cannot be read as JSON. Delete it and run \`orgledger login\` again.`);
  }
};
