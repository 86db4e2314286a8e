export * from './errors/aws-call-error.js';
export type * from './connection/call-observer.js';
export type * from './connection/platform-connection.js';
export type * from './organizations/organizations.js';
export type * from './identity-store/identity-store.js';
export type * from './sso-admin/sso-admin.js';
export type * from './iam/iam.js';
export type * from './sts/sts.js';
