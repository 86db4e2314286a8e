import { DomainError } from '@orgledger/kernel';
import type { Decider, DomainCommand } from '@orgledger/kernel';
import type { Change } from '../plan/change.js';
import type { RequestDryRun } from '../requests/replication.commands.js';
import type { RemarkText } from '../run/run.events.js';
import type { DryRunEvent, DryRunSummary } from './dry-run.events.js';

export interface RecordTenantPlan extends DomainCommand {
  readonly type: 'RecordTenantPlan';
  readonly dryRunId: string;
  readonly tenantId: string;
  readonly changes: readonly Change[];
  readonly remarks: readonly RemarkText[];
}

/** `tenants`: how many were looked at, changed or not. */
export interface CompleteDryRun extends DomainCommand {
  readonly type: 'CompleteDryRun';
  readonly dryRunId: string;
  readonly tenants: number;
}

export interface FailDryRun extends DomainCommand {
  readonly type: 'FailDryRun';
  readonly dryRunId: string;
  readonly remark: RemarkText;
}

export type DryRunCommand = RequestDryRun | RecordTenantPlan | CompleteDryRun | FailDryRun;

export interface DryRun {
  readonly status: 'none' | 'requested' | 'completed' | 'failed';
  readonly counted: Omit<DryRunSummary, 'tenants'>;
  readonly planned: readonly string[];
}

const nothing: DryRun['counted'] = { tenantsChanged: 0, changes: 0, accountsMoved: 0, groupsRenamed: 0, accessesRemoved: 0 };

const open = (run: DryRun): void => {
  if (run.status !== 'requested') throw new DomainError('DRY_RUN_NOT_OPEN', `The dry run is ${run.status}.`);
};

const decide = (command: DryRunCommand, run: DryRun): readonly DryRunEvent[] => {
  const { dryRunId } = command;
  if (command.type === 'RequestDryRun') return run.status === 'none' ? [{ type: 'DryRunRequested', dryRunId, subject: command.subject }] : [];
  open(run);
  switch (command.type) {
    case 'RecordTenantPlan': {
      const { tenantId, changes, remarks } = command;
      // A worker that took the dry run over plans all tenants again; what is recorded stays.
      return run.planned.includes(tenantId) ? [] : [{ type: 'DryRunTenantPlanned', dryRunId, tenantId, changes, remarks }];
    }
    case 'CompleteDryRun':
      return [{ type: 'DryRunCompleted', dryRunId, summary: { tenants: command.tenants, ...run.counted } }];
    case 'FailDryRun':
      return [{ type: 'DryRunFailed', dryRunId, ...command.remark }];
  }
};

const count = (counted: DryRun['counted'], changes: readonly Change[]): DryRun['counted'] => {
  const of = (...operations: Change['operation'][]): number => changes.filter(({ operation }) => operations.includes(operation)).length;
  return {
    tenantsChanged: counted.tenantsChanged + (changes.length > 0 ? 1 : 0),
    changes: counted.changes + changes.length,
    accountsMoved: counted.accountsMoved + of('MoveAccount'),
    groupsRenamed: counted.groupsRenamed + of('UpdateGroup'),
    accessesRemoved: counted.accessesRemoved + of('DeleteAccountAssignment', 'DeleteGroupMembership'),
  };
};

const evolve = (run: DryRun, event: DryRunEvent): DryRun => {
  switch (event.type) {
    case 'DryRunRequested':
      return { ...run, status: 'requested' };
    case 'DryRunTenantPlanned':
      return { ...run, counted: count(run.counted, event.changes), planned: [...run.planned, event.tenantId] };
    case 'DryRunCompleted':
      return { ...run, status: 'completed' };
    case 'DryRunFailed':
      return { ...run, status: 'failed' };
    default:
      return run;
  }
};

export const dryRunDecider: Decider<DryRunCommand, DryRun, DryRunEvent> = {
  initial: { status: 'none', counted: nothing, planned: [] },
  decide,
  evolve,
};
