import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { CliModule } from './cli.module.js';
import { exitCodes } from './exit-codes.js';

export const start = (): Promise<void> =>
  CommandFactory.run(CliModule, {
    logger: false,
    errorHandler: (error) => process.exit((error as { exitCode?: number }).exitCode === 0 ? exitCodes.done : exitCodes.usage),
    serviceErrorHandler: (error) => {
      process.stderr.write(`This is a fault of the command itself, please report it:\n${error.stack ?? error.message}\n`);
      process.exitCode = 70;
    },
  });
