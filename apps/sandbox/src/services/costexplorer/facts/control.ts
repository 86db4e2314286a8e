import type { World } from '../../../core/service.js';
import { decimal, readDecimal } from '../billing/decimal.js';
import { costLedger } from './ledger.js';

export { plantCosts } from './plant-costs.js';

interface CostQuota {
  readonly usdPerRequestPage?: number;
}

/** What the calls of Cost Explorer cost so far: successful pages and dollars. */
export const costsSoFar = (
  world: World,
): { readonly requests: number; readonly usd: string; readonly byOperation: Readonly<Record<string, number>> } => {
  const { paidRequests, paidByOperation } = costLedger(world);
  const price = readDecimal(String((world.quotas.costexplorer as CostQuota | undefined)?.usdPerRequestPage ?? 0.01)) ?? 0n;
  return { requests: paidRequests, usd: decimal(price * BigInt(paidRequests)), byOperation: { ...paidByOperation } };
};
