import type { Clock } from '@orgledger/kernel';

export interface BoardPace {
  /** Between two lists, in ms. */
  readonly betweenLooksMs: number;
  /** Younger than this (ms) no operation is looked for: it has not ended yet, and AWS's lists lag a little behind. */
  readonly youngMs: number;
  /** After so long (ms) whoever waits looks for itself, listed or not. */
  readonly longestMs: number;
}

export interface OperationLists {
  inProgress(): Promise<readonly { readonly requestId: string }[]>;
  /** Which of these have succeeded, as far as one call shows; spares a look at each when several end at once. */
  succeeded?(requestIds: readonly string[]): Promise<readonly string[]>;
}

/** `gone`: no longer in progress; how it ended, AWS is asked by its id. */
export type Followed = 'succeeded' | 'gone';

interface Pending {
  readonly startedAt: number;
  readonly left: (how: Followed) => void;
}

/** Follows AWS's asynchronous operations of one kind: one list of those in progress for all who wait, however many they are. */
export class OperationBoard {
  private readonly pending = new Map<string, Pending>();
  private watching: Promise<void> | undefined;

  constructor(
    private readonly lists: OperationLists,
    private readonly pace: BoardPace,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  /** Resolves when the operation is no longer listed. */
  async gone(requestId: string): Promise<Followed> {
    const left = new Promise<Followed>((resolve) => this.pending.set(requestId, { startedAt: this.now(), left: resolve }));
    this.watching ??= this.watch().finally(() => {
      this.watching = undefined;
      this.pending.clear();
    });
    const how = await Promise.race([left, this.watching]);
    this.signal.throwIfAborted();
    return how ?? 'gone';
  }

  private async watch(): Promise<void> {
    while (this.pending.size > 0) {
      const firstDue = Math.min(...[...this.pending.values()].map(({ startedAt }) => startedAt)) + this.pace.youngMs;
      await this.clock.wait(Math.max(this.pace.betweenLooksMs, firstDue - this.now()), this.signal);
      await this.look();
    }
  }

  private async look(): Promise<void> {
    const { youngMs, longestMs } = this.pace;
    const now = this.now();
    const due = [...this.pending].filter(([, { startedAt }]) => startedAt <= now - youngMs);
    if (due.length === 0) return;
    const listed = new Set((await this.lists.inProgress()).map(({ requestId }) => requestId));
    const over = due.filter(([requestId, { startedAt }]) => !listed.has(requestId) || startedAt <= now - longestMs);
    const succeeded = new Set(over.length > 1 ? await this.lists.succeeded?.(over.map(([requestId]) => requestId)) : []);
    for (const [requestId, { left }] of over) {
      this.pending.delete(requestId);
      left(succeeded.has(requestId) ? 'succeeded' : 'gone');
    }
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
