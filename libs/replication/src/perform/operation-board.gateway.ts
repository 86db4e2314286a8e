import type { Clock } from '@orgledger/kernel';

export interface BoardPace {
  /** Between two lists, in ms. */
  readonly betweenLooksMs: number;
  /** Younger than this (ms) no operation is looked for: it has not ended yet, and AWS's lists lag a little behind. */
  readonly youngMs: number;
}

interface Pending {
  readonly startedAt: number;
  readonly left: () => void;
}

/** Follows AWS's asynchronous operations of one kind: one list of those in progress for all who wait, however many they are. */
export class OperationBoard {
  private readonly pending = new Map<string, Pending>();
  private watching: Promise<void> | undefined;

  constructor(
    private readonly inProgress: () => Promise<readonly { readonly requestId: string }[]>,
    private readonly pace: BoardPace,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /** Resolves when the operation is no longer listed. How it ended, AWS is asked by its id. */
  async gone(requestId: string): Promise<void> {
    const left = new Promise<void>((resolve) => this.pending.set(requestId, { startedAt: this.now(), left: resolve }));
    this.watching ??= this.watch().finally(() => {
      this.watching = undefined;
      this.pending.clear();
    });
    await Promise.race([left, this.watching]);
    this.signal.throwIfAborted();
  }

  private async watch(): Promise<void> {
    while (this.pending.size > 0) {
      const firstDue = Math.min(...[...this.pending.values()].map(({ startedAt }) => startedAt)) + this.pace.youngMs;
      await this.clock.wait(Math.max(this.pace.betweenLooksMs, firstDue - this.now()), this.signal);
      await this.look();
    }
  }

  private async look(): Promise<void> {
    const old = this.now() - this.pace.youngMs;
    const due = [...this.pending].filter(([, { startedAt }]) => startedAt <= old);
    if (due.length === 0) return;
    const listed = new Set((await this.inProgress()).map(({ requestId }) => requestId));
    for (const [requestId, { left }] of due) {
      if (listed.has(requestId)) continue;
      this.pending.delete(requestId);
      left();
    }
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
