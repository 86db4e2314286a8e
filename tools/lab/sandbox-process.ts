import { startChild } from './child-process.js';
import type { StartedChild } from './child-process.js';

export interface SandboxReady {
  readonly endpoint: string;
  readonly admin: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly managementAccountId: string;
  readonly platformAccountId: string;
  readonly automationAccountId: string;
  readonly organizationId: string;
}

export interface SandboxOptions {
  readonly port?: number;
  readonly seed?: string;
  /** Sandbox seconds per wall second. */
  readonly scale?: number;
  /** Where the sandbox's clock starts, an instant in UTC; a kept organisation that is further goes on from where it stood. */
  readonly origin?: string;
  /** Keeps the organisation over restarts. */
  readonly stateFile?: string;
  /** In place of config/aws-quotas.json. */
  readonly quotasFile?: string;
}

export type SandboxProcess = StartedChild<SandboxReady>;

export const startSandboxProcess = (options: SandboxOptions = {}): Promise<SandboxProcess> =>
  startChild<SandboxReady>('dist/apps/sandbox/src/main.js', [
    ...['--port', String(options.port ?? 0)],
    ...['--seed', options.seed ?? 'orgledger'],
    ...['--scale', String(options.scale ?? 20)],
    ...(options.origin === undefined ? [] : ['--origin', options.origin]),
    ...(options.stateFile === undefined ? [] : ['--state', options.stateFile]),
    ...(options.quotasFile === undefined ? [] : ['--quotas', options.quotasFile]),
  ]);
