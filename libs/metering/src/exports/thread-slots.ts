import { DomainError } from '@orgledger/kernel';

type Release = () => void;

/** A number of places and a queue for them, first come first served. */
export class ThreadSlots {
  private free: number;
  private readonly queue: Release[] = [];

  constructor(
    places: number,
    private readonly waiting: number,
  ) {
    this.free = places;
  }

  /** Resolves with what gives the place back. Rejects with EXPORTS_BUSY when too many wait, and with the signal's reason. */
  take(signal?: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      if (this.free > 0) {
        this.free -= 1;
        resolve(this.release());
        return;
      }
      if (this.queue.length >= this.waiting) {
        reject(new DomainError('EXPORTS_BUSY', 'Too many exports are being made.', { remedy: 'Try again in a minute.' }));
        return;
      }
      const next = (): void => {
        signal?.removeEventListener('abort', give);
        resolve(this.release());
      };
      const give = (): void => {
        this.queue.splice(this.queue.indexOf(next), 1);
        reject(signal?.reason as Error);
      };
      this.queue.push(next);
      signal?.addEventListener('abort', give, { once: true });
    });
  }

  private release(): Release {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = this.queue.shift();
      if (next) next();
      else this.free += 1;
    };
  }
}
