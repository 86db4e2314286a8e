import type { DomainCommand } from '@orgledger/kernel';
import type { Change, Step } from '../plan/change.js';
import type { OutcomeEvent, RemarkText, RunReason } from './run.events.js';

export interface StartRun extends DomainCommand {
  readonly type: 'StartRun';
  readonly runId: string;
  readonly tenantId: string;
  readonly platformIdentifier: string;
  readonly reason: RunReason;
  readonly seen: string;
  readonly openCreation?: string;
}

/** Durable before the first of `changes` is made; an empty list closes the step as unchanged. */
export interface IntendChanges extends DomainCommand {
  readonly type: 'IntendChanges';
  readonly step: Step;
  readonly changes: readonly Change[];
}

export interface RecordOutcome extends DomainCommand {
  readonly type: 'RecordOutcome';
  readonly outcome: OutcomeEvent;
}

export interface WaitForStep extends DomainCommand {
  readonly type: 'WaitForStep';
  readonly step: Step;
  readonly until: string;
  readonly why: string;
}

export interface RemarkStep extends DomainCommand {
  readonly type: 'RemarkStep';
  readonly step: Step;
  readonly remark: RemarkText;
}

/** Closes a step whose changes were all made. */
export interface FinishStep extends DomainCommand {
  readonly type: 'FinishStep';
  readonly step: Step;
}

export interface SkipStep extends DomainCommand {
  readonly type: 'SkipStep';
  readonly step: Step;
}

export interface RecordTrustProof extends DomainCommand {
  readonly type: 'RecordTrustProof';
  readonly accountId: string;
  readonly roleName: string;
  readonly proof: string;
}

export interface HoldGroups extends DomainCommand {
  readonly type: 'HoldGroups';
  readonly ensured: readonly { readonly groupId: string; readonly name: string; readonly roleIdentifiers: readonly string[] }[];
  readonly released: readonly string[];
}

export interface CompleteRun extends DomainCommand {
  readonly type: 'CompleteRun';
  readonly nextDueAt?: string;
}

/** The step failed for good: both remarks, and when the schedule tries again. */
export interface ParkRun extends DomainCommand {
  readonly type: 'ParkRun';
  readonly step: Step;
  readonly remark: RemarkText;
  readonly requestIds: readonly string[];
  readonly retryAt: string;
  readonly openCreation?: string;
}

export interface SupersedeRun extends DomainCommand {
  readonly type: 'SupersedeRun';
  readonly openCreation?: string;
}

export interface CancelRun extends DomainCommand {
  readonly type: 'CancelRun';
  readonly why: string;
}

export type RunCommand =
  | StartRun
  | IntendChanges
  | RecordOutcome
  | WaitForStep
  | RemarkStep
  | FinishStep
  | SkipStep
  | RecordTrustProof
  | HoldGroups
  | CompleteRun
  | ParkRun
  | SupersedeRun
  | CancelRun;
