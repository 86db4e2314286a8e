import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { LOGGER, NestLogger } from '@orgledger/observability';
import type { Logger } from '@orgledger/observability';
import { closeOnSignals } from './close-on-signals.js';
import { announce } from './ready-line.js';

/** Starts a module without HTTP, as a process of its own. */
export const runWorker = async (name: string, module: Type | DynamicModule): Promise<void> => {
  const application = await NestFactory.createApplicationContext(module, { bufferLogs: true, abortOnError: false });
  const logger = application.get<Logger>(LOGGER);
  application.useLogger(new NestLogger(logger));
  closeOnSignals(application, logger);
  announce(application.get<Configuration>(CONFIGURATION), { process: name });
};
