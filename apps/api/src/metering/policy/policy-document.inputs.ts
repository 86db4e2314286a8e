import { InputType } from '@nestjs/graphql';
import type { LineKind as Kind } from '@orgledger/metering';
import { Choice, ChoiceList, Identifier, Nested, NestedList, Text, TextList, Uuid, Whole } from '../../graphql/input-fields.js';
import { LineKind } from '../line-kind.js';
import { SharedCostMethod, MarkupMethod, Settlement, BillingBasis } from './policy-document.types.js';

@InputType()
export class LineSelectionInput {
  @TextList({ max: 36, maxItems: 500, optional: true, description: 'Lines of these tenants.' })
  readonly tenantIds?: readonly string[];

  @TextList({ max: 12, maxItems: 500, optional: true, description: 'Lines of these accounts.' })
  readonly accountIds?: readonly string[];

  @ChoiceList(() => LineKind, { maxItems: 40, optional: true, description: 'Lines of these kinds.' })
  readonly kinds?: readonly Kind[];

  @Text({ max: 200, optional: true, description: 'Regular expression over the whole name of the service.' })
  readonly services?: string;

  @Text({ max: 200, optional: true, description: 'Regular expression over the whole name of the seller.' })
  readonly sellers?: string;
}

@InputType()
export class TenantWeightInput {
  @Uuid({ description: 'Who bears it.' })
  readonly tenantId!: string;

  @Text({ max: 20, description: 'Decimal text; all weights of a rule sum to 1.' })
  readonly weight!: string;
}

@InputType()
export class SharedCostTargetsInput {
  @TextList({ max: 36, maxItems: 500, optional: true, description: 'These tenants.' })
  readonly tenantIds?: readonly string[];

  @TextList({ max: 16, maxItems: 500, optional: true, description: 'All tenants of these workspaces.' })
  readonly workspaceIdentifiers?: readonly string[];
}

@InputType()
export class SharedCostRuleInput {
  @Identifier({ description: 'Stable: lines refer to it.' })
  readonly ruleId!: string;

  @Text({ max: 100, description: 'What people read.' })
  readonly name!: string;

  @Nested(() => LineSelectionInput, { description: 'Whose lines are shared.' })
  readonly source!: LineSelectionInput;

  @Choice(() => SharedCostMethod, { description: 'How it is split.' })
  readonly method!: 'proportional' | 'even' | 'fixed';

  @NestedList(() => TenantWeightInput, { maxItems: 500, optional: true, description: 'For the method fixed only.' })
  readonly weights?: readonly TenantWeightInput[];

  @Nested(() => SharedCostTargetsInput, { description: 'Absent: all tenants but the sources.', optional: true })
  readonly targets?: SharedCostTargetsInput;
}

@InputType()
export class MarkupTierInput {
  @Text({ max: 30, description: 'Base from which it holds, decimal text; 0 in the first tier.' })
  readonly from!: string;

  @Text({ max: 30, description: 'A rate, or an amount in the billing currency.' })
  readonly value!: string;
}

@InputType()
export class MarkupRuleInput {
  @Identifier({ description: 'Stable: lines refer to it.' })
  readonly ruleId!: string;

  @Text({ max: 100, description: 'What people read.' })
  readonly name!: string;

  @Nested(() => LineSelectionInput, { description: 'What it is counted on.' })
  readonly base!: LineSelectionInput;

  @Choice(() => MarkupMethod, { description: 'How it is counted.' })
  readonly method!: 'percentage' | 'tieredPercentage' | 'marginalPercentage' | 'tieredAmount';

  @Text({ max: 20, optional: true, description: 'For the method percentage: 0.05 is 5 %.' })
  readonly rate?: string;

  @NestedList(() => MarkupTierInput, { maxItems: 50, optional: true, description: 'For the other methods, ascending.' })
  readonly tiers?: readonly MarkupTierInput[];

  @Text({ max: 100, description: 'Who earns it.' })
  readonly seller!: string;
}

@InputType()
export class PricedLandingZoneInput {
  @Identifier({ description: 'Its platform.' })
  readonly platformIdentifier!: string;

