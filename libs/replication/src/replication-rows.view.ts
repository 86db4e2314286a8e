import { fromJson, toBoolean } from '@orgledger/projections';
import type { DriftItem } from './drift/drift.events.js';
import type { DryRunSummary } from './dry-run/dry-run.events.js';
import type { Change } from './plan/change.js';
import type { Wanted } from './queue/queue.store.js';
import type { DryRunSubject } from './requests/replication.commands.js';
import type { RunProgress } from './run/run-progress.js';
import type { RemarkText } from './run/run.events.js';
import type { SweepSummary } from './sweep/sweep.events.js';

export interface RunFilter {
  readonly tenantId?: string;
  readonly platformIdentifier?: string;
  readonly status?: RunProgress['status'];
}

export interface DryRunView {
  readonly dryRunId: string;
  readonly subject: DryRunSubject;
  readonly status: 'requested' | 'completed' | 'failed';
  readonly requestedAt: string;
  readonly endedAt?: string;
  readonly summary?: DryRunSummary;
  readonly remark?: RemarkText;
}

export interface DryRunTenantView {
  readonly tenantId: string;
  readonly changes: readonly Change[];
  readonly remarks: readonly RemarkText[];
}

export interface SweepView {
  readonly sweepId: string;
  readonly platformIdentifier: string;
  readonly status: 'requested' | 'completed' | 'failed';
  readonly requestedAt: string;
  readonly endedAt?: string;
  readonly summary?: SweepSummary;
  readonly message?: string;
}

export interface DriftView {
  readonly tenantId: string;
  readonly platformIdentifier: string;
  readonly sweepId: string;
  /** When it was first seen. */
  readonly detectedAt: string;
  readonly repair: boolean;
  readonly items: readonly DriftItem[];
  readonly repairedAt?: string;
  readonly runId?: string;
}

export interface ProgressRow {
  readonly progress: string;
}

export interface WantedRow {
  readonly tenant_id: string;
  readonly position: string;
  readonly reason: Wanted['reason'];
  readonly priority: number;
  readonly wanted_at: string;
}

export interface DryRunRow {
  readonly dry_run_id: string;
  readonly subject: string;
  readonly status: DryRunView['status'];
  readonly requested_at: string;
  readonly ended_at: string | null;
  readonly summary: string | null;
  readonly remark: string | null;
}

export interface DryRunTenantRow {
  readonly tenant_id: string;
  readonly changes: string;
  readonly remarks: string;
}

export interface SweepRow {
  readonly sweep_id: string;
  readonly platform_identifier: string;
  readonly status: SweepView['status'];
  readonly requested_at: string;
  readonly ended_at: string | null;
  readonly summary: string | null;
  readonly message: string | null;
}

export interface DriftRow {
  readonly tenant_id: string;
  readonly platform_identifier: string;
  readonly sweep_id: string;
  readonly detected_at: string;
  readonly repair: unknown;
  readonly items: string;
  readonly repaired_at: string | null;
  readonly run_id: string | null;
}

export const toRun = ({ progress }: ProgressRow): RunProgress => fromJson<RunProgress>(progress);

export const toDryRun = (row: DryRunRow): DryRunView => ({
  dryRunId: row.dry_run_id,
  subject: fromJson<DryRunSubject>(row.subject),
  status: row.status,
  requestedAt: row.requested_at,
  ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  ...(row.summary === null ? {} : { summary: fromJson<DryRunSummary>(row.summary) }),
  ...(row.remark === null ? {} : { remark: fromJson<RemarkText>(row.remark) }),
});

export const toSweep = (row: SweepRow): SweepView => ({
  sweepId: row.sweep_id,
  platformIdentifier: row.platform_identifier,
  status: row.status,
  requestedAt: row.requested_at,
  ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  ...(row.summary === null ? {} : { summary: fromJson<SweepSummary>(row.summary) }),
  ...(row.message === null ? {} : { message: row.message }),
});

export const toDrift = (row: DriftRow): DriftView => ({
  tenantId: row.tenant_id,
  platformIdentifier: row.platform_identifier,
  sweepId: row.sweep_id,
  detectedAt: row.detected_at,
  repair: toBoolean(row.repair),
  items: fromJson<DriftItem[]>(row.items),
  ...(row.repaired_at === null ? {} : { repairedAt: row.repaired_at }),
  ...(row.run_id === null ? {} : { runId: row.run_id }),
});

export const toWanted = ({ tenant_id, position, reason, priority, wanted_at }: WantedRow): Wanted => ({
  tenantId: tenant_id,
  position,
  reason,
  priority,
  at: wanted_at,
});

export const toDryRunTenant = ({ tenant_id, changes, remarks }: DryRunTenantRow): DryRunTenantView => ({
  tenantId: tenant_id,
  changes: fromJson<Change[]>(changes),
  remarks: fromJson<RemarkText[]>(remarks),
});
