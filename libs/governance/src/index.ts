export type * from './platform-settings.js';
export type * from './tenant-snapshot.js';
