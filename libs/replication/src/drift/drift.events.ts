import type { Change } from '../plan/change.js';

/** One difference between AWS and desired state, as the change that would mend it. */
export type DriftItem = Pick<Change, 'step' | 'operation' | 'reason'>;

/** Stream `drift-<tenantId>`. */
export type DriftEvent =
  | {
      readonly type: 'DriftDetected';
      readonly tenantId: string;
      readonly platformIdentifier: string;
      readonly sweepId: string;
      readonly items: readonly DriftItem[];
      /** The platform's policy: repaired by a run at once, or only reported. */
      readonly repair: boolean;
    }
  | { readonly type: 'DriftRepaired'; readonly tenantId: string; readonly runId: string };
