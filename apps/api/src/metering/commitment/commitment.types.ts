import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { CommitmentCharge as Charge, CommitmentTerms as Terms, UpfrontShare as Share, UsageOfMonth } from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { Choice, Text } from '../../graphql/input-fields.js';
import { connectionOf, PageArgs } from '../../graphql/page.js';
import { LineKind } from '../line-kind.js';

export const CommitmentKind = enumOf('CommitmentKind', ['reservation', 'savingsPlan']);
export const CommitmentUsageSource = enumOf('CommitmentUsageSource', ['observed', 'cells']);
export const UpfrontShareSource = enumOf('UpfrontShareSource', ['observed', 'computed']);

@ObjectType({ description: 'What a reservation or savings plan is. Amounts: decimal text.' })
export class CommitmentTerms {
  @Field(() => ID)
  readonly commitmentId!: string;

  @Field(() => CommitmentKind)
  readonly kind!: Terms['kind'];

  @Field(() => String)
  readonly ownerAccountId!: string;

  @Field(() => String, { description: 'All Upfront, Partial Upfront or No Upfront.' })
  readonly paymentOption!: string;

  @Field(() => String)
  readonly upfrontFee!: string;

  @Field(() => String)
  readonly recurringHourlyFee!: string;

  @Field(() => String, { nullable: true })
  readonly hourlyCommitment?: string;

  @Field(() => String)
  readonly start!: string;

  @Field(() => String, { description: 'Exclusive.' })
  readonly end!: string;

  @Field(() => String, { nullable: true })
  readonly cancelledAt?: string;

  @Field(() => Int)
  readonly quantity!: number;

  @Field(() => String, { nullable: true })
  readonly service?: string;

  @Field(() => String, { nullable: true })
  readonly region?: string;

  @Field(() => String)
  readonly description!: string;

  @Field(() => String)
  readonly status!: string;
}

@ObjectType({ description: 'One month of a commitment. Hours for reservations, money for savings plans in purchased, used and unused.' })
export class CommitmentFigures {
  @Field(() => String, { nullable: true, description: 'For display: two digits.' })
  readonly utilizationPercent?: string;

  @Field(() => String)
  readonly purchased!: string;

  @Field(() => String)
  readonly used!: string;

  @Field(() => String)
  readonly unused!: string;

  @Field(() => String)
  readonly amortizedUpfront!: string;

  @Field(() => String)
  readonly amortizedRecurring!: string;

  @Field(() => String)
  readonly totalAmortized!: string;

  @Field(() => String, { description: 'Amortised cost of what was used.' })
  readonly usedCost!: string;

  @Field(() => String, { description: 'Amortised cost of what was not.' })
  readonly unusedCost!: string;

  @Field(() => String)
  readonly onDemandEquivalent!: string;

  @Field(() => String, { description: 'Against on-demand prices; negative when it cost more.' })
  readonly netSavings!: string;
}

@ObjectType()
export class CommitmentMonthFigures extends CommitmentFigures {
  @Field(() => String)
  readonly month!: string;
}

@ObjectType()
export class CommitmentSummary {
  @Field(() => ID)
  readonly payerAccountId!: string;

  @Field(() => CommitmentTerms)
  readonly terms!: CommitmentTerms;

  @Field(() => String)
  readonly month!: string;

  @Field(() => CommitmentFigures, { nullable: true, description: 'Absent where Cost Explorer has not told of the month.' })
  readonly figures?: CommitmentFigures;
}

export const CommitmentSummaryConnection = connectionOf(CommitmentSummary);

@ObjectType()
export class CommitmentUser {
  @Field(() => String)
  readonly accountId!: string;

  @Field(() => ID, { nullable: true, description: 'Whom the month’s costs of the account go to.' })
  readonly tenantId?: string;

  @Field(() => String, { nullable: true })
  readonly workspaceIdentifier?: string;

  @Field(() => String, { nullable: true })
  readonly projectIdentifier?: string;

  @Field(() => String)
  readonly amortized!: string;
}

export const CommitmentUserConnection = connectionOf(CommitmentUser);

@ObjectType()
export class CommitmentUsage {
  @Field(() => String)
  readonly month!: string;

  @Field(() => CommitmentUsageSource, {
    description:
      'OBSERVED: Cost Explorer was asked. CELLS: from the month’s covered usage; an estimate where several commitments of the kind are in use.',
  })
  readonly source!: UsageOfMonth['source'];

  @Field(() => Int)
  readonly userCount!: number;

