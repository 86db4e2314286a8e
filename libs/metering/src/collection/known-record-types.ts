/**
 * Record types that statements have a kind of line for. The list is open: another one is kept, becomes a line OTHER and is told of.
 * @source specs/chargeback.md §2.2
 */
const known: ReadonlySet<string> = new Set([
  'Usage',
  'DiscountedUsage',
  'RIFee',
  'Fee',
  'SavingsPlanCoveredUsage',
  'SavingsPlanNegation',
  'SavingsPlanRecurringFee',
  'SavingsPlanUpfrontFee',
  'Tax',
  'Credit',
  'Refund',
  'Support',
  'Discount',
  'Bundled Discount',
  'BundledDiscount',
  'Distributor Discount',
  'Enterprise Discount Program Discount',
  'Private Rate Card Discount',
  'Solution Provider Program Discount',
]);

export const isKnownRecordType = (recordType: string): boolean => known.has(recordType);
