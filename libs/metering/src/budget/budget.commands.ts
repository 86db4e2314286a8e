import type { DomainCommand } from '@orgledger/kernel';
import type { Month } from '../month.js';
import type { BudgetScope, BudgetSettings, BudgetThreshold } from './budget.events.js';

export interface ScopeInput {
  readonly kind: BudgetScope['kind'];
  readonly workspaceIdentifier: string;
  readonly projectIdentifier?: string;
  readonly paymentMethodIdentifier?: string;
}

export interface BudgetSettingsInput extends Omit<BudgetSettings, 'scope'> {
  readonly scope: ScopeInput;
}

export interface CreateBudget extends DomainCommand {
  readonly type: 'CreateBudget';
  readonly budgetId: string;
  readonly settings: BudgetSettingsInput;
}

/** Replaces all settings. */
export interface ChangeBudget extends DomainCommand {
  readonly type: 'ChangeBudget';
  readonly budgetId: string;
  readonly settings: BudgetSettingsInput;
}

export interface DeleteBudget extends DomainCommand {
  readonly type: 'DeleteBudget';
  readonly budgetId: string;
  readonly reason: string;
}

/** What a month has come to, by a collection. Decimal text; `forecast` is absent for months that are over. */
export interface RecordBudgetFigures extends DomainCommand {
  readonly type: 'RecordBudgetFigures';
  readonly budgetId: string;
  readonly month: Month;
  readonly actual: string;
  readonly forecast?: string;
}

export type BudgetCommand = CreateBudget | ChangeBudget | DeleteBudget | RecordBudgetFigures;

export type { BudgetThreshold };
