/** What one sweep found, in numbers: the only mark that unchanged tenants leave in the log. */
export interface SweepSummary {
  readonly tenants: number;
  /** Read completely, as the rotation has it; the others as far as the organisation's lists show them. */
  readonly readFully: number;
  readonly drifted: number;
  /** Left out, because a run was waiting or under way, or there is no account yet. */
  readonly skipped: number;
  readonly unreadable: readonly { readonly tenantId: string; readonly message: string }[];
}

/** Stream `sweep-<id>`. */
export type SweepEvent =
  | { readonly type: 'SweepRequested'; readonly sweepId: string; readonly platformIdentifier: string }
  | { readonly type: 'SweepCompleted'; readonly sweepId: string; readonly platformIdentifier: string; readonly summary: SweepSummary }
  | { readonly type: 'SweepFailed'; readonly sweepId: string; readonly platformIdentifier: string; readonly message: string };
