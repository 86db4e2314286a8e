import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { LineKind as Kind } from '@orgledger/metering';
import { enumOf } from '../../graphql/enum.js';
import { LineKind } from '../line-kind.js';

export const SharedCostMethod = enumOf(
  'SharedCostMethod',
  ['proportional', 'even', 'fixed'],
  'In proportion to direct costs, in equal parts, or by fixed weights.',
);
export const MarkupMethod = enumOf(
  'MarkupMethod',
  ['percentage', 'tieredPercentage', 'marginalPercentage', 'tieredAmount'],
  'A rate; the rate or the amount of the tier that the base falls into; or each tier’s rate on the part inside it.',
);
export const Settlement = enumOf(
  'Settlement',
  ['passThrough', 'redistribute', 'hold'],
  'Charged where it arose, split over all in proportion, or held by the platform tenant.',
);
export const BillingBasis = enumOf('BillingBasis', ['accrual', 'cash'], 'What a charge is counted as.');

@ObjectType({ description: 'Which lines of which tenants; absent members do not restrict.' })
export class LineSelection {
  @Field(() => [ID], { nullable: true, description: 'Lines of these tenants.' })
  readonly tenantIds?: readonly string[];

  @Field(() => [String], { nullable: true, description: 'Lines of these accounts.' })
  readonly accountIds?: readonly string[];

  @Field(() => [LineKind], { nullable: true, description: 'Lines of these kinds.' })
  readonly kinds?: readonly Kind[];

  @Field(() => String, { nullable: true, description: 'Regular expression over the whole name of the service.' })
  readonly services?: string;

  @Field(() => String, { nullable: true, description: 'Regular expression over the whole name of the seller.' })
  readonly sellers?: string;
}

@ObjectType({ description: 'A tenant’s share.' })
export class TenantWeight {
  @Field(() => ID, { description: 'Who bears it.' })
  readonly tenantId!: string;

  @Field(() => String, { description: 'Decimal text; all weights of a rule sum to 1.' })
  readonly weight!: string;
}

@ObjectType({ description: 'Who bears a shared cost.' })
export class SharedCostTargets {
  @Field(() => [ID], { nullable: true, description: 'These tenants.' })
  readonly tenantIds?: readonly string[];

  @Field(() => [String], { nullable: true, description: 'All tenants of these workspaces.' })
  readonly workspaceIdentifiers?: readonly string[];
}

@ObjectType({ description: 'A cost that some bear for others. A source is never a target.' })
export class SharedCostRule {
  @Field(() => ID, { description: 'Stable: lines refer to it.' })
  readonly ruleId!: string;

  @Field(() => String, { description: 'What people read.' })
  readonly name!: string;

  @Field(() => LineSelection, { description: 'Whose lines are shared.' })
  readonly source!: LineSelection;

  @Field(() => SharedCostMethod, { description: 'How it is split.' })
  readonly method!: 'proportional' | 'even' | 'fixed';

  @Field(() => [TenantWeight], { nullable: true, description: 'For the method fixed only.' })
  readonly weights?: readonly TenantWeight[];

  @Field(() => SharedCostTargets, { nullable: true, description: 'Absent: all tenants but the sources.' })
  readonly targets?: SharedCostTargets;
}

@ObjectType({ description: 'A tier and what it gives.' })
export class MarkupTier {
  @Field(() => String, { description: 'Base from which it holds, decimal text; 0 in the first tier.' })
  readonly from!: string;

  @Field(() => String, { description: 'A rate, or an amount in the billing currency.' })
  readonly value!: string;
}

@ObjectType({ description: 'A mark-up (positive) or discount (negative) on a tenant’s lines.' })
export class MarkupRule {
  @Field(() => ID, { description: 'Stable: lines refer to it.' })
  readonly ruleId!: string;

  @Field(() => String, { description: 'What people read.' })
  readonly name!: string;

  @Field(() => LineSelection, { description: 'What it is counted on.' })
  readonly base!: LineSelection;

  @Field(() => MarkupMethod, { description: 'How it is counted.' })
  readonly method!: 'percentage' | 'tieredPercentage' | 'marginalPercentage' | 'tieredAmount';

  @Field(() => String, { nullable: true, description: 'For the method percentage: 0.05 is 5 %.' })
  readonly rate?: string;

  @Field(() => [MarkupTier], { nullable: true, description: 'For the other methods, ascending.' })
  readonly tiers?: readonly MarkupTier[];

