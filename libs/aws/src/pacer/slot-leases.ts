import type { SlotLimit } from './quota-table.js';

/** One operation in progress at AWS. `holder` names it for good: asking again with the same holder gives the same slot. */
export interface SlotLease {
  readonly holder: string;
  /** What only `perTarget` operations may touch at once, e.g. an account id. */
  readonly target: string | undefined;
  /** ms since 1970: when nobody has been heard of for so long that the operation is taken for ended. */
  readonly expiresAt: number;
}

export type SlotWish = Pick<SlotLease, 'holder' | 'target'>;

export interface Allotted {
  readonly leases: readonly SlotLease[];
  readonly granted: readonly string[];
  /** When the first lease expires, for those who got none. */
  readonly nextAt: number;
}

/** Serves wishes in their order; one whose target is busy stands back for those behind it, so that no slot stays idle. */
export const allotSlots = (held: readonly SlotLease[], limit: SlotLimit, wishes: readonly SlotWish[], now: number, leaseMs: number): Allotted => {
  // A lease that ends long after a new one would was written by a clock that has since been set back.
  const current = held.filter((lease) => lease.expiresAt > now && lease.expiresAt <= now + 2 * leaseMs);
  const leases = new Map(current.map((lease) => [lease.holder, lease]));
  const granted: string[] = [];
  for (const { holder, target } of wishes) {
    const own = leases.has(holder);
    const onTarget = target === undefined ? 0 : [...leases.values()].filter((lease) => lease.target === target).length;
    if (!own && (leases.size >= limit.outstanding || onTarget >= (limit.perTarget ?? Infinity))) continue;
    leases.set(holder, { holder, target, expiresAt: now + leaseMs });
    granted.push(holder);
  }
  const remaining = [...leases.values()];
  return { leases: remaining, granted, nextAt: Math.min(...remaining.map((lease) => lease.expiresAt)) };
};
