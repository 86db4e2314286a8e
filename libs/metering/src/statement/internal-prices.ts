import { parseExactUnits } from '@orgledger/kernel';
import type { BillingPolicy, RecurringPrice } from '../policy/billing-policy.js';
import { draftLine } from './draft-line.js';
import type { Ledgers } from './ledger.js';
import type { MonthInputs } from './month-inputs.js';
import type { StatementHolder } from './statement.js';

/** Puts recurring prices on the tenants that stand at the month's end. */
export const chargePrices = (policy: BillingPolicy, ledgers: Ledgers, standing: readonly StatementHolder[]): void => {
  for (const price of policy.prices) {
    const exact = parseExactUnits(price.amount);
    if (exact === 0n) continue;
    for (const holder of standing) {
      if (!isPriced(price, holder)) continue;
      const line = draftLine({ kind: 'PRICE', sourceId: price.priceId, description: price.name, seller: price.seller, exact });
      ledgers.of(holder.tenantId).revenue.push(line);
    }
  }
};

const isPriced = ({ tenantIds, landingZones }: RecurringPrice, holder: StatementHolder): boolean => {
  if (tenantIds && !tenantIds.includes(holder.tenantId)) return false;
  if (!landingZones) return true;
  return landingZones.some(
    ({ platformIdentifier, landingZoneIdentifier }) =>
      platformIdentifier === holder.platformIdentifier && landingZoneIdentifier === holder.landingZoneIdentifier,
  );
};

/** Puts imported costs of this month on their tenants' statements; gives what is wrong with the others. */
export const chargeExternalCosts = ({ externalCosts, holders, month }: MonthInputs, ledgers: Ledgers): readonly string[] => {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { costId, month: costMonth, tenantId, description, seller, amount } of externalCosts) {
    if (costMonth !== month) continue;
    const exact = parseExactUnits(amount);
    if (seen.has(costId)) problems.push(`External cost ${costId} (${description}) comes twice.`);
    else if (!holders.has(tenantId))
      problems.push(`External cost ${costId} (${description}) is for tenant ${tenantId}, which has no part in ${month}.`);
    else if (exact !== 0n) ledgers.of(tenantId).revenue.push(draftLine({ kind: 'EXTERNAL', sourceId: costId, description, seller, exact }));
    seen.add(costId);
  }
  return problems;
};
