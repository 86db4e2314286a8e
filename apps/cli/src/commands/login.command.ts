import type { CommandDefinition } from '../command/definition.js';
import { connectionFile, findConnection, storeConnection } from '../client/connection.js';
import { GraphQLClient } from '../client/graphql-client.js';

/** Keeps endpoint and key for the next commands, once they have proved to work. */
export const loginCommand: CommandDefinition = {
  name: 'login',
  description: 'Check an endpoint and API key and keep them in the data folder, readable by you only',
  examples: ['login --endpoint http://127.0.0.1:4000 --api-key orgledger_…'],
  run: async ({ flags, output }) => {
    const connection = findConnection(flags, process.env);
    await new GraphQLClient(connection).query('{ __typename }');
    const file = connectionFile(flags, process.env);
    storeConnection(file, connection);
    output.result({ endpoint: connection.endpoint, file }, () => `Logged in to ${connection.endpoint}; kept in ${file}.`);
  },
};
