export { startInstallation } from './installation.js';
export type { Installation, InstallationOptions } from './installation.js';
export * from './samples.js';
export { prepareTenant } from './prepared-tenant.js';
