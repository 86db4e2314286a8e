interface GraphqlAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** A typed failure of a mutation: a member of its payload union other than the success. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly field: string | undefined,
  ) {
    super(`${code}${field === undefined ? '' : ` (${field})`}: ${message}`);
    this.name = 'Refused';
  }
}

export interface GraphqlClient {
  query<Data>(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  /** Runs `mutation($input) { field(input: $input) { …success } }` and answers the success, or throws Refused. */
  mutate<Success>(field: string, inputType: string, input: Readonly<Record<string, unknown>>, success: string): Promise<Success>;
}

/** A plain GraphQL client over HTTP with an API key. */
export const graphqlClient = (endpoint: string, apiKey: string): GraphqlClient => {
  const query = async <Data>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query: document, variables }),
    });
    const answer = (await response.json()) as GraphqlAnswer<Data>;
    if (answer.errors?.length || !answer.data) throw new Error(`GraphQL (HTTP ${response.status}): ${JSON.stringify(answer.errors ?? answer)}`);
    return answer.data;
  };
  return {
    query,
    mutate: async <Success>(field: string, inputType: string, input: Readonly<Record<string, unknown>>, success: string): Promise<Success> => {
      const document = `mutation Run($input: ${inputType}!) { result: ${field}(input: $input) { __typename ${success} ... on Failure { code message field } } }`;
      const { result } = await query<{ result: Success & { code?: string; message?: string; field?: string | null } }>(document, { input });
      if (result.code !== undefined) throw new Refused(result.code, result.message ?? '', result.field ?? undefined);
      return result;
    },
  };
};
