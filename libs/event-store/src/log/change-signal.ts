import { StoreUnavailable } from '../errors.js';

/** Wakes everybody who waits for the log to change. A change between a read and the wait is not missed: both name the generation. */
export class ChangeSignal {
  generation = 0;
  closed = false;
  private readonly waiting = new Set<() => void>();

  get hasWaiters(): boolean {
    return this.waiting.size > 0;
  }

  notify(): void {
    this.generation += 1;
    const woken = [...this.waiting];
    this.waiting.clear();
    for (const wake of woken) wake();
  }

  close(): void {
    this.closed = true;
    this.notify();
  }

  /** Resolves once the generation is above `seen` or the signal aborts; rejects with StoreUnavailable when the store is closed. */
  async after(seen: number, signal: AbortSignal): Promise<void> {
    if (this.generation <= seen && !this.closed && !signal.aborted)
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    if (this.closed && !signal.aborted) throw new StoreUnavailable('the event store was closed');
  }
}
