import { pino } from 'pino';
import type { DestinationStream, Logger, LoggerOptions } from 'pino';

export type { Logger } from 'pino';

/** Injection token of the one Logger of a process. */
export const LOGGER = Symbol('Logger');

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Names whose values never reach a log line, at the top and one or two levels down. Personal data is among them. */
const secretNames = [
  'authorization',
  'apiKey',
  'secret',
  'secretHash',
  'secretAccessKey',
  'sessionToken',
  'externalId',
  'previousExternalId',
  'password',
  'email',
  'firstName',
  'lastName',
  'euid',
];

const redact = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** JSON lines on standard error (standard output belongs to the ready line and the CLI), times in ISO 8601 UTC, secrets redacted. */
export const createLogger = (process: string, level: LogLevel, destination: DestinationStream = pino.destination(2)): Logger => {
  const options: LoggerOptions = {
    level,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redact, censor: '[redacted]' },
    formatters: { level: (label) => ({ level: label }) },
  };
  return pino(options, destination);
};
