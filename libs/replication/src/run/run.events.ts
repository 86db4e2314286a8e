import type { Change, Step } from '../plan/change.js';

interface StepKey {
  readonly step: Step;
}

/** An outcome of the `change`-th change of the step's recorded intent. `requestIds`: AWS's, for support cases. */
interface Outcome extends StepKey {
  readonly change: number;
  readonly requestIds: readonly string[];
}

export interface RemarkText {
  readonly code: string;
  readonly forUser: string;
  readonly forOperator: string;
}

export type RunReason = 'created' | 'changed' | 'requested' | 'drift' | 'expiry' | 'retry';

/** What an accepted change did. */
export type OutcomeEvent =
  | (Outcome & { readonly type: 'AccountTagged'; readonly set: Readonly<Record<string, string>>; readonly removed: readonly string[] })
  | (Outcome & { readonly type: 'OrganizationalUnitCreated'; readonly ouId: string; readonly path: readonly string[] })
  | (Outcome & { readonly type: 'AccountMoved'; readonly from: string; readonly to: string })
  | (Outcome & { readonly type: 'AccessRoleTrustHardened'; readonly roleName: string })
  | (Outcome & { readonly type: 'AccountAliasSet'; readonly alias: string })
  | (Outcome & { readonly type: 'GroupCreated'; readonly groupId: string; readonly name: string })
  | (Outcome & { readonly type: 'GroupRenamed'; readonly groupId: string; readonly name: string })
  | (Outcome & { readonly type: 'GroupDeleted'; readonly groupId: string })
  | (Outcome & {
      readonly type: 'MembershipChanged';
      readonly groupId: string;
      readonly userId: string;
      readonly member: boolean;
      readonly subjectId?: string;
    })
  | (Outcome & { readonly type: 'AssignmentCreated'; readonly groupId: string; readonly permissionSetArn: string })
  | (Outcome & { readonly type: 'AssignmentDeleted'; readonly groupId: string; readonly permissionSetArn: string })
  | (Outcome & { readonly type: 'AssignmentFailed'; readonly groupId: string; readonly permissionSetArn: string; readonly reason: string })
  | (Outcome & { readonly type: 'AccessRolePolicyWritten'; readonly roleName: string; readonly policyName: string })
  | (Outcome & { readonly type: 'AccessRoleDowngraded'; readonly roleName: string; readonly detachedPolicyArn: string })
  /** The account of this run is known: created by it, adopted from an earlier intent, or assigned before. */
  | (Outcome & { readonly type: 'RunAccountKnown'; readonly accountId: string; readonly how: 'created' | 'adopted' });

export type RunEvent =
  | {
      readonly type: 'ReplicationStarted';
      readonly runId: string;
      readonly tenantId: string;
      readonly platformIdentifier: string;
      readonly reason: RunReason;
      /** Position in the log up to which desired state is taken into account. */
      readonly seen: string;
      /** E-mail whose claim holds an unfinished creation of an earlier run: it is finished before anything new is created. */
      readonly openCreation?: string;
    }
  | (StepKey & { readonly type: 'ReplicationStepStarted' })
  /** Everything the step is about to change, one entry per call, recorded before the first of them. A later one replaces an earlier one that was interrupted. */
  | (StepKey & { readonly type: 'ReplicationStepIntentRecorded'; readonly changes: readonly Change[] })
  | (StepKey & { readonly type: 'ReplicationStepWaitingUntil'; readonly until: string; readonly why: string })
  | OutcomeEvent
  | (StepKey & { readonly type: 'ReplicationStepChanged'; readonly changes: number })
  | (StepKey & { readonly type: 'ReplicationStepUnchanged' })
  | (StepKey & { readonly type: 'ReplicationStepSkipped' })
  | (StepKey & RemarkText & { readonly type: 'ReplicationStepRemarked' })
  | (StepKey & RemarkText & { readonly type: 'ReplicationStepFailed'; readonly requestIds: readonly string[] })
  /** AWS refuses the role without the current ExternalId. `proof` names the trust policy, account and role that it holds for. */
  | (StepKey & { readonly type: 'AccessRoleTrustProven'; readonly accountId: string; readonly roleName: string; readonly proof: string })
  /** The tenant maps roles to this group (again), or under another name, or no longer. */
  | {
      readonly type: 'GroupEnsured';
      readonly tenantId: string;
      readonly groupId: string;
      readonly name: string;
      readonly roleIdentifiers: readonly string[];
    }
  | { readonly type: 'GroupReleased'; readonly tenantId: string; readonly groupId: string }
  | {
      readonly type: 'ReplicationCompleted';
      readonly runId: string;
      readonly tenantId: string;
      readonly changes: number;
      readonly remarks: number;
      /** Next instant at which a grant begins or ends by itself. */
      readonly nextDueAt?: string;
    }
  | (RemarkText & {
      readonly type: 'ReplicationParked';
      readonly runId: string;
      readonly tenantId: string;
      readonly step: Step;
      /** When the schedule tries again by itself. */
      readonly retryAt: string;
      readonly openCreation?: string;
    })
  | { readonly type: 'ReplicationSuperseded'; readonly runId: string; readonly tenantId: string; readonly openCreation?: string }
  | { readonly type: 'ReplicationCancelled'; readonly runId: string; readonly tenantId: string; readonly why: string };

/** Stream `replicationrequest-<tenantId>`. */
export interface ReplicationRequested {
  readonly type: 'ReplicationRequested';
  readonly tenantId: string;
}
