import type { DomainCommand } from '@orgledger/kernel';

export interface RequestTenant extends DomainCommand {
  readonly type: 'RequestTenant';
  /** UUID made at the edge, the same when the command is repeated (e.g. uuidv5 of the commandId). */
  readonly tenantId: string;
  readonly workspaceIdentifier: string;
  readonly projectIdentifier: string;
  readonly platformIdentifier: string;
  readonly landingZoneIdentifier: string;
  /** True when the actor is a platform operator: private platforms are open to operators only. */
  readonly asOperator?: boolean;
}

/** Recorded by replication, once the account is known to be this tenant's. An account belongs to one tenant. */
export interface AssignTenantAccount extends DomainCommand {
  readonly type: 'AssignTenantAccount';
  readonly tenantId: string;
  readonly accountId: string;
}

/** Recorded by replication after the first completed run. */
export interface ActivateTenant extends DomainCommand {
  readonly type: 'ActivateTenant';
  readonly tenantId: string;
}

export interface ChangeTenantLandingZone extends DomainCommand {
  readonly type: 'ChangeTenantLandingZone';
  readonly tenantId: string;
  readonly landingZoneIdentifier: string;
}

export type TenantCommand = RequestTenant | AssignTenantAccount | ActivateTenant | ChangeTenantLandingZone;
