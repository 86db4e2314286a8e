import type { Clock } from '@orgledger/kernel';

const most = 100;
const turnMs = 10;

/** How many events fit one turn of the event loop: applying them is synchronous at heart, and somebody may wait for an answer meanwhile. */
export class BatchSize {
  next = most;

  constructor(private readonly clock: Clock) {}

  /** To be called before events are applied; answers what is to be called after them. */
  begin(): (events: number) => void {
    const begun = this.clock.now().getTime();
    return (events) => {
      if (events === 0) return;
      // Half a millisecond for the clock's grain: many events within one of its ticks are not free.
      const each = (this.clock.now().getTime() - begun + 0.5) / events;
      // A pause of the machine must not make batches small for long: they double back.
      this.next = Math.max(1, Math.min(most, this.next * 2, Math.floor(turnMs / each)));
    };
  }
}
