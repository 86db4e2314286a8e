import type { Clock } from '@orgledger/kernel';

const turnMs = 10;

/** The rest of the process gets its turn. Inside a transaction, too: its connection is the transaction's alone until it ends. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Shares the event loop: work that is synchronous at heart asks between its pieces whether the rest of the process is due. */
export class Turns {
  private begun: number;

  constructor(private readonly clock: Clock) {
    this.begun = clock.now().getTime();
  }

  /** Lets the rest of the process go on once this turn has taken a while. */
  async share(): Promise<void> {
    if (this.clock.now().getTime() - this.begun < turnMs) return;
    await nextTurn();
    this.begun = this.clock.now().getTime();
  }
}
