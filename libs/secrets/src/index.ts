export * from './sealed-secrets.js';
export { openSealedSecrets } from './sqlite-sealed-secrets.js';
export type { SealedSecretsOptions } from './sqlite-sealed-secrets.js';
