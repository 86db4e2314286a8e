import { GraphQLScalarType } from 'graphql';

/** Any JSON, for an error's details only: what they hold depends on the code. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: () => {
    throw new TypeError('JSON is an output only.');
  },
});
