export * from './runtime.module.js';
export * from './http-process.js';
export type * from './process-context.js';
export * from './worker-process.js';
export * from './start-process.js';
