import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiKeyStore } from '@orgledger/access';
import { SandboxClockError } from '@orgledger/aws';
import { ConfigurationError, readConfiguration } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { openSqliteEventStore, StoreUnavailable } from '@orgledger/event-store';
import { systemClock } from '@orgledger/kernel';
import { createLogger } from '@orgledger/observability';
import type { ProcessContext } from './process-context.js';

/** Runs a process with the configuration of its environment; what keeps it from starting is said in words, not as a stack. */
export const startProcess = async (name: string, run: (context: ProcessContext) => Promise<void>, args = process.argv.slice(2)): Promise<void> => {
  try {
    const configuration = readConfiguration(process.env);
    if (args.includes('--new-operator-key')) await replaceOperatorKey(configuration);
    else await run({ name, configuration, logger: createLogger(name, configuration.logLevel) });
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    // What had started already, such as read models, would keep a half-started process alive.
    process.exit(1);
  }
};

/** For whoever lost the key: makes another and ends all earlier ones. Needs access to the data folder, as its owner has. */
const replaceOperatorKey = async ({ dataDir }: Configuration): Promise<void> => {
  mkdirSync(dataDir, { recursive: true });
  const store = openSqliteEventStore({ file: join(dataDir, 'events.sqlite') });
  const key = await new ApiKeyStore(store, systemClock).replaceOperatorKey();
  await store.close();
  process.stdout.write(`New API key of the operator, shown this once: ${key}\nEvery earlier operator key has stopped working.\n`);
};

const explain = (error: unknown): string => {
  if (error instanceof ConfigurationError || error instanceof SandboxClockError || error instanceof StoreUnavailable) return error.message;
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'EADDRINUSE') return 'The port is taken. Stop what listens there, or set ORGLEDGER_PORT to another one.';
  if (code === 'EACCES') return `Not allowed: ${String(error)}. Check ORGLEDGER_DATA_DIR and ORGLEDGER_PORT.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
