export { dyingAtAppend, ProcessDied } from './dying-store.js';
export { executorOf } from './executor.js';
export type { Executor } from './executor.js';
export { startInstallation } from './installation.js';
export type { Installation, InstallationOptions } from './installation.js';
export { prepareTenant } from './prepared-tenant.js';
export * from './samples.js';
