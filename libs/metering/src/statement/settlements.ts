import { draftLine } from './draft-line.js';
import type { DraftLine } from './draft-line.js';
import type { TenantLedger } from './ledger.js';
import { splitInProportion } from './largest-remainder.js';

/** `sourceId` of a line that is a share of a redistributed kind. */
export const redistributed = 'redistributed';

/**
 * Splits the lines of redistributed kinds over the tenants in proportion to their own costs; the shares keep kind, record type and service.
 * Where there is nobody to split over, they stay where they arose. @source specs/chargeback.md §4.2, §4.3
 */
export const redistribute = (pool: readonly DraftLine[], targets: readonly TenantLedger[], origin: (line: DraftLine) => TenantLedger): void => {
  if (targets.length === 0) {
    for (const line of pool) origin(line).bill.push(line);
    return;
  }
  const weights = targets.map(({ base }) => (base > 0n ? base : 0n));
  for (const sum of summed(pool)) {
    const exact = splitInProportion(sum.exact, weights);
    const billed = splitInProportion(sum.billed ?? 0n, weights);
    for (const [index, target] of targets.entries()) {
      const share = { ...sum, accountId: undefined, sourceId: redistributed, exact: exact[index] ?? 0n, billed: billed[index] ?? 0n };
      if (share.exact !== 0n || share.billed !== 0n) target.bill.push(draftLine(share));
    }
  }
};

const summed = (pool: readonly DraftLine[]): readonly DraftLine[] => {
  const sums = new Map<string, DraftLine>();
  for (const line of pool) {
    const key = JSON.stringify([line.kind, line.service, line.recordType]);
    const sum = sums.get(key);
    if (sum) {
      sum.exact += line.exact;
      sum.billed = (sum.billed ?? 0n) + (line.billed ?? 0n);
    } else sums.set(key, draftLine({ ...line, accountId: undefined }));
  }
  return [...sums.values()];
};
