import type { ApiKeyStore } from '@orgledger/access';
import { uuidv7 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyRequest } from 'fastify';
import mercurius from 'mercurius';
import type { ApiContext } from './api-context.js';
import { schemaErrors } from './schema-errors.js';
import { checkVariables } from './variables-before-jit.js';

// Deep enough for every query of the schema and for a client's introspection; what is deeper is an attack or a mistake.
const deepestQuery = 16;
const mostTokens = 4000;

interface ConnectionInit {
  readonly payload?: { readonly authorization?: unknown; readonly Authorization?: unknown };
}

const refused = () =>
  new mercurius.ErrorWithProps(
    'Send an API key as "Authorization: Bearer <key>". The key is printed once, at the first start.',
    { code: 'UNAUTHENTICATED' },
    401,
  );

/** Mercurius with its limits; nothing runs, not even introspection, for a caller without a live key. */
export const graphQLOptions = (keys: ApiKeyStore, clock: Clock): Omit<MercuriusDriverConfig, 'driver'> => ({
  autoSchemaFile: true,
  sortSchema: true,
  path: '/graphql',
  jit: 1,
  graphiql: false,
  allowBatchedQueries: false,
  queryDepth: deepestQuery,
  graphql: { parseOptions: { maxLexicalTokens: mostTokens } },
  errorFormatter: schemaErrors,
  hooks: { preExecution: checkVariables },
  context: async (request: FastifyRequest): Promise<ApiContext> => {
    const principal = await keys.principalOf(request.headers.authorization);
    if (!principal) throw refused();
    return { principal, requestId: request.id };
  },
  subscription: {
    keepAlive: 30_000,
    queueHighWaterMark: 1000,
    context: (): Pick<ApiContext, 'requestId'> => ({ requestId: uuidv7(clock.now()) }),
    // Browsers cannot set headers on a WebSocket: the key comes in the payload of connection_init.
    onConnect: async ({ payload }: ConnectionInit) => {
      const principal = await keys.principalOf(payload?.authorization ?? payload?.Authorization);
      return principal ? { principal } : false;
    },
  },
});
