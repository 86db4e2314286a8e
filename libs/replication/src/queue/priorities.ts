import type { RunReason } from '../run/run.events.js';

/** Smaller goes first: people who wait for an account or for their rights to go come before what can wait for the night. */
const byEvent: Readonly<Record<string, number>> = {
  ReplicationRequested: 0,
  RoleBindingRevoked: 0,
  RoleBindingExpired: 0,
  UserDisabled: 0,
  UserDeleted: 0,
  TenantRequested: 1,
  TenantProvisioningStarted: 1,
  RoleBindingGranted: 1,
};

const otherwise = 2;

export const priorityOf = (eventType: string): number => byEvent[eventType] ?? otherwise;

export const reasonOf = (eventType: string): RunReason => {
  switch (eventType) {
    case 'TenantRequested':
    case 'TenantProvisioningStarted':
      return 'created';
    case 'ReplicationRequested':
      return 'requested';
    case 'RoleBindingExpired':
      return 'expiry';
    case 'DriftDetected':
      return 'drift';
    default:
      return 'changed';
  }
};

/** Replication's own words to governance: they change nothing that is desired in AWS. */
export const ownOutcomes: ReadonlySet<string> = new Set(['TenantAccountAssigned', 'TenantActivated']);
