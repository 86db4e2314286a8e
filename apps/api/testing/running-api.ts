import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '@orgledger/config';
import { EVENT_STORE } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { createLogger } from '@orgledger/observability';
import { PROJECTION_RUNNER } from '@orgledger/projections';
import type { ProjectionRunner } from '@orgledger/projections';
import { startHttp } from '@orgledger/runtime';
import { ApiProcessModule } from '../src/api-process.module.js';

export interface GraphQLProblem {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface GraphQLAnswer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLProblem[];
}

/** What a mutation answered: the union member, whichever it is. */
export type Result = { readonly __typename: string } & Readonly<Record<string, unknown>>;

export interface RunningApi {
  readonly url: string;
  readonly apiKey: string;
  readonly store: EventStore;
  /** The folder of its stores: another process may stand on it, too. */
  readonly dataDir: string;
  /** Read models have everything that is stored. */
  settled(): Promise<void>;
  ask(query: string, variables?: object, authorization?: string): Promise<GraphQLAnswer>;
  /** Sends a mutation by its name and answers the union member; throws when there is none. */
  mutate(name: string, inputType: string, input: object, select?: string): Promise<Result>;
  close(): Promise<void>;
}

/** The API as its process runs it, over stores in a folder of its own, on a free port. */
export const runningApi = async (): Promise<RunningApi> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'orgledger-api-'));
  const configuration = readConfiguration({ ORGLEDGER_DATA_DIR: dataDir, ORGLEDGER_PORT: '0', ORGLEDGER_LOG_LEVEL: 'fatal' });
  const context = { name: 'api', configuration, logger: createLogger('api', configuration.logLevel) };
  const { application, url, apiKey = '' } = await startHttp(context, ApiProcessModule.forRoot(context));

  const ask: RunningApi['ask'] = async (query, variables = {}, authorization = `Bearer ${apiKey}`) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as Partial<GraphQLAnswer>;
    return { status: response.status, data: answer.data ?? null, errors: answer.errors ?? [] };
  };
  return {
    url,
    apiKey,
    dataDir,
    store: application.get<EventStore>(EVENT_STORE),
    settled: async () => {
      const store = application.get<EventStore>(EVENT_STORE);
      const projections = application.get<ProjectionRunner>(PROJECTION_RUNNER);
      if (!(await projections.waitFor(await store.head(), { timeoutMs: 60_000 }))) throw new Error(JSON.stringify(projections.status()));
    },
    ask,
    mutate: async (name, inputType, input, select = '') => {
      const { data, errors } = await ask(mutationOf(name, inputType, select), { input });
      if (!data) throw new Error(`${name}: ${JSON.stringify(errors)}`);
      return data.result as Result;
    },
    close: async () => {
      await application.close();
      await rm(dataDir, { recursive: true });
    },
  };
};

export const mutationOf = (name: string, inputType: string, select = ''): string =>
  `mutation ($input: ${inputType}!) { result: ${name}(input: $input) { __typename ... on Failure { code message field details } ... on ValidationError { rule } ${select} } }`;
