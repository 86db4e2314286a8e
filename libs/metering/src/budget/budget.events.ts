import type { Month } from '../month.js';
import type { Metric } from '../report/cost-amounts.js';

export type BudgetScope =
  | { readonly kind: 'workspace'; readonly workspaceIdentifier: string }
  | { readonly kind: 'project'; readonly workspaceIdentifier: string; readonly projectIdentifier: string }
  | { readonly kind: 'paymentMethod'; readonly workspaceIdentifier: string; readonly paymentMethodIdentifier: string };

export interface BudgetThreshold {
  /** Percent of the amount, 1–1000. */
  readonly percent: number;
  readonly of: 'actual' | 'forecast';
}

/** Per month. Amounts: decimal text in `currency`; costs that are billed in another currency do not count. */
export interface BudgetSettings {
  readonly displayName: string;
  readonly scope: BudgetScope;
  readonly metric: Metric;
  /** ISO 4217. */
  readonly currency: string;
  readonly amount: string;
  readonly thresholds: readonly BudgetThreshold[];
  /** Notification targets: who is told of thresholds and, where `spikes` is set, of daily spikes in accounts of the scope. */
  readonly targetIds: readonly string[];
  /** Least excess over the usual cost of a day. */
  readonly spikes?: { readonly minimum: string };
}

/** Stream `budget-<budgetId>`. */
export type BudgetEvent =
  | { readonly type: 'BudgetCreated'; readonly budgetId: string; readonly settings: BudgetSettings }
  | { readonly type: 'BudgetChanged'; readonly budgetId: string; readonly settings: BudgetSettings }
  | { readonly type: 'BudgetDeleted'; readonly budgetId: string; readonly reason: string }
  /** Once per month and threshold, unless the budget has changed since. */
  | {
      readonly type: 'BudgetThresholdReached';
      readonly budgetId: string;
      readonly month: Month;
      readonly threshold: BudgetThreshold;
      readonly value: string;
      readonly amount: string;
    };

/** Stream `costspike-<payer>.<account>.<day>`: a day cost far more than its account's days usually do. Decimal text in the billing currency. */
export interface CostSpikeEvent {
  readonly type: 'CostSpikeDetected';
  readonly payerAccountId: string;
  readonly accountId: string;
  readonly day: string;
  readonly amount: string;
  /** Median of the days before. */
  readonly usual: string;
  readonly excess: string;
  readonly pullId: string;
}
