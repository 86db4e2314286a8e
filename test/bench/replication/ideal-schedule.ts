export interface CreationQuota {
  readonly slots: number;
  /** Requests per second into a bucket of `burst`. */
  readonly rate: number;
  readonly burst: number;
}

/**
 * When the last creation would end, in ms after the first request, if each one began in the first free slot as soon as the rate allows
 * it: list scheduling of the durations (ms), in the order in which they were drawn.
 */
export const idealScheduleMs = (durations: readonly number[], { slots, rate, burst }: CreationQuota): number => {
  const free = Array.from({ length: slots }, () => 0);
  const interval = 1000 / rate;
  const tolerance = (burst - 1) * interval;
  // The bucket as the time at which it would be full again.
  let full = 0;
  for (const duration of durations) {
    const slot = free.indexOf(Math.min(...free));
    const start = Math.max(free[slot] ?? 0, full - tolerance);
    full = Math.max(full, start) + interval;
    free[slot] = start + duration;
  }
  return Math.max(...free);
};
