/**
 * Applicability criteria of FOCUS 1.2 that hold for what Cost Explorer tells. AWS supports more (public price lists, regions, resources, capacity
 * reservations), but none of it reaches a bill that is read by account, record type and service.
 */
export const declaredCriteria: readonly string[] = [
  'ACCOUNT_NAMING_SUPPORTED',
  'COMMITMENT_DISCOUNT_SUPPORTED',
  'MULTIPLE_PRICING_CATEGORIES_SUPPORTED',
  'MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED',
  'MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED',
  'SUB_ACCOUNT_SUPPORTED',
  'TAGGING_SUPPORTED',
];
