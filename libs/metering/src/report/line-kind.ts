import type { CellKey } from '../observation/observation.events.js';
import type { LineKind } from '../statement/statement.js';

const kinds: Readonly<Record<string, LineKind>> = {
  Usage: 'USAGE',
  DiscountedUsage: 'RI_USAGE',
  SavingsPlanCoveredUsage: 'SP_USAGE',
  RIFee: 'RI_UNUSED',
  SavingsPlanRecurringFee: 'SP_UNUSED',
  SavingsPlanNegation: 'SP_NEGATION',
  SavingsPlanUpfrontFee: 'COMMITMENT_FEE',
  Fee: 'SUBSCRIPTION',
  Support: 'SUPPORT',
  Tax: 'TAX',
  Credit: 'CREDIT',
  Refund: 'REFUND',
};

/** The statement's kind that a cell's record type leads to, before policies. A cell does not say whether a fee bought a commitment. @source specs/chargeback.md §4.2 */
export const kindOfCell = ({ recordType, marketplace }: Pick<CellKey, 'recordType' | 'marketplace'>): LineKind => {
  if (marketplace && (recordType === 'Usage' || recordType === 'Fee')) return 'MARKETPLACE';
  return kinds[recordType] ?? (/discount$/i.test(recordType) ? 'DISCOUNT' : 'OTHER');
};