  @Identifier({ description: 'The landing zone.' })
  readonly landingZoneIdentifier!: string;
}

@InputType()
export class RecurringPriceInput {
  @Identifier({ description: 'Stable: lines refer to it.' })
  readonly priceId!: string;

  @Text({ max: 100, description: 'What people read.' })
  readonly name!: string;

  @Text({ max: 20, description: 'In the billing currency, e.g. 25.00.' })
  readonly amount!: string;

  @Text({ max: 100, description: 'Who earns it.' })
  readonly seller!: string;

  @NestedList(() => PricedLandingZoneInput, { maxItems: 100, optional: true, description: 'Only tenants in these.' })
  readonly landingZones?: readonly PricedLandingZoneInput[];

  @TextList({ max: 36, maxItems: 500, optional: true, description: 'Only these tenants.' })
  readonly tenantIds?: readonly string[];
}

@InputType()
export class WorkspaceCurrencyInput {
  @Identifier({ description: 'The workspace.' })
  readonly workspaceIdentifier!: string;

  @Text({ max: 8, description: 'ISO 4217, e.g. EUR.' })
  readonly currency!: string;
}

@InputType()
export class SettlementsInput {
  @Choice(() => Settlement, { description: 'Support fees.' })
  readonly support!: 'passThrough' | 'redistribute' | 'hold';

  @Choice(() => Settlement, { description: 'Taxes.' })
  readonly tax!: 'passThrough' | 'redistribute' | 'hold';

  @Choice(() => Settlement, { description: 'Credits.' })
  readonly credit!: 'passThrough' | 'redistribute' | 'hold';

  @Choice(() => Settlement, { description: 'Refunds.' })
  readonly refund!: 'passThrough' | 'redistribute' | 'hold';

  @Choice(() => Settlement, { description: 'Discounts of AWS.' })
  readonly discount!: 'passThrough' | 'redistribute' | 'hold';

  @Choice(() => Settlement, { description: 'What nobody knows.' })
  readonly other!: 'passThrough' | 'redistribute' | 'hold';
}

@InputType()
export class FairChargebackInput {
  @Text({ max: 7, description: 'Month, e.g. 2026-03.' })
  readonly effectiveFrom!: string;
}

@InputType()
export class BillingPolicyInput {
  @Choice(() => BillingBasis, { description: 'Accrual spreads upfront fees; cash follows the bill.' })
  readonly basis!: 'accrual' | 'cash';

  @Nested(() => FairChargebackInput, { description: 'Absent: off.', optional: true })
  readonly reservedInstanceFairChargeback?: FairChargebackInput;

  @Nested(() => FairChargebackInput, { description: 'Absent: off.', optional: true })
  readonly savingsPlanFairChargeback?: FairChargebackInput;

  @Nested(() => SettlementsInput, { description: 'How support, tax and the like are treated.' })
  readonly settlements!: SettlementsInput;

  @NestedList(() => SharedCostRuleInput, { maxItems: 100, description: 'Costs that some bear for others.' })
  readonly sharedCosts!: readonly SharedCostRuleInput[];

  @NestedList(() => MarkupRuleInput, { maxItems: 100, description: 'Mark-ups and discounts.' })
  readonly markups!: readonly MarkupRuleInput[];

  @NestedList(() => RecurringPriceInput, { maxItems: 100, description: 'Recurring prices.' })
  readonly prices!: readonly RecurringPriceInput[];

  @Uuid({ description: 'Bears rounding and what is held. Absent: a statement of its own.', optional: true })
  readonly platformTenantId?: string;

  @NestedList(() => WorkspaceCurrencyInput, { maxItems: 500, description: 'Of workspaces that are not billed in the billing currency.' })
  readonly currencies!: readonly WorkspaceCurrencyInput[];

  @Whole({ min: 0, max: 60, description: 'Days after a month’s end before it may close.' })
  readonly closeAfterDays!: number;

  @Text({ max: 100, description: 'Issuer in exports, and seller of what AWS charged.' })
  readonly issuer!: string;
}