  @Field(() => String, { description: 'Who earns it.' })
  readonly seller!: string;
}

@ObjectType({ description: 'A landing zone that a price is for.' })
export class PricedLandingZone {
  @Field(() => ID, { description: 'Its platform.' })
  readonly platformIdentifier!: string;

  @Field(() => ID, { description: 'The landing zone.' })
  readonly landingZoneIdentifier!: string;
}

@ObjectType({ description: 'A price per month for each matching tenant that stands at the month’s end.' })
export class RecurringPrice {
  @Field(() => ID, { description: 'Stable: lines refer to it.' })
  readonly priceId!: string;

  @Field(() => String, { description: 'What people read.' })
  readonly name!: string;

  @Field(() => String, { description: 'In the billing currency, e.g. 25.00.' })
  readonly amount!: string;

  @Field(() => String, { description: 'Who earns it.' })
  readonly seller!: string;

  @Field(() => [PricedLandingZone], { nullable: true, description: 'Only tenants in these.' })
  readonly landingZones?: readonly PricedLandingZone[];

  @Field(() => [ID], { nullable: true, description: 'Only these tenants.' })
  readonly tenantIds?: readonly string[];
}

@ObjectType({ description: 'What a workspace’s statements are in.' })
export class WorkspaceCurrency {
  @Field(() => ID, { description: 'The workspace.' })
  readonly workspaceIdentifier!: string;

  @Field(() => String, { description: 'ISO 4217, e.g. EUR.' })
  readonly currency!: string;
}

@ObjectType({ description: 'How charges are treated that no usage caused.' })
export class Settlements {
  @Field(() => Settlement, { description: 'Support fees.' })
  readonly support!: 'passThrough' | 'redistribute' | 'hold';

  @Field(() => Settlement, { description: 'Taxes.' })
  readonly tax!: 'passThrough' | 'redistribute' | 'hold';

  @Field(() => Settlement, { description: 'Credits.' })
  readonly credit!: 'passThrough' | 'redistribute' | 'hold';

  @Field(() => Settlement, { description: 'Refunds.' })
  readonly refund!: 'passThrough' | 'redistribute' | 'hold';

  @Field(() => Settlement, { description: 'Discounts of AWS.' })
  readonly discount!: 'passThrough' | 'redistribute' | 'hold';

  @Field(() => Settlement, { description: 'What nobody knows.' })
  readonly other!: 'passThrough' | 'redistribute' | 'hold';
}

@ObjectType({ description: 'Commitments that start from a month on are charged as cash flows to who bought them.' })
export class FairChargeback {
  @Field(() => String, { description: 'Month, e.g. 2026-03.' })
  readonly effectiveFrom!: string;
}

@ObjectType({ description: 'How a payer’s bill becomes statements. One document, replaced as a whole.' })
export class BillingPolicy {
  @Field(() => BillingBasis, { description: 'Accrual spreads upfront fees; cash follows the bill.' })
  readonly basis!: 'accrual' | 'cash';

  @Field(() => FairChargeback, { nullable: true, description: 'Absent: off.' })
  readonly reservedInstanceFairChargeback?: FairChargeback;

  @Field(() => FairChargeback, { nullable: true, description: 'Absent: off.' })
  readonly savingsPlanFairChargeback?: FairChargeback;

  @Field(() => Settlements, { description: 'How support, tax and the like are treated.' })
  readonly settlements!: Settlements;

  @Field(() => [SharedCostRule], { description: 'Costs that some bear for others.' })
  readonly sharedCosts!: readonly SharedCostRule[];

  @Field(() => [MarkupRule], { description: 'Mark-ups and discounts.' })
  readonly markups!: readonly MarkupRule[];

  @Field(() => [RecurringPrice], { description: 'Recurring prices.' })
  readonly prices!: readonly RecurringPrice[];

  @Field(() => ID, { nullable: true, description: 'Bears rounding and what is held. Absent: a statement of its own.' })
  readonly platformTenantId?: string;

  @Field(() => [WorkspaceCurrency], { description: 'Of workspaces that are not billed in the billing currency.' })
  readonly currencies!: readonly WorkspaceCurrency[];

  @Field(() => Int, { description: 'Days after a month’s end before it may close.' })
  readonly closeAfterDays!: number;

  @Field(() => String, { description: 'Issuer in exports, and seller of what AWS charged.' })
  readonly issuer!: string;
}
