import { Catch, HttpException, Inject } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { AccessRefused } from '@orgledger/access';
import { LOGGER } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { ApiContext } from './api-context.js';
import { toFailure } from './error-mapping.js';
import { ValidationError } from './failures.types.js';
import type { Failure } from './failures.types.js';

/** Expected failures become the answer of a mutation, and an error with a code elsewhere. Bugs are logged with their cause and shown without it. */
@Catch()
export class FailuresFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): Failure {
    if (host.getType<'graphql' | 'http'>() !== 'graphql') throw error;
    const [, , context, info] = host.getArgs<[unknown, unknown, ApiContext, GraphQLResolveInfo]>();
    const expected = toFailure(error);
    if (expected && info.operation.operation === OperationTypeNode.MUTATION) return expected;
    throw expected ? asGraphQLError(expected) : this.unexpected(error, context, info);
  }

  private unexpected(error: unknown, { requestId }: ApiContext, info: GraphQLResolveInfo): GraphQLError {
    if (error instanceof GraphQLError) return error;
    if (error instanceof AccessRefused) return new GraphQLError(error.message, { extensions: { code: error.code } });
    if (error instanceof HttpException) return new GraphQLError(error.message, { extensions: { code: 'REQUEST_REFUSED' } });
    this.logger.error({ err: error, requestId, field: info.fieldName }, 'a resolver failed');
    return new GraphQLError(`Something failed that should not have. Its cause is in the log of the API under request ${requestId}.`, {
      extensions: { code: 'INTERNAL', requestId },
    });
  }
}

const asGraphQLError = (error: Failure): GraphQLError =>
  new GraphQLError(error.message, {
    extensions: {
      code: error.code,
      field: error.field,
      details: error.details,
      ...(error instanceof ValidationError ? { rule: error.rule } : {}),
    },
  });
