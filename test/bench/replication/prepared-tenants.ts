import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareLab } from '../../../tools/lab/lab.js';
import { region } from '../../../tools/lab/registration.js';
import type { PlatformProcess } from '../../../tools/lab/platform-process.js';
import { sandboxControl } from '../../../tools/lab/sandbox-control.js';
import type { SandboxControl } from '../../../tools/lab/sandbox-control.js';
import { startSandboxProcess } from '../../../tools/lab/sandbox-process.js';
import type { Admin } from '../../support/admin-clients.js';
import { print } from './figures.js';
import { writeUnhurriedQuotas } from './unhurried-quotas.js';

// The connection is verified with deadlines that the wall clock must be able to keep; tenants are then made faster.
const connectionScale = 20;
const preparationScale = 50;

export interface Preparation {
  readonly platform: PlatformProcess;
  readonly sandbox: SandboxControl;
  readonly admin: Admin;
}

export interface Measuring extends Preparation {
  /** Where the platform keeps its files. */
  readonly dataDir: string;
}

/**
 * Lets `prepare` work fast and without quotas, then goes on from the very same organisation and data with AWS's quotas at `scale`,
 * and lets `measure` work.
 */
export const withPreparedTenants = async <Result>(
  { seed, scale, env = {} }: { readonly seed: string; readonly scale: number; readonly env?: Readonly<Record<string, string>> },
  prepare: (preparation: Preparation) => Promise<void>,
  measure: (measuring: Measuring) => Promise<Result>,
): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'orgledger-bench-'));
  const quotasFile = writeUnhurriedQuotas(join(folder, 'quotas.json'));
  const started = Date.now();
  const lab = await prepareLab({ scale: connectionScale, seed, quotasFile });
  const measured = await startSandboxProcess({ scale, seed });
  const run = await lab.begin({ env: { ORGLEDGER_QUOTAS_FILE: quotasFile, ORGLEDGER_REPLICATION_WORKERS: '64' } });
  const admin = { endpoint: lab.organisation.endpoint, region, ...lab.organisation.admin };
  try {
    await lab.sandbox.setScale(preparationScale);
    await prepare({ platform: run.platform, sandbox: lab.sandbox, admin });
    await run.platform.stop();
    const sandbox = sandboxControl(measured.ready.endpoint);
    await sandbox.restore(await lab.sandbox.snapshot());
    const platform = await run.restart({ awsEndpoint: measured.ready.endpoint, env });
    print(`Prepared in ${((Date.now() - started) / 1000).toFixed(0)} s by the wall clock.`);
    return await measure({ platform, sandbox, admin: { ...admin, endpoint: measured.ready.endpoint }, dataDir: platform.ready.dataDir });
  } finally {
    await run.end();
    await measured.kill();
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
