import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type {
  BudgetAlert as AlertView,
  BudgetFigures as Figures,
  BudgetScope as Scope,
  BudgetSettings,
  BudgetThreshold as Threshold,
  BudgetView,
} from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { connectionOf } from '../../graphql/page.js';
import { payloadOf, Success } from '../../graphql/payload.js';
import { CostMetric } from '../report/cost-report.types.js';

export const BudgetScopeKind = enumOf('BudgetScopeKind', ['workspace', 'project', 'paymentMethod']);
export const BudgetStatus = enumOf('BudgetStatus', ['active', 'deleted']);
export const BudgetFigure = enumOf('BudgetFigure', ['actual', 'forecast']);
export const ForecastMethod = enumOf(
  'ForecastMethod',
  ['daily', 'monthToDate', 'lastMonths', 'none'],
  'From complete days; from the pace so far, weighed against the months before; from these alone; nothing is known.',
);

@ObjectType()
export class BudgetScope {
  @Field(() => BudgetScopeKind)
  readonly kind!: Scope['kind'];

  @Field(() => ID)
  readonly workspaceIdentifier!: string;

  @Field(() => ID, { nullable: true })
  readonly projectIdentifier?: string;

  @Field(() => String, { nullable: true })
  readonly paymentMethodIdentifier?: string;
}

@ObjectType()
export class BudgetThreshold {
  @Field(() => Int)
  readonly percent!: number;

  @Field(() => BudgetFigure)
  readonly of!: Threshold['of'];
}

@ObjectType({ description: 'What the current month has come to, and what it is expected to come to. Decimal text.' })
export class BudgetFigures {
  @Field(() => String)
  readonly month!: string;

  @Field(() => String)
  readonly actual!: string;

  @Field(() => String)
  readonly forecast!: string;

  @Field(() => ForecastMethod)
  readonly method!: Figures['method'];
}

@ObjectType({ description: 'What a workspace, project or payment method may cost in a month.' })
export class Budget {
  @Field(() => ID)
  readonly budgetId!: string;

  @Field(() => String)
  readonly displayName!: string;

  @Field(() => BudgetScope)
  readonly scope!: BudgetScope;

  @Field(() => CostMetric)
  readonly metric!: BudgetSettings['metric'];

  @Field(() => String)
  readonly currency!: string;

  @Field(() => String)
  readonly amount!: string;

  @Field(() => [BudgetThreshold])
  readonly thresholds!: readonly BudgetThreshold[];

  @Field(() => [ID], { description: 'Notification targets.' })
  readonly targetIds!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Daily spikes of at least this excess are told, too.' })
  readonly spikeMinimum?: string;

  @Field(() => BudgetStatus)
  readonly status!: BudgetView['status'];

  @Field(() => String)
  readonly createdAt!: string;

  @Field(() => BudgetFigures, { nullable: true, description: 'Absent for deleted ones.' })
  readonly figures?: BudgetFigures;
}

export const BudgetConnection = connectionOf(Budget);

@ObjectType({ description: 'A threshold that was reached.' })
export class BudgetAlert {
  @Field(() => ID)
  readonly budgetId!: string;

  @Field(() => String)
  readonly month!: string;

  @Field(() => BudgetThreshold)
  readonly threshold!: AlertView['threshold'];

  @Field(() => String)
  readonly value!: string;

  @Field(() => String)
  readonly amount!: string;

  @Field(() => String)
  readonly reachedAt!: string;
}

export const BudgetAlertConnection = connectionOf(BudgetAlert);

@ObjectType({ description: 'A day that cost far more than its account’s days usually do.' })
export class CostSpike {
  @Field(() => ID)
  readonly payerAccountId!: string;

  @Field(() => ID)
  readonly accountId!: string;

  @Field(() => String)
  readonly day!: string;

  @Field(() => String)
  readonly amount!: string;

  @Field(() => String, { description: 'Median of the four weeks before.' })
  readonly usual!: string;

  @Field(() => String)
  readonly excess!: string;

  @Field(() => String)
  readonly detectedAt!: string;
}

export const CostSpikeConnection = connectionOf(CostSpike);

@ObjectType()
export class BudgetSuccess extends Success {
  @Field(() => Budget, { nullable: true })
  readonly budget?: Budget;
}

export const BudgetPayload = payloadOf('Budget', BudgetSuccess);

export const toBudget = ({ budgetId, settings, status, createdAt }: BudgetView, figures?: Figures): Budget => {
  const { spikes, ...rest } = settings;
  return { budgetId, ...rest, status, createdAt, ...(spikes ? { spikeMinimum: spikes.minimum } : {}), ...(figures ? { figures } : {}) };
};
