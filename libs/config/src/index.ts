export * from './configuration.js';
export * from './configuration-error.js';
export type * from './notification-settings.js';
export * from './variables.js';
export * from './require-node.js';
