export type * from './plan/change.js';
export type * from './plan/observed-tenant.js';
export type * from './desired/desired-tenant.js';
export type * from './run/run.events.js';
export type * from './account-creation/account-creation.events.js';
export { PlatformVerificationSubscription } from './verification/platform-verification.subscription.js';
export type { PlatformVerificationOptions } from './verification/platform-verification.subscription.js';
export { verifyPlatform } from './verification/verify-platform.gateway.js';
