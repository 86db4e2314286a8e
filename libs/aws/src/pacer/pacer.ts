import type { Clock } from '@orgledger/kernel';
import type { AwsService } from '../errors/aws-call-error.js';
import type { PacerStore } from './pacer-store.js';
import type { OperationLimits, QuotaTable, RateLimit, SlotLimit } from './quota-table.js';
import type { SlotWish } from './slot-leases.js';
import { WaitingLine } from './waiting-line.js';

export interface PacedCall {
  /** Whose quota it is: the account that makes the call. */
  readonly account: string;
  readonly service: AwsService;
  readonly operation: string;
  /** For operations with a limit on how many are in progress. */
  readonly slot?: SlotWish;
}

export interface OperationCount {
  readonly service: AwsService;
  readonly operation: string;
  readonly calls: number;
  /** AWS refused for pace although our count allowed it. */
  readonly throttled: number;
  /** AWS refused because another operation on the same target was in progress. */
  readonly busy: number;
  readonly pacedMs: number;
}

export interface PacerOptions {
  readonly store: PacerStore;
  readonly clock: Clock;
  readonly quotas: QuotaTable;
  /** Tokens of so many ms are held back from each burst: calls that the way to AWS delays arrive closer together than they left. */
  readonly jitterMs?: number;
  /** How long an operation counts as in progress after it was last seen. */
  readonly slotLeaseMs?: number;
}

/** How often a worker without a slot looks whether another worker has freed one. */
const slotPollMs = 1_000;
const longestBackOffMs = 30_000;

type Lines<Wish> = Map<string, WaitingLine<Wish>>;

/** Lets calls go at the pace that AWS's quotas allow, together with all other workers of the store. Fair: first come, first served. */
export class Pacer {
  private readonly tokenLines: Lines<object> = new Map();
  private readonly slotLines: Lines<SlotWish> = new Map();
  private readonly counts = new Map<string, OperationCount>();

  constructor(private readonly options: PacerOptions) {}

  /** Waits for slot and tokens; answers how long, in ms. A slot stays taken until `free`, or until its lease ends. */
  async admit(call: PacedCall, signal?: AbortSignal): Promise<number> {
    const limits = this.limitsOf(call);
    const start = this.now();
    if (call.slot) await this.takeSlots(call, call.slot, limits, signal);
    try {
      for (const { name, rate, burst } of limits.buckets)
        await this.tokenLine(`${call.account}/${name}`, this.usable({ rate, burst })).enter({}, signal);
    } catch (error) {
      if (call.slot) await this.free(call, call.slot.holder);
      throw error;
    }
    const pacedMs = this.now() - start;
    this.count(call, { calls: 1, pacedMs });
    return pacedMs;
  }

  /** AWS asked for fewer calls, or said that the target is busy: counts it and waits, longer with every attempt (from 1). */
  async backOff(call: PacedCall, why: 'throttled' | 'busy', attempt: number, signal?: AbortSignal): Promise<void> {
    this.count(call, { [why]: 1 });
    const { buckets } = this.limitsOf(call);
    const intervalMs = 1000 / (buckets[0]?.rate ?? 1);
    if (why === 'throttled')
      for (const { name, rate, burst } of buckets)
        await this.options.store.empty(`${call.account}/${name}`, this.usable({ rate, burst }), this.now());
    await this.options.clock.wait(Math.min(longestBackOffMs, Math.max(1_000, intervalMs) * 2 ** (attempt - 1)), signal);
  }

  /** From now on AWS's own id names the operation. */
  async rename(call: PacedCall, holder: string, renamed: string): Promise<void> {
    for (const { key } of this.slotsOf(call)) await this.options.store.renameSlot(key, holder, renamed, this.leaseEnd());
  }

  /** The operation was seen in progress. */
  async keep(call: PacedCall, holder: string): Promise<void> {
    for (const { key } of this.slotsOf(call)) await this.options.store.keepSlot(key, holder, this.leaseEnd());
  }

  /** The operation is final, or never began. */
  async free(call: PacedCall, holder: string): Promise<void> {
    for (const { key } of this.slotsOf(call)) {
      await this.options.store.freeSlot(key, holder);
      this.slotLines.get(key)?.wake();
    }
  }

  /** By operation, over all accounts, since this process started. */
  operationCounts(): readonly OperationCount[] {
    return [...this.counts.values()];
  }

  private async takeSlots(call: PacedCall, wish: SlotWish, limits: OperationLimits, signal: AbortSignal | undefined): Promise<void> {
    for (const { name, ...limit } of limits.slots) {
      const line = this.slotLine(`${call.account}/${name}`, limit);
      const entered = line.enter({ ...wish }, signal);
      // Others of the line may sleep because their target is busy; this one's may be free.
      line.wake();
      await entered;
    }
  }

  private tokenLine(key: string, limit: RateLimit): WaitingLine<object> {
    return lineOf(this.tokenLines, key, () => {
      const serve = async (wishes: readonly object[], now: number) => {
        const { count, nextAt } = await this.options.store.takeTokens(key, limit, wishes.length, now);
        return { granted: wishes.slice(0, count), nextAt };
      };
      // A token that nobody uses is gone: the bucket fills again by itself.
      return new WaitingLine(this.options.clock, serve, () => Promise.resolve());
    });
  }

  private slotLine(key: string, limit: SlotLimit): WaitingLine<SlotWish> {
    return lineOf(this.slotLines, key, () => {
      const serve = async (wishes: readonly SlotWish[], now: number) => {
        const { granted, nextAt } = await this.options.store.takeSlots(key, limit, wishes, now, this.leaseMs);
        return { granted: wishes.filter(({ holder }) => granted.includes(holder)), nextAt: Math.min(nextAt, now + slotPollMs) };
      };
      return new WaitingLine(this.options.clock, serve, ({ holder }) => this.options.store.freeSlot(key, holder));
    });
  }

  private slotsOf(call: PacedCall): readonly { readonly key: string }[] {
    return this.limitsOf(call).slots.map(({ name }) => ({ key: `${call.account}/${name}` }));
  }

  private limitsOf({ service, operation }: PacedCall): OperationLimits {
    return this.options.quotas.limitsOf(service, operation);
  }

  private usable({ rate, burst }: RateLimit): RateLimit {
    // Parts of a token too: a slow quota with a small burst loses no more than the jitter's time.
    return { rate, burst: Math.max(1, burst - (rate * (this.options.jitterMs ?? 400)) / 1000) };
  }

  private get leaseMs(): number {
    return this.options.slotLeaseMs ?? 120_000;
  }

  private leaseEnd(): number {
    return this.now() + this.leaseMs;
  }

  private now(): number {
    return this.options.clock.now().getTime();
  }

  private count({ service, operation }: PacedCall, more: Partial<OperationCount>): void {
    const key = `${service}.${operation}`;
    const count = this.counts.get(key) ?? { service, operation, calls: 0, throttled: 0, busy: 0, pacedMs: 0 };
    this.counts.set(key, {
      ...count,
      calls: count.calls + (more.calls ?? 0),
      throttled: count.throttled + (more.throttled ?? 0),
      busy: count.busy + (more.busy ?? 0),
      pacedMs: count.pacedMs + (more.pacedMs ?? 0),
    });
  }
}

const lineOf = <Wish>(lines: Lines<Wish>, key: string, make: () => WaitingLine<Wish>): WaitingLine<Wish> => {
  const line = lines.get(key) ?? make();
  lines.set(key, line);
  return line;
};
