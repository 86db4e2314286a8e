export * from './port.js';
export * from './errors.js';
export * from './envelope.js';
export * from './execute-command.js';
export { canonicalJson } from './log/canonical-json.js';
export { categoryOf } from './log/stream-name.js';
export { createMemoryEventStore } from './memory/memory-event-store.js';
export type { MemoryEventStoreOptions } from './memory/memory-event-store.js';
