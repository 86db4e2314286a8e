import { getVariableValues, Kind } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import mercurius from 'mercurius';

/**
 * mercurius checks variables before every execution but the one in which it compiles a query, and there graphql-jit's own messages
 * do not say where in an input the fault is. This hook checks that one, too.
 */
export const checkVariables = (
  schema: GraphQLSchema,
  document: DocumentNode,
  _context: unknown,
  variables: Record<string, unknown> | undefined,
): void => {
  const [operation, ...others] = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation || others.length > 0) return;
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
  if (errors) throw Object.assign(new mercurius.ErrorWithProps('The variables do not fit the query.', {}, 400), { errors });
};
