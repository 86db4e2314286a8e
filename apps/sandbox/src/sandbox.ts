import { listen } from './core/http-server.js';
import { readQuotaTable } from './core/quota-table.js';
import type { QuotaTable } from './core/quota-table.js';
import { Runtime } from './core/runtime.js';
import { loadStateFile, StateFile } from './core/state-file.js';
import type { SandboxWorld } from './core/world.js';
import { ensureAccountIam, putAccountAccessRole, putAdministrator } from './services/iam/state.js';
import type { IamState } from './services/iam/model.js';

export interface SandboxOptions {
  /** 0 chooses a free port. */
  readonly port?: number;
  /** Everything drawn by chance follows from it. */
  readonly seed?: string;
  /** Sandbox seconds per wall second; at most 20 in benchmarks. */
  readonly scale?: number;
  /** Sandbox time at the start, ms since 1970; default: the wall clock. A saved world that is further on goes on from there. */
  readonly origin?: number;
  /** Keeps the world across restarts: loaded at the start when it exists, saved after changes and on close. */
  readonly stateFile?: string;
  /** A file that `GET /_sandbox/snapshot` was saved to: the world starts from it and never writes to it. */
  readonly snapshotFile?: string;
  /** In place of config/aws-quotas.json. */
  readonly quotas?: QuotaTable;
  readonly logLimit?: number;
}

export interface SandboxIdentity {
  readonly endpoint: string;
  /** The administrator of the management account: all there is to start with. */
  readonly admin: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly managementAccountId: string;
  readonly platformAccountId: string;
  readonly automationAccountId: string;
  readonly organizationId: string;
}

export interface Sandbox extends SandboxIdentity {
  close(): Promise<void>;
}

/** A new world: three accounts, one administrator, and his way into the other two by OrganizationAccountAccessRole. */
const furnish = (world: SandboxWorld): void => {
  putAdministrator(world);
  for (const accountId of [world.platformAccountId, world.automationAccountId]) {
    ensureAccountIam(world, accountId);
    putAccountAccessRole(world, accountId, 'OrganizationAccountAccessRole', 'once');
  }
};

const administratorKey = (world: SandboxWorld): SandboxIdentity['admin'] => {
  const key = world.state<IamState>('iam').accounts[world.managementAccountId]?.users.administrator?.accessKeys[0];
  return { accessKeyId: key?.accessKeyId ?? '', secretAccessKey: key?.secretAccessKey ?? '' };
};

/** Starts an AWS organisation on loopback. Every service answers on the one endpoint. */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const runtime = new Runtime({
    seed: options.seed ?? 'orgledger',
    scale: options.scale ?? 1,
    origin: options.origin ?? Date.now(),
    quotas: options.quotas ?? readQuotaTable(),
    logLimit: options.logLimit ?? 100_000,
    furnish,
  });
  const saved = loadStateFile(options.stateFile) ?? loadStateFile(options.snapshotFile);
  if (saved) runtime.load(saved);
  const stateFile = options.stateFile === undefined ? undefined : new StateFile(options.stateFile, () => runtime.save());
  if (stateFile) runtime.onChange = () => stateFile.saveSoon();
  const listening = await listen(runtime, options.port ?? 0);
  const { world } = runtime;
  return {
    endpoint: `http://127.0.0.1:${listening.port}`,
    admin: administratorKey(world),
    managementAccountId: world.managementAccountId,
    platformAccountId: world.platformAccountId,
    automationAccountId: world.automationAccountId,
    organizationId: world.organizationId,
    close: async () => {
      await listening.close();
      stateFile?.close();
    },
  };
};
