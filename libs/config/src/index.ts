export * from './configuration.js';
export * from './configuration-error.js';
export * from './variables.js';
export * from './require-node.js';
