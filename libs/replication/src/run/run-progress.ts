import { steps } from '../plan/change.js';
import type { Step } from '../plan/change.js';
import type { RemarkText, RunEvent, RunReason } from './run.events.js';

/** A step as people see it. Times: ISO 8601 UTC. */
export interface StepProgress {
  readonly step: Step;
  readonly state: 'pending' | 'running' | 'waiting' | 'changed' | 'unchanged' | 'failed' | 'skipped';
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly planned: number;
  readonly done: number;
  readonly remarks: readonly RemarkText[];
  readonly requestIds: readonly string[];
  readonly waiting?: { readonly until: string; readonly why: string } | undefined;
}

export interface RunProgress {
  readonly runId: string;
  readonly tenantId: string;
  readonly platformIdentifier: string;
  readonly reason: RunReason;
  readonly status: 'running' | 'completed' | 'parked' | 'superseded' | 'cancelled';
  /** Position in the log up to which desired state was taken into account. */
  readonly seen: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly accountId?: string;
  readonly steps: readonly StepProgress[];
  readonly changes: number;
  /** Why it parked or was cancelled. */
  readonly remark?: RemarkText;
  readonly retryAt?: string;
}

const pending = (step: Step): StepProgress => ({ step, state: 'pending', planned: 0, done: 0, remarks: [], requestIds: [] });

const withStep = (run: RunProgress, step: Step, change: (before: StepProgress) => StepProgress): RunProgress => ({
  ...run,
  steps: run.steps.map((entry) => (entry.step === step ? change(entry) : entry)),
});

const closed = (run: RunProgress, step: Step, state: StepProgress['state'], at: string): RunProgress =>
  withStep(run, step, (entry) => ({ ...entry, state, startedAt: entry.startedAt ?? at, endedAt: at, waiting: undefined }));

const ended = (run: RunProgress, status: RunProgress['status'], at: string): RunProgress => {
  const doneState = status === 'completed' ? ('unchanged' as const) : undefined;
  const finished = { ...run, status, endedAt: at };
  return doneState ? closed(finished, 'done', doneState, at) : finished;
};

/** Undefined before the first event of a run; an unknown event changes nothing. */
export const progressOf = (run: RunProgress | undefined, event: RunEvent, at: string): RunProgress | undefined => {
  if (event.type === 'ReplicationStarted') {
    const { runId, tenantId, platformIdentifier, reason, seen } = event;
    return { runId, tenantId, platformIdentifier, reason, seen, status: 'running', startedAt: at, steps: steps.map(pending), changes: 0 };
  }
  return run && advance(run, event, at);
};

const advance = (run: RunProgress, event: RunEvent, at: string): RunProgress => {
  switch (event.type) {
    case 'ReplicationStepStarted':
      return withStep(run, event.step, (entry) => ({ ...entry, state: 'running', startedAt: at }));
    case 'ReplicationStepIntentRecorded':
      return withStep(run, event.step, (entry) => ({ ...entry, state: 'running', planned: entry.done + event.changes.length, waiting: undefined }));
    case 'ReplicationStepWaitingUntil':
      return withStep(run, event.step, (entry) => ({
        ...entry,
        state: 'waiting',
        startedAt: entry.startedAt ?? at,
        waiting: { until: event.until, why: event.why },
      }));
    case 'ReplicationStepChanged':
      return closed(run, event.step, 'changed', at);
    case 'ReplicationStepUnchanged':
      return closed(run, event.step, 'unchanged', at);
    case 'ReplicationStepSkipped':
      return closed(run, event.step, 'skipped', at);
    case 'ReplicationStepRemarked':
      return withStep(run, event.step, (entry) => ({ ...entry, remarks: [...entry.remarks, textOf(event)] }));
    case 'ReplicationStepFailed': {
      const failed = closed(run, event.step, 'failed', at);
      return withStep(failed, event.step, (entry) => ({
        ...entry,
        remarks: [...entry.remarks, textOf(event)],
        requestIds: [...entry.requestIds, ...event.requestIds],
      }));
    }
    case 'ReplicationCompleted':
      return ended(run, 'completed', at);
    case 'ReplicationParked':
      return { ...ended(run, 'parked', at), remark: textOf(event), retryAt: event.retryAt };
    case 'ReplicationSuperseded':
      return ended(run, 'superseded', at);
    case 'ReplicationCancelled':
      return { ...ended(run, 'cancelled', at), remark: { code: 'CANCELLED', forUser: event.why, forOperator: event.why } };
    default:
      return 'change' in event ? outcome(run, event) : run;
  }
};

const outcome = (run: RunProgress, event: Extract<RunEvent, { readonly change: number }>): RunProgress => {
  const counted = withStep(run, event.step, (entry) => ({ ...entry, done: entry.done + 1, requestIds: [...entry.requestIds, ...event.requestIds] }));
  return {
    ...counted,
    changes: run.changes + (event.type === 'AssignmentFailed' ? 0 : 1),
    ...(event.type === 'RunAccountKnown' ? { accountId: event.accountId } : {}),
  };
};

const textOf = ({ code, forUser, forOperator }: RemarkText): RemarkText => ({ code, forUser, forOperator });
