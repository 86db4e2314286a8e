import { Catch, HttpException, Inject } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { AccessRefused } from '@orgledger/access';
import { DomainError } from '@orgledger/kernel';
import { LOGGER } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';

interface Answer {
  readonly status: number;
  readonly error: { readonly code: string; readonly message: string; readonly field?: string; readonly remedy?: string };
}

/** Failures of downloads as JSON: code, message, the field at fault and what to do. */
@Catch()
export class DownloadFailuresFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const [request, reply] = host.getArgs<[FastifyRequest, FastifyReply]>();
    // The reader went away before anything was sent.
    if (reply.raw.destroyed) return;
    const answer = answerTo(error) ?? this.unexpected(error, request);
    if (answer.status === 503) reply.header('retry-after', '30');
    void reply.code(answer.status).type('application/json').send({ error: answer.error });
  }

  private unexpected(error: unknown, { id, url }: FastifyRequest): Answer {
    this.logger.error({ err: error, requestId: id, path: url.split('?')[0] }, 'a download failed');
    return {
      status: 500,
      error: { code: 'INTERNAL', message: `Something failed that should not have. Its cause is in the log of the API under request ${id}.` },
    };
  }
}

const answerTo = (error: unknown): Answer | undefined => {
  if (error instanceof AccessRefused)
    return { status: error.code === 'UNAUTHENTICATED' ? 401 : 403, error: { code: error.code, message: error.message } };
  if (error instanceof HttpException) return { status: error.getStatus(), error: { code: 'REQUEST_REFUSED', message: error.message } };
  if (!(error instanceof DomainError)) return undefined;
  const { code, message, field, details } = error;
  const content = {
    code,
    message,
    ...(field === undefined ? {} : { field }),
    ...(typeof details.remedy === 'string' ? { remedy: details.remedy } : {}),
  };
  return { status: statusOf(code), error: content };
};

const statusOf = (code: string): number => {
  if (code.endsWith('_NOT_FOUND')) return 404;
  return code === 'EXPORTS_BUSY' ? 503 : 400;
};
