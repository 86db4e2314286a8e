export * from './permissions.js';
export * from './requires-permission.js';
export * from './permission.guard.js';
export * from './api-key/api-key.js';
export * from './api-key/api-key.store.js';
export * from './access.module.js';
