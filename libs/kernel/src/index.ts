export * from './clock.js';
export * from './decider.js';
export * from './decimal.js';
export * from './domain-error.js';
export * from './ids.js';
export * from './metadata.js';
export * from './money.js';
