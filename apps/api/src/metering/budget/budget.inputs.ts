import { ArgsType, InputType } from '@nestjs/graphql';
import type { BudgetScope, BudgetThreshold, BudgetView, Metric } from '@orgledger/metering';
import { CommandInput } from '../../graphql/command-input.js';
import { Choice, Identifier, Nested, NestedList, Text, TextList, Uuid, Whole } from '../../graphql/input-fields.js';
import { PageArgs } from '../../graphql/page.js';
import { CostMetric } from '../report/cost-report.types.js';
import { BudgetFigure, BudgetScopeKind, BudgetStatus } from './budget.types.js';

@InputType()
export class BudgetScopeInput {
  @Choice(() => BudgetScopeKind, { description: 'What the budget is for.' })
  readonly kind!: BudgetScope['kind'];

  @Identifier({ description: 'The workspace, or the one that the project or payment method belongs to.' })
  readonly workspaceIdentifier!: string;

  @Identifier({ optional: true, description: 'Of a project’s budget.' })
  readonly projectIdentifier?: string;

  @Text({ max: 64, optional: true, description: 'Of a payment method’s budget.' })
  readonly paymentMethodIdentifier?: string;
}

@InputType()
export class BudgetThresholdInput {
  @Whole({ min: 1, max: 1000, description: 'Percent of the amount.' })
  readonly percent!: number;

  @Choice(() => BudgetFigure, { description: 'What the month has come to, or what it is expected to come to.' })
  readonly of!: BudgetThreshold['of'];
}

@InputType({ isAbstract: true })
abstract class BudgetSettingsFields extends CommandInput {
  @Text({ max: 100, description: 'What people read.' })
  readonly displayName!: string;

  @Nested(() => BudgetScopeInput, { description: 'Whose costs count.' })
  readonly scope!: BudgetScopeInput;

  @Choice(() => CostMetric, { description: 'Which costs count.' })
  readonly metric!: Metric;

  @Text({ max: 8, description: 'ISO 4217; costs that are billed in another currency do not count.' })
  readonly currency!: string;

  @Text({ max: 20, description: 'Per month, e.g. 1000.00.' })
  readonly amount!: string;

  @NestedList(() => BudgetThresholdInput, { maxItems: 10, description: 'When to tell; each once a month.' })
  readonly thresholds!: BudgetThresholdInput[];

  @TextList({ max: 36, maxItems: 20, description: 'Ids of notification targets: whom to tell.' })
  readonly targetIds!: string[];

  @Text({ max: 20, optional: true, description: 'Tell of daily spikes, too, from this excess on, e.g. 50.00.' })
  readonly spikeMinimum?: string;
}

@InputType()
export class CostForecastInput {
  @Nested(() => BudgetScopeInput, { description: 'Whose costs.' })
  readonly scope!: BudgetScopeInput;

  @Choice(() => CostMetric, { description: 'Which costs.' })
  readonly metric!: Metric;

  @Text({ max: 8, description: 'ISO 4217; costs that are billed in another currency do not count.' })
  readonly currency!: string;
}

@InputType()
export class CreateBudgetInput extends BudgetSettingsFields {
  @Uuid({ optional: true, description: 'Id of the new budget; default: a new one.' })
  readonly budgetId?: string;
}

@InputType()
export class ChangeBudgetInput extends BudgetSettingsFields {
  @Uuid({ description: 'The budget; all its settings are replaced.' })
  readonly budgetId!: string;
}

@InputType()
export class DeleteBudgetInput extends CommandInput {
  @Uuid({ description: 'The budget.' })
  readonly budgetId!: string;

  @Text({ max: 500, description: 'Why; recorded for good.' })
  readonly reason!: string;
}

@ArgsType()
export class BudgetsArgs extends PageArgs {
  @Identifier({ optional: true, description: 'Only of this workspace.' })
  readonly workspaceIdentifier?: string;

  @Choice(() => BudgetStatus, { optional: true, description: 'Only these.' })
  readonly status?: BudgetView['status'];
}

@ArgsType()
export class BudgetAlertsArgs extends PageArgs {
  @Uuid({ optional: true, description: 'Only of this budget.' })
  readonly budgetId?: string;

  @Text({ max: 7, optional: true, description: 'Only of this month.' })
  readonly month?: string;
}

@ArgsType()
export class CostSpikesArgs extends PageArgs {
  @Text({ max: 12, optional: true, description: 'Only of this payer.' })
  readonly payerAccountId?: string;

  @Text({ max: 12, optional: true, description: 'Only of this account.' })
  readonly accountId?: string;
}
