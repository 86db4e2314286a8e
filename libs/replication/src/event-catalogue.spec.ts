import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRecorded, Upcasting } from '@orgledger/event-store';
import type { Position, Recorded } from '@orgledger/event-store';
import { fold } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import { accountCreationDecider } from './account-creation/account-creation.decider.js';
import { driftDecider } from './drift/drift.decider.js';
import { dryRunDecider } from './dry-run/dry-run.decider.js';
import { replicationEventCatalogue } from './event-catalogue.js';
import { progressOf } from './run/run-progress.js';
import type { RunProgress } from './run/run-progress.js';
import { runDecider } from './run/run.decider.js';
import type { RunEvent } from './run/run.events.js';
import { sweepDecider } from './sweep/sweep.decider.js';

const folder = join(__dirname, '..', 'golden');
const upcasting = new Upcasting([], replicationEventCatalogue);
const at = '2026-03-02T08:00:00.000Z';

interface Golden {
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: Record<string, never>;
}

const golden = (type: string): Golden => JSON.parse(readFileSync(join(folder, `${type}.v1.json`), 'utf8')) as Golden;

/** As it comes out of a store, through upcasting. */
const load = (type: string): DomainEvent => {
  const metadata = { $correlationId: 'c', $causationId: 'c', commandId: 'c', actor: { kind: 'system', id: 's' }, at } as const;
  const stored = { id: '0', stream: 'golden-1', revision: 0n, position: '1' as Position, created: new Date(0), metadata };
  const recorded: Recorded = { ...stored, ...golden(type) };
  const [event, ...others] = upcasting.apply(recorded);
  if (!event || others.length > 0) throw new Error(`${type} no longer reads as one event`);
  return fromRecorded<DomainEvent>(event);
};

interface Folder {
  readonly initial: unknown;
  evolve(state: never, event: never): unknown;
}

const progress: Folder = { initial: undefined, evolve: (run: RunProgress | undefined, event: RunEvent) => progressOf(run, event, at) };

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
const lives: Record<string, [Folder, readonly string[]]> = {
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

describe('stored events of replication', () => {
  it.each(Object.entries(lives))('of a %s still move its state', (_name, [decider, types]) => {
    types.forEach((type, index) => {
      const before = fold(decider as never, types.slice(0, index).map(load));
      const after = fold(decider as never, types.slice(0, index + 1).map(load));
      expect({ type, moved: JSON.stringify(after) !== JSON.stringify(before) }).toEqual({ type, moved: true });
    });
  });

  it('have a golden file each, and nothing else has one', () => {
    expect(readdirSync(folder).toSorted()).toEqual(
      Object.keys(replicationEventCatalogue)
        .map((type) => `${type}.v1.json`)
        .toSorted(),
    );
    for (const type of Object.keys(replicationEventCatalogue)) expect(load(type)).toMatchObject({ type, ...golden(type).data });
  });

  it('are all in a life above, or named as only told', () => {
    const covered = new Set([...Object.values(lives).flatMap(([, types]) => types), ...onlyTold]);
    expect([...covered].toSorted()).toEqual(Object.keys(replicationEventCatalogue).toSorted());
  });
});
