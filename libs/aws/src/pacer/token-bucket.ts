import type { RateLimit } from './quota-table.js';

/**
 * A token bucket as one number: the theoretical arrival time (ms since 1970) at which it would be full again, plus one interval
 * per token taken. @source ITU-T I.371, generic cell rate algorithm
 */
export type BucketState = number;

export interface Granted {
  readonly state: BucketState;
  /** Tokens that may be used now. */
  readonly count: number;
  /** When the next one is there; only meaningful when fewer were granted than wanted. */
  readonly nextAt: number;
}

const interval = ({ rate }: RateLimit): number => 1000 / rate;

/** Longest stretch of intervals a full bucket is ahead of its rate. */
const tolerance = (limit: RateLimit): number => (limit.burst - 1) * interval(limit);

/** Takes up to `wanted` tokens that are there at `now`; an undefined state is a full bucket. */
export const takeTokens = (state: BucketState | undefined, limit: RateLimit, wanted: number, now: number): Granted => {
  // No state is further ahead than an empty bucket: one that is was counted by a clock that has since been set back.
  const arrival = Math.min(Math.max(state ?? now, now), emptied(limit, now));
  // A thousandth of a millisecond forgives rounding: a token that is due at exactly `now` counts.
  const free = Math.floor((now + tolerance(limit) - arrival + 1e-3) / interval(limit)) + 1;
  const count = Math.min(wanted, Math.max(0, free));
  const next = arrival + count * interval(limit);
  return { state: next, count, nextAt: next - tolerance(limit) };
};

/** An empty bucket: AWS refused a call that our count would have allowed, so somebody else took the tokens. */
export const emptied = (limit: RateLimit, now: number): BucketState => now + limit.burst * interval(limit);
