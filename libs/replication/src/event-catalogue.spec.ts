import { join } from 'node:path';
import { describeStoredEvents, goldenInstant } from '@orgledger/event-store/testing';
import type { EventFold } from '@orgledger/event-store/testing';
import { accountCreationDecider } from './account-creation/account-creation.decider.js';
import { driftDecider } from './drift/drift.decider.js';
import { dryRunDecider } from './dry-run/dry-run.decider.js';
import { replicationEventCatalogue } from './event-catalogue.js';
import { progressOf } from './run/run-progress.js';
import type { RunProgress } from './run/run-progress.js';
import { runDecider } from './run/run.decider.js';
import type { RunEvent } from './run/run.events.js';
import { sweepDecider } from './sweep/sweep.decider.js';

const progress: EventFold = { initial: undefined, evolve: (run: RunProgress | undefined, event: RunEvent) => progressOf(run, event, goldenInstant) };

const begun = ['ReplicationStarted', 'ReplicationStepStarted', 'ReplicationStepIntentRecorded'];
const outcomes = [
  'RunAccountKnown',
  'AccountTagged',
  'OrganizationalUnitCreated',
  'AccountMoved',
  'AccessRoleTrustHardened',
  'AccountAliasSet',
  'GroupCreated',
  'GroupRenamed',
  'GroupDeleted',
  'MembershipChanged',
  'AssignmentCreated',
  'AssignmentDeleted',
  'AssignmentFailed',
  'AccessRolePolicyWritten',
  'AccessRoleDowngraded',
];
const stepEnds = [
  'ReplicationStepWaitingUntil',
  'ReplicationStepChanged',
  'ReplicationStepUnchanged',
  'ReplicationStepSkipped',
  'ReplicationStepRemarked',
  'ReplicationStepFailed',
];

/** The life of one object, event by event: each must still move its state. */
const lives: Record<string, readonly [EventFold, readonly string[]]> = {
  run: [runDecider, [...begun, ...outcomes, 'AccessRoleTrustProven', 'GroupEnsured', 'GroupReleased', ...stepEnds, 'ReplicationCompleted']],
  parkedRun: [runDecider, [...begun, 'ReplicationParked']],
  supersededRun: [runDecider, [...begun, 'ReplicationSuperseded']],
  cancelledRun: [runDecider, [...begun, 'ReplicationCancelled']],
  shownRun: [progress, [...begun, ...outcomes, ...stepEnds, 'ReplicationCompleted']],
  createdAccount: [accountCreationDecider, ['AccountCreationIntended', 'AccountCreationStarted', 'AccountCreated']],
  adoptedAccount: [accountCreationDecider, ['AccountCreationIntended', 'AccountAdopted']],
  failedAccount: [accountCreationDecider, ['AccountCreationIntended', 'AccountCreationFailed']],
  dryRun: [dryRunDecider, ['DryRunRequested', 'DryRunTenantPlanned', 'DryRunCompleted']],
  failedDryRun: [dryRunDecider, ['DryRunRequested', 'DryRunFailed']],
  sweep: [sweepDecider, ['SweepRequested', 'SweepCompleted']],
  failedSweep: [sweepDecider, ['SweepRequested', 'SweepFailed']],
  drift: [driftDecider, ['DriftDetected', 'DriftRepaired']],
};

/** Nothing is decided by it: the queue takes it. */
const onlyTold = ['ReplicationRequested'];

describeStoredEvents('replication', { catalogue: replicationEventCatalogue, folder: join(__dirname, '..', 'golden'), lives, onlyTold });
