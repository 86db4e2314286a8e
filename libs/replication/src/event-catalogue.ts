import type { AccountCreationEvent } from './account-creation/account-creation.events.js';
import type { DriftEvent } from './drift/drift.events.js';
import type { DryRunEvent } from './dry-run/dry-run.events.js';
import type { ReplicationRequested, RunEvent } from './run/run.events.js';
import type { SweepEvent } from './sweep/sweep.events.js';

export type ReplicationEvent = RunEvent | ReplicationRequested | AccountCreationEvent | DryRunEvent | SweepEvent | DriftEvent;

/** Every event type that replication stores, with its current version. A golden file for each proves that what was stored can still be read. */
export const replicationEventCatalogue: Readonly<Record<ReplicationEvent['type'], number>> = {
  ReplicationRequested: 1,
  ReplicationStarted: 1,
  ReplicationCompleted: 1,
  ReplicationParked: 1,
  ReplicationSuperseded: 1,
  ReplicationCancelled: 1,
  ReplicationStepStarted: 1,
  ReplicationStepIntentRecorded: 1,
  ReplicationStepWaitingUntil: 1,
  ReplicationStepChanged: 1,
  ReplicationStepUnchanged: 1,
  ReplicationStepSkipped: 1,
  ReplicationStepFailed: 1,
  ReplicationStepRemarked: 1,
  RunAccountKnown: 1,
  AccountTagged: 1,
  OrganizationalUnitCreated: 1,
  AccountMoved: 1,
  AccessRoleTrustHardened: 1,
  AccessRoleTrustProven: 1,
  AccountAliasSet: 1,
  GroupCreated: 1,
  GroupRenamed: 1,
  GroupDeleted: 1,
  GroupEnsured: 1,
  GroupReleased: 1,
  MembershipChanged: 1,
  AssignmentCreated: 1,
  AssignmentDeleted: 1,
  AssignmentFailed: 1,
  AccessRolePolicyWritten: 1,
  AccessRoleDowngraded: 1,
  AccountCreationIntended: 1,
  AccountCreationStarted: 1,
  AccountCreated: 1,
  AccountAdopted: 1,
  AccountCreationFailed: 1,
  DryRunRequested: 1,
  DryRunTenantPlanned: 1,
  DryRunCompleted: 1,
  DryRunFailed: 1,
  SweepRequested: 1,
  SweepCompleted: 1,
  SweepFailed: 1,
  DriftDetected: 1,
  DriftRepaired: 1,
};
