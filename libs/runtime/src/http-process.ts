import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiKeyStore } from '@orgledger/access';
import { CLOCK, isUuid, uuidv7 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { NestLogger } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';
import { closeOnSignals } from './close-on-signals.js';
import type { ProcessContext } from './process-context.js';
import { announce } from './ready-line.js';

const largestBodyBytes = 262_144;

/** A running process that answers HTTP. `apiKey` only where this start made the first one. */
export interface HttpProcess {
  readonly application: NestFastifyApplication;
  readonly url: string;
  readonly apiKey?: string;
}

/** Starts a module over HTTP: request ids, limits, the first API key. Tests start the same. */
export const startHttp = async ({ configuration, logger }: ProcessContext, module: Type | DynamicModule): Promise<HttpProcess> => {
  // Requests come after the application is made, so the clock is there when an id is needed.
  const later: { clock?: Clock } = {};
  const adapter = new FastifyAdapter({
    bodyLimit: largestBodyBytes,
    genReqId: ({ headers }: { headers: Readonly<Record<string, unknown>> }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && isUuid(given) ? given.toLowerCase() : uuidv7(later.clock?.now() ?? new Date(0));
    },
  });
  const application = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: new NestLogger(logger), abortOnError: false });
  later.clock = application.get<Clock>(CLOCK);
  logRequests(application, logger);

  await application.listen(configuration.port, configuration.host);
  const apiKey = await application.get(ApiKeyStore, { strict: false }).createFirstOperatorKey();
  return { application, url: await application.getUrl(), ...(apiKey === undefined ? {} : { apiKey }) };
};

/** `startHttp` for a process of its own: stops on signals and says that it is ready. */
export const runHttp = async (context: ProcessContext, module: Type | DynamicModule): Promise<void> => {
  const { application, url, apiKey } = await startHttp(context, module);
  closeOnSignals(application, context.logger);
  announce(context, { url, port: Number(new URL(url).port), ...(apiKey === undefined ? {} : { apiKey }) });
};

const logRequests = (application: NestFastifyApplication, logger: Logger): void => {
  const fastify = application.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async ({ id }, reply) => void reply.header('x-request-id', id));
  fastify.addHook('onResponse', async ({ id, method, url }, { statusCode, elapsedTime }) => {
    logger[statusCode >= 500 ? 'error' : 'debug'](
      { requestId: id, method, path: url.split('?')[0], statusCode, ms: Math.round(elapsedTime) },
      'answered',
    );
  });
};
