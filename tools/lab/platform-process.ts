import { startChild } from './child-process.js';
import type { StartedChild } from './child-process.js';
import { graphqlClient } from './graphql-client.js';
import type { GraphqlClient } from './graphql-client.js';

export interface PlatformReady {
  readonly port: number;
  readonly dataDir: string;
  /** Only when this start created it. */
  readonly apiKey?: string;
}

export interface PlatformOptions {
  readonly dataDir: string;
  readonly awsEndpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly port?: number;
  /** Known from an earlier start over the same data. */
  readonly apiKey?: string;
  /** Scripts that Node loads before the program. */
  readonly preload?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly onLog?: (text: string) => void;
}

export interface PlatformProcess extends StartedChild<PlatformReady> {
  readonly endpoint: string;
  readonly apiKey: string;
  readonly client: GraphqlClient;
}

/** Starts the built platform, API and replicator in one process, on a data folder and an AWS endpoint. */
export const startPlatformProcess = async (options: PlatformOptions): Promise<PlatformProcess> => {
  const child = await startChild<PlatformReady>('dist/apps/standalone/src/main.js', [], {
    nodeArguments: (options.preload ?? []).flatMap((script) => ['-r', script]),
    ...(options.onLog === undefined ? {} : { onLog: options.onLog }),
    env: {
      ORGLEDGER_DATA_DIR: options.dataDir,
      ORGLEDGER_PORT: String(options.port ?? 0),
      ORGLEDGER_READY_JSON: '1',
      ORGLEDGER_AWS_ENDPOINT: options.awsEndpoint,
      ORGLEDGER_SWEEP_AT: 'off',
      ORGLEDGER_COLLECT_AT: 'off',
      ORGLEDGER_CLOSE_AT: 'off',
      AWS_ACCESS_KEY_ID: options.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: options.credentials.secretAccessKey,
      ...options.env,
    },
  });
  const apiKey = child.ready.apiKey ?? options.apiKey;
  if (apiKey === undefined) throw new Error(`the platform over ${options.dataDir} has an API key already: give it`);
  const endpoint = `http://127.0.0.1:${child.ready.port}`;
  return { ...child, endpoint, apiKey, client: graphqlClient(`${endpoint}/graphql`, apiKey) };
};
