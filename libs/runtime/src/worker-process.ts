import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NestLogger } from '@orgledger/observability';
import { closeOnSignals } from './close-on-signals.js';
import type { ProcessContext } from './process-context.js';
import { announce } from './ready-line.js';

/** Starts a module without HTTP, as a process of its own. */
export const runWorker = async (context: ProcessContext, module: Type | DynamicModule): Promise<void> => {
  const application = await NestFactory.createApplicationContext(module, { logger: new NestLogger(context.logger), abortOnError: false });
  closeOnSignals(application, context.logger);
  announce(context, {});
};
