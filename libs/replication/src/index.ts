export type * from './plan/change.js';
export type * from './plan/observed-tenant.js';
export type * from './desired/desired-tenant.js';
export type * from './run/run.events.js';
export type * from './account-creation/account-creation.events.js';