  @Field(() => [CommitmentUser], { description: 'The twenty with the largest shares; `commitmentUsers` has all.' })
  readonly users!: readonly CommitmentUser[];
}

@ObjectType()
export class UpfrontShare {
  @Field(() => String)
  readonly month!: string;

  @Field(() => String)
  readonly amount!: string;

  @Field(() => UpfrontShareSource)
  readonly source!: Share['source'];
}

@ObjectType()
export class UpfrontSchedule {
  @Field(() => [UpfrontShare])
  readonly shares!: readonly UpfrontShare[];

  @Field(() => String, { description: 'What rounding leaves of the fee over the whole term.' })
  readonly trueUp!: string;
}

@ObjectType()
export class FairChargebackExplanation {
  @Field(() => Boolean, { description: 'Charged as its buyer pays for it.' })
  readonly fair!: boolean;

  @Field(() => [String])
  readonly reasons!: readonly string[];
}

@ObjectType({ description: 'A line about a commitment on a statement that counts. Decimal text in the billing currency.' })
export class CommitmentCharge {
  @Field(() => String)
  readonly month!: string;

  @Field(() => ID)
  readonly tenantId!: string;

  @Field(() => LineKind)
  readonly kind!: Charge['kind'];

  @Field(() => String)
  readonly lineId!: string;

  @Field(() => String)
  readonly exact!: string;

  @Field(() => String, { description: 'As charged: two digits.' })
  readonly amount!: string;

  @Field(() => String, { nullable: true })
  readonly correctedMonth?: string;
}

@ObjectType()
export class Commitment {
  @Field(() => ID)
  readonly payerAccountId!: string;

  @Field(() => CommitmentTerms)
  readonly terms!: CommitmentTerms;

  @Field(() => [CommitmentMonthFigures])
  readonly months!: readonly CommitmentMonthFigures[];

  @Field(() => [CommitmentUsage])
  readonly usage!: readonly CommitmentUsage[];

  @Field(() => UpfrontSchedule)
  readonly upfront!: UpfrontSchedule;

  @Field(() => FairChargebackExplanation)
  readonly fairChargeback!: FairChargebackExplanation;

  @Field(() => [CommitmentCharge], { description: 'What statements say of its upfront fee so far, by month; empty unless it is charged fairly.' })
  readonly charges!: readonly CommitmentCharge[];
}

@ObjectType({ description: 'How much of a service’s usage commitments cover, at on-demand prices.' })
export class CommitmentCoverage {
  @Field(() => String)
  readonly month!: string;

  @Field(() => CommitmentKind)
  readonly kind!: Terms['kind'];

  @Field(() => String)
  readonly service!: string;

  @Field(() => String)
  readonly covered!: string;

  @Field(() => String)
  readonly onDemand!: string;

  @Field(() => String, { description: 'For display: two digits.' })
  readonly percent!: string;
}

@ArgsType()
export class CommitmentsArgs extends PageArgs {
  @Text({ max: 7, optional: true, description: 'Month of the figures, e.g. 2026-03; default: this one.' })
  readonly month?: string;

  @Text({ max: 12, optional: true, description: 'Only of this payer.' })
  readonly payerAccountId?: string;

  @Text({ max: 12, optional: true, description: 'Only owned by this account.' })
  readonly ownerAccountId?: string;

  @Choice(() => CommitmentKind, { optional: true, description: 'Only these.' })
  readonly kind?: Terms['kind'];
}

@ArgsType()
export class CommitmentArgs {
  @Text({ max: 12, description: 'Account that AWS bills.' })
  readonly payerAccountId!: string;

  @Text({ max: 300, description: 'Id of the reservation or ARN of the savings plan.' })
  readonly commitmentId!: string;
}

@ArgsType()
export class CommitmentUsersArgs extends PageArgs {
  @Text({ max: 12, description: 'Account that AWS bills.' })
  readonly payerAccountId!: string;

  @Text({ max: 300, description: 'Id of the reservation or ARN of the savings plan.' })
  readonly commitmentId!: string;

  @Text({ max: 7, description: 'E.g. 2026-03.' })
  readonly month!: string;
}

@ArgsType()
export class CommitmentCoverageArgs {
  @Text({ max: 12, description: 'Account that AWS bills.' })
  readonly payerAccountId!: string;

  @Text({ max: 7, description: 'First month.' })
  readonly from!: string;

  @Text({ max: 7, description: 'Last month, included; at most 13 in all.' })
  readonly to!: string;
}
