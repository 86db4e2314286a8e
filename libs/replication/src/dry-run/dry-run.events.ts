import type { Change } from '../plan/change.js';
import type { RemarkText } from '../run/run.events.js';
import type { DryRunSubject } from '../requests/replication.commands.js';

export interface DryRunSummary {
  readonly tenants: number;
  readonly tenantsChanged: number;
  readonly changes: number;
  readonly accountsMoved: number;
  readonly groupsRenamed: number;
  readonly accessesRemoved: number;
}

/** Stream `dryrun-<id>`. One event per tenant that would change, so that no event grows with the platform. */
export type DryRunEvent =
  | { readonly type: 'DryRunRequested'; readonly dryRunId: string; readonly subject: DryRunSubject }
  | {
      readonly type: 'DryRunTenantPlanned';
      readonly dryRunId: string;
      readonly tenantId: string;
      readonly changes: readonly Change[];
      readonly remarks: readonly RemarkText[];
    }
  | { readonly type: 'DryRunCompleted'; readonly dryRunId: string; readonly summary: DryRunSummary }
  | ({ readonly type: 'DryRunFailed'; readonly dryRunId: string } & RemarkText);
