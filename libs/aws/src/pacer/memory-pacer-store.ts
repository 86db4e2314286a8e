import type { PacerStore, SlotsTaken, TokensTaken } from './pacer-store.js';
import type { RateLimit, SlotLimit } from './quota-table.js';
import { allotSlots } from './slot-leases.js';
import type { SlotLease, SlotWish } from './slot-leases.js';
import { emptied, takeTokens } from './token-bucket.js';

/** For one process. */
export class MemoryPacerStore implements PacerStore {
  private readonly buckets = new Map<string, number>();
  private readonly slots = new Map<string, readonly SlotLease[]>();

  takeTokens(bucket: string, limit: RateLimit, wanted: number, now: number): Promise<TokensTaken> {
    const { state, count, nextAt } = takeTokens(this.buckets.get(bucket), limit, wanted, now);
    this.buckets.set(bucket, state);
    return Promise.resolve({ count, nextAt });
  }

  empty(bucket: string, limit: RateLimit, now: number): Promise<void> {
    this.buckets.set(bucket, emptied(limit, now));
    return Promise.resolve();
  }

  takeSlots(slotClass: string, limit: SlotLimit, wishes: readonly SlotWish[], now: number, leaseMs: number): Promise<SlotsTaken> {
    const { leases, granted, nextAt } = allotSlots(this.slots.get(slotClass) ?? [], limit, wishes, now, leaseMs);
    this.slots.set(slotClass, leases);
    return Promise.resolve({ granted, nextAt });
  }

  renameSlot(slotClass: string, holder: string, renamed: string, expiresAt: number): Promise<void> {
    return this.change(slotClass, holder, (lease) => [{ ...lease, holder: renamed, expiresAt }]);
  }

  keepSlot(slotClass: string, holder: string, expiresAt: number): Promise<void> {
    return this.change(slotClass, holder, (lease) => [{ ...lease, expiresAt }]);
  }

  freeSlot(slotClass: string, holder: string): Promise<void> {
    return this.change(slotClass, holder, () => []);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private change(slotClass: string, holder: string, to: (lease: SlotLease) => readonly SlotLease[]): Promise<void> {
    const leases = this.slots.get(slotClass) ?? [];
    this.slots.set(
      slotClass,
      leases.flatMap((lease) => (lease.holder === holder ? to(lease) : [lease])),
    );
    return Promise.resolve();
  }
}
