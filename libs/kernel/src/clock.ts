/**
 * The only source of time. `now()` is UTC. `wait` resolves after `ms` milliseconds of this clock's time and
 * rejects with the signal's reason when aborted. Product code uses no `Date`, timer or `performance` of its own.
 */
export interface Clock {
  now(): Date;
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Injection token of the one Clock of a process. */
export const CLOCK = Symbol('Clock');

/** Wall-clock time. */
export const systemClock: Clock = {
  now: () => new Date(),
  wait: (ms, signal) => sleep(ms, signal),
};

/** A clock that ran `scale` times as fast as the wall clock since `wallOrigin`, when it showed `origin`. All in ms since 1970, UTC. */
export interface ClockScale {
  readonly origin: number;
  readonly wallOrigin: number;
  readonly scale: number;
}

/** Follows another time line; `follow` changes it while waits are under way, and they end by the new line. */
export class ScaledClock implements Clock {
  private readonly wakeups = new Set<() => void>();

  constructor(private line: ClockScale) {}

  now(): Date {
    return new Date(this.line.origin + (Date.now() - this.line.wallOrigin) * this.line.scale);
  }

  follow(line: ClockScale): void {
    this.line = line;
    for (const wake of [...this.wakeups]) wake();
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    const deadline = this.now().getTime() + ms;
    for (;;) {
      const left = deadline - this.now().getTime();
      if (left <= 0) return signal?.throwIfAborted();
      const changed = new AbortController();
      const wake = (): void => changed.abort();
      this.wakeups.add(wake);
      try {
        await sleep(left / this.line.scale, signal ? AbortSignal.any([signal, changed.signal]) : changed.signal);
      } catch (error) {
        if (!changed.signal.aborted || signal?.aborted) throw error;
      } finally {
        this.wakeups.delete(wake);
      }
    }
  }
}

const longestTimer = 2 ** 31 - 1;

const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort);
        resolve(ms > longestTimer ? sleep(ms - longestTimer, signal) : undefined);
      },
      Math.min(Math.max(0, ms), longestTimer),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
  });
