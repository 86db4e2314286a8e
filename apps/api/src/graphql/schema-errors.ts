import type { ExecutionResult, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import mercurius from 'mercurius';
import type { MercuriusContext } from 'mercurius';

/** What GraphQL itself says about a request that does not fit the schema. */
const shapes: readonly { readonly pattern: RegExp; readonly code: string; readonly rule: string }[] = [
  { pattern: /"(?:\$|\w+\.)?(?<field>\w+)" of required type "[^"]+" was not provided/, code: 'FIELD_REQUIRED', rule: 'required' },
  { pattern: /argument "(?<field>\w+)" of type "[^"]+" is required/, code: 'FIELD_REQUIRED', rule: 'required' },
  { pattern: /Field "(?<field>\w+)" is not defined by type/, code: 'FIELD_UNKNOWN', rule: 'defined' },
  { pattern: /Expected non-nullable type .* not to be null/, code: 'FIELD_REQUIRED', rule: 'required' },
  { pattern: /cannot represent|Expected type|Expected value of type|does not exist in/, code: 'FIELD_MALFORMED', rule: 'type' },
];

/** `Variable "$input" got invalid value … at "input.tags[0].key"`: the path of the value inside the input. */
const variablePath = /at "(?:input\.)?(?<path>[^"]+)"/;

/** Gives errors of GraphQL's own validation a code, the field and the rule, as our own errors have them. */
export const schemaErrors = (
  execution: ExecutionResult & Required<Pick<ExecutionResult, 'errors'>>,
  context: MercuriusContext,
): { statusCode: number; response: FormattedExecutionResult } => {
  const { statusCode, response } = mercurius.defaultErrorFormatter(execution, context);
  const errors = response.errors?.map(withCode) ?? [];
  return { statusCode, response: { ...response, errors } };
};

const withCode = (error: GraphQLFormattedError): GraphQLFormattedError => {
  if (typeof error.extensions?.code === 'string' && !error.extensions.code.startsWith('MER_')) return error;
  const shape = shapes.find(({ pattern }) => pattern.test(error.message));
  if (!shape) return { ...error, extensions: { ...error.extensions, code: 'REQUEST_REFUSED' } };
  const inside = variablePath.exec(error.message)?.groups?.path;
  const named = shape.pattern.exec(error.message)?.groups?.field;
  const field = [inside, named].filter((part) => part !== undefined).join('.');
  return { ...error, extensions: { code: shape.code, rule: shape.rule, ...(field === '' ? {} : { field }) } };
};
