import type { Actor } from '@orgledger/kernel';

/** Everything that can be allowed. Each resolver and each HTTP route declares one of them, or that it is public. */
export const permissions = [
  'workspaces:read',
  'workspaces:write',
  'projects:read',
  'projects:write',
  'paymentMethods:read',
  'paymentMethods:write',
  'platforms:read',
  'platforms:write',
  'landingZones:read',
  'landingZones:write',
  'tenants:read',
  'tenants:write',
  'users:read',
  'users:write',
  'roles:read',
  'roles:write',
  'roleBindings:read',
  'roleBindings:write',
  'tags:read',
  'tags:write',
  'replication:read',
  'replication:write',
  'costs:read',
  'costs:write',
  'notifications:read',
  'notifications:write',
  'audit:read',
] as const;

export type Permission = (typeof permissions)[number];

/** @source specs/governance.md "Who may do what" */
export type PlatformRole = 'operator' | 'auditor';

const granted: Readonly<Record<PlatformRole, ReadonlySet<Permission>>> = {
  operator: new Set(permissions),
  auditor: new Set(permissions.filter((permission) => permission.endsWith(':read'))),
};

/** Who is asking, as far as a request proved it. */
export interface Principal {
  readonly actor: Actor;
  readonly role: PlatformRole;
}

export const isAllowed = (principal: Principal, permission: Permission): boolean => granted[principal.role].has(permission);
