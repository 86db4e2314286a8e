export * from './runtime.module.js';
export * from './http-process.js';
export * from './worker-process.js';
export * from './start-process.js';
