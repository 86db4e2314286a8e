import { systemClock } from '@orgledger/kernel';
import { CliFailure, exitCodes } from '../exit-codes.js';
import type { Connection } from './connection.js';

interface GraphQLProblem {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly field?: string; readonly rule?: string };
}

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLProblem[];
  readonly message?: string;
}

/** The union member of a payload that says what is wrong. */
export interface Failure {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly rule?: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const waitsBetweenAttempts = [200, 500, 1000, 2000];
const answerWithinMs = 30_000;

/** GraphQL over HTTP. What could not be delivered is sent again, the same request each time: mutations carry their commandId. */
export class GraphQLClient {
  constructor(readonly connection: Connection) {}

  async query<Data>(document: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const { data, errors } = await this.deliver(JSON.stringify({ query: document, variables }));
    if (errors?.[0]) throw asFailure(errors[0]);
    return data as Data;
  }

  /** The success of a mutation selected as `result`; its typed errors become failures. */
  async mutate<Success>(document: string, input: Readonly<Record<string, unknown>>): Promise<Success> {
    for (const wait of [...waitsBetweenAttempts, undefined]) {
      const { result } = await this.query<{ result: { __typename: string } }>(document, { input });
      if (!result.__typename.endsWith('Error')) return result as Success;
      const error = result as Failure;
      if (error.__typename !== 'UnavailableError' || wait === undefined) throw refusal(error, input);
      await systemClock.wait(wait);
    }
    throw new TypeError('unreachable: the last attempt answers or throws');
  }

  private async deliver(body: string): Promise<Answer> {
    for (const wait of [...waitsBetweenAttempts, undefined]) {
      const answer = await this.attempt(body);
      if (!(answer instanceof CliFailure)) return answer;
      if (wait === undefined) throw answer;
      await systemClock.wait(wait);
    }
    throw new TypeError('unreachable: the last attempt answers or throws');
  }

  private async attempt(body: string): Promise<Answer | CliFailure> {
    const { endpoint, apiKey } = this.connection;
    try {
      const response = await fetch(`${endpoint}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        body,
        signal: AbortSignal.timeout(answerWithinMs),
      });
      const answer = (await response.json()) as Answer;
      if (response.status === 401)
        throw new CliFailure(exitCodes.accessDenied, 'The API does not accept this key. Run `orgledger login` with a live one.');
      if (response.status >= 500)
        return new CliFailure(exitCodes.unreachable, `${endpoint} answers ${response.status}: ${answer.message ?? 'it is not well'}.`);
      return answer;
    } catch (error) {
      if (error instanceof CliFailure) throw error;
      return new CliFailure(
        exitCodes.unreachable,
        `${endpoint} does not answer as Orgledger's API. Start it, or name another address with --endpoint or ORGLEDGER_ENDPOINT.`,
        { cause: error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : 'unknown' },
      );
    }
  }
}

const refusal = ({ __typename: kind, ...error }: Failure, input: Readonly<Record<string, unknown>>): CliFailure => {
  const unavailable = kind === 'UnavailableError';
  const again = unavailable && typeof input.commandId === 'string' ? ` (--command-id ${input.commandId})` : '';
  return new CliFailure(unavailable ? exitCodes.unreachable : exitCodes.refused, `${error.message}${again}`, { kind, ...error });
};

const asFailure = ({ message, extensions }: GraphQLProblem): CliFailure => {
  const denied = extensions?.code === 'UNAUTHENTICATED' || extensions?.code === 'FORBIDDEN';
  return new CliFailure(denied ? exitCodes.accessDenied : exitCodes.refused, message, { ...extensions, message });
};
