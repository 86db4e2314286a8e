import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { QuotaTable } from './core/quota-table.js';
import { startSandbox } from './sandbox.js';
import type { SandboxOptions } from './sandbox.js';

const usage = `Usage: sandbox [--port 4600] [--seed text] [--scale 1] [--origin 2026-03-01T00:00:00Z] [--state file] [--snapshot file] [--quotas file]
Environment: SANDBOX_PORT, SANDBOX_SEED, SANDBOX_SCALE, SANDBOX_ORIGIN, SANDBOX_STATE, SANDBOX_SNAPSHOT, SANDBOX_QUOTAS. Prints one JSON line when it listens.`;

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;

const readOrigin = (text: string | undefined): { readonly origin?: number } => {
  if (text === undefined) return {};
  const origin = Date.parse(text);
  // 30 February would be read as 2 March.
  if (!instant.test(text) || Number.isNaN(origin) || !new Date(origin).toISOString().startsWith(text.slice(0, 10)))
    throw new Error(`origin must be an instant in UTC such as 2026-03-01T00:00:00Z.\n${usage}`);
  return { origin };
};

const readOptions = (): SandboxOptions => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { port: text, seed: text, scale: text, origin: text, state: text, snapshot: text, quotas: text } });
  const { env } = process;
  const seed = values.seed ?? env.SANDBOX_SEED;
  const stateFile = values.state ?? env.SANDBOX_STATE;
  const snapshotFile = values.snapshot ?? env.SANDBOX_SNAPSHOT;
  const quotasFile = values.quotas ?? env.SANDBOX_QUOTAS;
  const port = Number(values.port ?? env.SANDBOX_PORT ?? 4600);
  const scale = Number(values.scale ?? env.SANDBOX_SCALE ?? 1);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`port must be 0 to 65535.\n${usage}`);
  if (!(scale > 0)) throw new Error(`scale must be above 0.\n${usage}`);
  return {
    port,
    scale,
    ...readOrigin(values.origin ?? env.SANDBOX_ORIGIN),
    ...(seed === undefined ? {} : { seed }),
    ...(stateFile === undefined ? {} : { stateFile }),
    ...(snapshotFile === undefined ? {} : { snapshotFile }),
    ...(quotasFile === undefined ? {} : { quotas: JSON.parse(readFileSync(quotasFile, 'utf8')) as QuotaTable }),
  };
};

const demandNode = (): void => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 24 || (major === 24 && minor < 9))
    throw new Error(`The sandbox needs Node 24.9 or later, this is ${process.versions.node}. Start it by an npm script: they bring the right one.`);
};

const main = async (): Promise<void> => {
  demandNode();
  const sandbox = await startSandbox(readOptions());
  process.stdout.write(`${JSON.stringify(sandbox)}\n`);
  const stop = (): void => {
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
