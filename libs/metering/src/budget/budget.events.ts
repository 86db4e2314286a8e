import type { Month } from '../month.js';

export type BudgetScope =
  | { readonly kind: 'workspace'; readonly workspaceIdentifier: string }
  | { readonly kind: 'project'; readonly workspaceIdentifier: string; readonly projectIdentifier: string }
  | { readonly kind: 'paymentMethod'; readonly workspaceIdentifier: string; readonly paymentMethodIdentifier: string };

export interface BudgetThreshold {
  /** Percent of the amount, 1–1000. */
  readonly percent: number;
  readonly of: 'actual' | 'forecast';
}

/** Where a notice goes. A webhook's secret is write-only and kept encrypted outside the log. */
export interface NotificationTarget {
  readonly kind: 'webhook' | 'email';
  /** URL, or a person's subject id: addresses stay in the person store. */
  readonly to: string;
}

/** Per month, in the billing currency, decimal text. */
export interface BudgetSettings {
  readonly displayName: string;
  readonly scope: BudgetScope;
  readonly amount: string;
  readonly thresholds: readonly BudgetThreshold[];
  readonly targets: readonly NotificationTarget[];
}

/** Stream `budget-<budgetId>`. */
export type BudgetEvent =
  | { readonly type: 'BudgetCreated'; readonly budgetId: string; readonly settings: BudgetSettings }
  | { readonly type: 'BudgetChanged'; readonly budgetId: string; readonly settings: BudgetSettings }
  | { readonly type: 'BudgetDeleted'; readonly budgetId: string; readonly reason: string }
  /** Once per month and threshold. */
  | {
      readonly type: 'BudgetThresholdReached';
      readonly budgetId: string;
      readonly month: Month;
      readonly threshold: BudgetThreshold;
      readonly value: string;
      readonly amount: string;
    };
