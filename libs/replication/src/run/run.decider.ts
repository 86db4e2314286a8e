import { DomainError } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { Change, Step } from '../plan/change.js';
import type { RunCommand } from './run.commands.js';
import type { OutcomeEvent, RunEvent, RunReason } from './run.events.js';

export type StepState = 'running' | 'waiting' | 'changed' | 'unchanged' | 'skipped' | 'failed';

/** The intent of a step under way: what was to be changed, and which of it is known to have been done. */
export interface OpenIntent {
  readonly step: Step;
  readonly changes: readonly Change[];
  readonly done: readonly number[];
}

export interface ActiveRun {
  readonly status: 'running';
  readonly runId: string;
  readonly tenantId: string;
  readonly platformIdentifier: string;
  readonly reason: RunReason;
  readonly seen: string;
  readonly openCreation: string | undefined;
  readonly accountId: string | undefined;
  readonly steps: Readonly<Partial<Record<Step, StepState>>>;
  readonly intent: OpenIntent | undefined;
  /** Changes made so far. */
  readonly changes: number;
  readonly remarks: readonly { readonly step: Step; readonly code: string; readonly forUser: string }[];
  readonly groups: Readonly<Record<string, { readonly name: string; readonly roleIdentifiers: readonly string[] } | 'released'>>;
  /** The trust policy of the access role that this run has proven. */
  readonly provenTrust: string | undefined;
}

export type Run =
  { readonly status: 'none' } | ActiveRun | { readonly status: 'completed' | 'parked' | 'superseded' | 'cancelled'; readonly runId: string };

const active = (run: Run): ActiveRun => {
  if (run.status !== 'running') throw new DomainError('RUN_NOT_RUNNING', `The run is ${run.status}; only a running one can be advanced.`);
  return run;
};

const intendChanges = (command: Extract<RunCommand, { type: 'IntendChanges' }>, run: ActiveRun): readonly RunEvent[] => {
  const { step, changes } = command;
  if (changes.some((change) => change.step !== step)) throw new DomainError('WRONG_STEP', `All changes of an intent belong to its step ${step}.`);
  // After a crash a step may be found done: what it changed before still counts.
  if (changes.length === 0) return run.intent?.step === step ? closed(run, step) : [{ type: 'ReplicationStepUnchanged', step }];
  const started: readonly RunEvent[] = run.steps[step] === undefined ? [{ type: 'ReplicationStepStarted', step }] : [];
  return [...started, { type: 'ReplicationStepIntentRecorded', step, changes }];
};

const closed = (run: ActiveRun, step: Step): readonly RunEvent[] => [
  { type: 'ReplicationStepChanged', step, changes: run.intent?.changes.length ?? 0 },
];

const recordOutcome = (outcome: OutcomeEvent, run: ActiveRun): readonly RunEvent[] => {
  const { intent } = run;
  if (intent?.step !== outcome.step || intent.changes[outcome.change] === undefined)
    throw new DomainError('NOT_INTENDED', `Change ${outcome.change} of step ${outcome.step} was made without a recorded intent.`);
  return intent.done.includes(outcome.change) ? [] : [outcome];
};

const finishStep = (step: Step, run: ActiveRun): readonly RunEvent[] => {
  const { intent } = run;
  if (intent?.step !== step) return [];
  const open = intent.changes.length - intent.done.length;
  if (open > 0) throw new DomainError('STEP_UNFINISHED', `${open} changes of step ${step} have no outcome yet.`);
  return closed(run, step);
};

const holdGroups = (command: Extract<RunCommand, { type: 'HoldGroups' }>, run: ActiveRun): readonly RunEvent[] => [
  ...command.ensured.map((group): RunEvent => ({ type: 'GroupEnsured', tenantId: run.tenantId, ...group })),
  ...command.released.map((groupId): RunEvent => ({ type: 'GroupReleased', tenantId: run.tenantId, groupId })),
];

const recordTrustProof = (command: Extract<RunCommand, { type: 'RecordTrustProof' }>, run: ActiveRun): readonly RunEvent[] => {
  const { accountId, roleName, proof } = command;
  return run.provenTrust === proof ? [] : [{ type: 'AccessRoleTrustProven', step: 'accessRole', accountId, roleName, proof }];
};

const remarkOnce = (command: Extract<RunCommand, { type: 'RemarkStep' }>, run: ActiveRun): readonly RunEvent[] =>
  run.remarks.some(({ step, code, forUser }) => step === command.step && code === command.remark.code && forUser === command.remark.forUser)
    ? []
    : [{ type: 'ReplicationStepRemarked', step: command.step, ...command.remark }];

const park = (command: Extract<RunCommand, { type: 'ParkRun' }>, run: ActiveRun): readonly RunEvent[] => [
  { type: 'ReplicationStepFailed', step: command.step, ...command.remark, requestIds: command.requestIds },
  {
    type: 'ReplicationParked',
    runId: run.runId,
    tenantId: run.tenantId,
    step: command.step,
    ...command.remark,
    retryAt: command.retryAt,
    ...openCreationOf(command),
  },
];

const openCreationOf = ({ openCreation }: { readonly openCreation?: string }) => (openCreation === undefined ? {} : { openCreation });

