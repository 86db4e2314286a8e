import type { RateLimit, SlotLimit } from './quota-table.js';
import type { SlotWish } from './slot-leases.js';

export interface TokensTaken {
  readonly count: number;
  /** ms since 1970 when the next token is there. */
  readonly nextAt: number;
}

export interface SlotsTaken {
  readonly granted: readonly string[];
  /** ms since 1970 when the first lease of others expires. */
  readonly nextAt: number;
}

/**
 * Where all workers count together. Every method is atomic between processes. Times are ms since 1970 by the product's clock.
 * A bucket or slot class exists as soon as it is named.
 */
export interface PacerStore {
  takeTokens(bucket: string, limit: RateLimit, wanted: number, now: number): Promise<TokensTaken>;
  empty(bucket: string, limit: RateLimit, now: number): Promise<void>;
  takeSlots(slotClass: string, limit: SlotLimit, wishes: readonly SlotWish[], now: number, leaseMs: number): Promise<SlotsTaken>;
  /** Gives the slot another name, and more time: AWS's request id in place of our own. Without such a slot: nothing. */
  renameSlot(slotClass: string, holder: string, renamed: string, expiresAt: number): Promise<void>;
  /** More time for a slot whose operation was seen in progress. */
  keepSlot(slotClass: string, holder: string, expiresAt: number): Promise<void>;
  freeSlot(slotClass: string, holder: string): Promise<void>;
  close(): Promise<void>;
}
