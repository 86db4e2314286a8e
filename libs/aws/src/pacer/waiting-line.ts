import type { Clock } from '@orgledger/kernel';

export interface Served<Wish> {
  readonly granted: readonly Wish[];
  /** ms since 1970 when serving again makes sense. */
  readonly nextAt: number;
}

interface Waiter<Wish> {
  readonly wish: Wish;
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
}

/**
 * Callers of one process that wait for the same scarce thing, first come first served. All of them are served by one
 * call of `serve`, so that the store is asked once for many; the line sleeps by the clock until there is something again.
 */
export class WaitingLine<Wish> {
  private waiters: Waiter<Wish>[] = [];
  private running = false;
  private sleep = new AbortController();

  constructor(
    private readonly clock: Clock,
    private readonly serve: (wishes: readonly Wish[], now: number) => Promise<Served<Wish>>,
    /** Told of what was granted to a caller that had left meanwhile. */
    private readonly giveBack: (wish: Wish) => Promise<void>,
  ) {}

  enter(wish: Wish, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const leave = (): void => {
        this.waiters = this.waiters.filter((other) => other !== waiter);
        if (this.waiters.length === 0) this.wake();
        reject(signal?.reason as Error);
      };
      const served =
        <Args extends unknown[]>(settle: (...args: Args) => void) =>
        (...args: Args): void => {
          signal?.removeEventListener('abort', leave);
          settle(...args);
        };
      const waiter: Waiter<Wish> = { wish, admit: served(resolve), refuse: served(reject) };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiters.push(waiter);
      void this.run();
    });
  }

  /** Something came free: serve now rather than at the time that was expected. */
  wake(): void {
    this.sleep.abort();
  }

  private async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      while (this.waiters.length > 0) {
        this.sleep = new AbortController();
        const nextAt = await this.round();
        if (this.waiters.length > 0) await this.sleepUntil(nextAt);
      }
    } catch (error) {
      for (const waiter of this.waiters.splice(0)) waiter.refuse(error);
    } finally {
      this.running = false;
    }
  }

  private async round(): Promise<number> {
    const asked = this.waiters;
    const { granted, nextAt } = await this.serve(
      asked.map(({ wish }) => wish),
      this.clock.now().getTime(),
    );
    const admitted = new Set(granted);
    for (const wish of granted) {
      const waiter = this.waiters.find((other) => other.wish === wish);
      if (waiter) waiter.admit();
      else await this.giveBack(wish);
    }
    this.waiters = this.waiters.filter(({ wish }) => !admitted.has(wish));
    return this.waiters.some((waiter) => !asked.includes(waiter)) ? 0 : nextAt;
  }

  private async sleepUntil(time: number): Promise<void> {
    const { signal } = this.sleep;
    try {
      await this.clock.wait(Math.max(0, time - this.clock.now().getTime()), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
