import { Field, Int, ObjectType } from '@nestjs/graphql';
import { costMetrics } from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { PageInfo } from '../../graphql/page.js';

export const CostMetric = enumOf(
  'CostMetric',
  costMetrics,
  'Amortized: commitments spread over their terms. Unblended: as booked. Net: with discounts folded in; equal to gross where a payer has none.',
);
export const CostGranularity = enumOf('CostGranularity', ['month', 'day']);

@ObjectType({ description: 'One cost in all metrics: decimal text, exact to ten digits.' })
export class CostAmounts {
  @Field(() => String)
  readonly amortized!: string;

  @Field(() => String)
  readonly unblended!: string;

  @Field(() => String)
  readonly netAmortized!: string;

  @Field(() => String)
  readonly netUnblended!: string;
}

@ObjectType()
export class CostSeries {
  @Field(() => CostAmounts)
  readonly total!: CostAmounts;

  @Field(() => [CostAmounts], { description: 'In the order of the report’s periods.' })
  readonly byPeriod!: readonly CostAmounts[];
}

@ObjectType()
export class CostGroup extends CostSeries {
  @Field(() => [String], { description: 'One for each dimension asked for. Empty: nobody’s account, or no value of the tag.' })
  readonly keys!: readonly string[];
}

@ObjectType()
export class CostRest extends CostSeries {
  @Field(() => Int, { description: 'Groups that are not on this page.' })
  readonly groups!: number;
}

@ObjectType({ description: 'Costs as collected. The groups and the rest sum to the totals exactly.' })
export class CostReport {
  @Field(() => String, { description: 'ISO 4217.' })
  readonly currency!: string;

  @Field(() => [String])
  readonly periods!: readonly string[];

  @Field(() => [String], { description: 'Periods whose figures may still move.' })
  readonly estimated!: readonly string[];

  @Field(() => [String], { description: 'Periods of which nothing has been collected: their costs are unknown, not nothing.' })
  readonly missing!: readonly string[];

  @Field(() => [CostGroup])
  readonly groups!: readonly CostGroup[];

  @Field(() => PageInfo, { description: 'Of the groups.' })
  readonly pageInfo!: PageInfo;

  @Field(() => CostRest)
  readonly rest!: CostRest;

  @Field(() => CostSeries)
  readonly totals!: CostSeries;

  @Field(() => String, {
    nullable: true,
    description: 'By day: amortised cost of unused reservations that AWS books on a month’s first day, shown here spread evenly over its days.',
  })
  readonly spread?: string;
}