const decide = (command: RunCommand, run: Run): readonly RunEvent[] => {
  switch (command.type) {
    case 'StartRun': {
      if (run.status !== 'none') return [];
      const { runId, tenantId, platformIdentifier, reason, seen } = command;
      return [{ type: 'ReplicationStarted', runId, tenantId, platformIdentifier, reason, seen, ...openCreationOf(command) }];
    }
    case 'IntendChanges':
      return intendChanges(command, active(run));
    case 'RecordOutcome':
      return recordOutcome(command.outcome, active(run));
    case 'WaitForStep':
      return [{ type: 'ReplicationStepWaitingUntil', step: command.step, until: command.until, why: command.why }];
    case 'RemarkStep':
      return remarkOnce(command, active(run));
    case 'FinishStep':
      return finishStep(command.step, active(run));
    case 'SkipStep':
      return [{ type: 'ReplicationStepSkipped', step: command.step }];
    case 'RecordTrustProof':
      return recordTrustProof(command, active(run));
    case 'HoldGroups':
      return holdGroups(command, active(run));
    case 'CompleteRun': {
      const { runId, tenantId, changes, remarks, intent } = active(run);
      if (intent) throw new DomainError('STEP_UNFINISHED', `Step ${intent.step} is still under way.`);
      const due = command.nextDueAt === undefined ? {} : { nextDueAt: command.nextDueAt };
      return [{ type: 'ReplicationCompleted', runId, tenantId, changes, remarks: remarks.length, ...due }];
    }
    case 'ParkRun':
      return park(command, active(run));
    case 'SupersedeRun': {
      const { runId, tenantId } = active(run);
      return [{ type: 'ReplicationSuperseded', runId, tenantId, ...openCreationOf(command) }];
    }
    case 'CancelRun': {
      const { runId, tenantId } = active(run);
      return [{ type: 'ReplicationCancelled', runId, tenantId, why: command.why }];
    }
  }
};

const withStep = (run: ActiveRun, step: Step, state: StepState): ActiveRun => ({ ...run, steps: { ...run.steps, [step]: state } });

const ended = (run: Run, status: 'completed' | 'parked' | 'superseded' | 'cancelled'): Run =>
  run.status === 'running' ? { status, runId: run.runId } : run;

const started = (event: Extract<RunEvent, { type: 'ReplicationStarted' }>): ActiveRun => ({
  status: 'running',
  runId: event.runId,
  tenantId: event.tenantId,
  platformIdentifier: event.platformIdentifier,
  reason: event.reason,
  seen: event.seen,
  openCreation: event.openCreation,
  accountId: undefined,
  steps: {},
  intent: undefined,
  changes: 0,
  remarks: [],
  groups: {},
  provenTrust: undefined,
});

const outcomeRecorded = (run: ActiveRun, outcome: OutcomeEvent): ActiveRun => ({
  ...run,
  changes: run.changes + (outcome.type === 'AssignmentFailed' ? 0 : 1),
  intent: run.intent && { ...run.intent, done: [...run.intent.done, outcome.change] },
  ...(outcome.type === 'RunAccountKnown' ? { accountId: outcome.accountId } : {}),
});

const evolve = (run: Run, event: RunEvent): Run => {
  if (event.type === 'ReplicationStarted') return started(event);
  if (run.status !== 'running') return run;
  switch (event.type) {
    case 'ReplicationStepStarted':
      return withStep(run, event.step, 'running');
    case 'ReplicationStepIntentRecorded':
      return { ...withStep(run, event.step, 'running'), intent: { step: event.step, changes: event.changes, done: [] } };
    case 'ReplicationStepWaitingUntil':
      return withStep(run, event.step, 'waiting');
    case 'ReplicationStepChanged':
      return { ...withStep(run, event.step, 'changed'), intent: undefined };
    case 'ReplicationStepUnchanged':
      return withStep(run, event.step, 'unchanged');
    case 'ReplicationStepSkipped':
      return withStep(run, event.step, 'skipped');
    case 'ReplicationStepFailed':
      return { ...withStep(run, event.step, 'failed'), intent: undefined };
    case 'ReplicationStepRemarked':
      return { ...run, remarks: [...run.remarks, { step: event.step, code: event.code, forUser: event.forUser }] };
    case 'AccessRoleTrustProven':
      return { ...run, provenTrust: event.proof };
    case 'GroupEnsured':
      return { ...run, groups: { ...run.groups, [event.groupId]: { name: event.name, roleIdentifiers: event.roleIdentifiers } } };
    case 'GroupReleased':
      return { ...run, groups: { ...run.groups, [event.groupId]: 'released' } };
    case 'ReplicationCompleted':
      return ended(run, 'completed');
    case 'ReplicationParked':
      return ended(run, 'parked');
    case 'ReplicationSuperseded':
      return ended(run, 'superseded');
    case 'ReplicationCancelled':
      return ended(run, 'cancelled');
    default:
      return isOutcome(event) ? outcomeRecorded(run, event) : run;
  }
};

// A type written by a later version is none of ours: it has no change number, and the state stays.
const isOutcome = (event: RunEvent): event is OutcomeEvent => 'change' in event;

/** One replication run of one tenant, stream `replication-<runId>`. @source specs/replication.md "Events" */
export const runDecider: Decider<RunCommand, Run, RunEvent> = { initial: { status: 'none' }, decide, evolve };
