import { addMonths } from '../month.js';
import type { Month } from '../month.js';
import type { ExportColumn } from './csv-text.js';

const text = (name: string) => ({ name, kind: 'text' as const });
const number = (name: string) => ({ name, kind: 'number' as const });
const time = (name: string) => ({ name, kind: 'time' as const });

/** Every column of FOCUS 1.2, by name; then our own. What Cost Explorer does not tell is null in all rows. */
const names = [
  text('AvailabilityZone'),
  number('BilledCost'),
  text('BillingAccountId'),
  text('BillingAccountName'),
  text('BillingAccountType'),
  text('BillingCurrency'),
  time('BillingPeriodEnd'),
  time('BillingPeriodStart'),
  text('CapacityReservationId'),
  text('CapacityReservationStatus'),
  text('ChargeCategory'),
  text('ChargeClass'),
  text('ChargeDescription'),
  text('ChargeFrequency'),
  time('ChargePeriodEnd'),
  time('ChargePeriodStart'),
  text('CommitmentDiscountCategory'),
  text('CommitmentDiscountId'),
  text('CommitmentDiscountName'),
  number('CommitmentDiscountQuantity'),
  text('CommitmentDiscountStatus'),
  text('CommitmentDiscountType'),
  text('CommitmentDiscountUnit'),
  number('ConsumedQuantity'),
  text('ConsumedUnit'),
  number('ContractedCost'),
  number('ContractedUnitPrice'),
  number('EffectiveCost'),
  text('InvoiceId'),
  text('InvoiceIssuerName'),
  number('ListCost'),
  number('ListUnitPrice'),
  text('PricingCategory'),
  text('PricingCurrency'),
  number('PricingCurrencyContractedUnitPrice'),
  number('PricingCurrencyEffectiveCost'),
  number('PricingCurrencyListUnitPrice'),
  number('PricingQuantity'),
  text('PricingUnit'),
  text('ProviderName'),
  text('PublisherName'),
  text('RegionId'),
  text('RegionName'),
  text('ResourceId'),
  text('ResourceName'),
  text('ResourceType'),
  text('ServiceCategory'),
  text('ServiceName'),
  text('ServiceSubcategory'),
  text('SkuId'),
  text('SkuMeter'),
  text('SkuPriceDetails'),
  text('SkuPriceId'),
  text('SubAccountId'),
  text('SubAccountName'),
  text('SubAccountType'),
  text('Tags'),
  text('x_CommitmentAssignment'),
  time('x_CorrectedPeriod'),
  text('x_FairChargeback'),
  number('x_FxRate'),
  text('x_LineId'),
  text('x_LineKind'),
  text('x_PaymentMethod'),
  text('x_ProjectId'),
  text('x_RecordType'),
  text('x_StatementHash'),
  text('x_StatementId'),
  text('x_TenantId'),
  text('x_WorkspaceId'),
] as const;

/** Values by column; what is absent is null, an empty field. */
export type FocusRow = Readonly<Record<string, string | undefined>>;

export const focusColumns: readonly ExportColumn<FocusRow>[] = names.map((column) => ({ ...column, value: (row) => row[column.name] }));

/** FOCUS writes moments to the second. */
export const periodOf = (prefix: 'BillingPeriod' | 'ChargePeriod', month: Month): FocusRow => ({
  [`${prefix}Start`]: `${month}-01T00:00:00Z`,
  [`${prefix}End`]: `${addMonths(month, 1)}-01T00:00:00Z`,
});
