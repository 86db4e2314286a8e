export * from './configuration.js';
export * from './configuration-error.js';
export * from './variables.js';
