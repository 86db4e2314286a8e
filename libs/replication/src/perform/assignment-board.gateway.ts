import type { AssignmentDirection, AssignmentOperation, ScopedConnection } from '@orgledger/aws';
import type { Clock } from '@orgledger/kernel';

interface Pending {
  readonly direction: AssignmentDirection;
  readonly startedAt: number;
  readonly resolve: () => void;
}

const betweenLooksMs = 800;
/** AWS's lists lag a little behind: an operation this young may be missing from them. */
const listedAfterMs = 2_500;

/**
 * Follows the assignment operations of one platform to their end: one list of those in progress for all of them, and one look at each
 * operation that is no longer on it, for its result.
 */
export class AssignmentBoard {
  private readonly pending = new Map<string, Pending>();
  private watching: Promise<void> | undefined;

  constructor(
    private readonly aws: ScopedConnection,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {}

  async final(direction: AssignmentDirection, operation: AssignmentOperation): Promise<AssignmentOperation> {
    let latest = operation;
    while (latest.state === 'IN_PROGRESS') {
      await this.gone(direction, operation.requestId);
      latest = (await this.aws.ssoAdmin.describeAssignmentOperation(direction, operation.requestId)) ?? latest;
    }
    return latest;
  }

  private async gone(direction: AssignmentDirection, requestId: string): Promise<void> {
    const left = new Promise<void>((resolve) => {
      this.pending.set(requestId, { direction, startedAt: this.clock.now().getTime(), resolve });
    });
    this.watching ??= this.watch().finally(() => {
      this.watching = undefined;
    });
    await Promise.race([left, this.watching]);
    this.signal.throwIfAborted();
  }

  private async watch(): Promise<void> {
    while (this.pending.size > 0) {
      await this.clock.wait(betweenLooksMs, this.signal);
      for (const direction of ['creation', 'deletion'] as const) await this.look(direction);
    }
  }

  private async look(direction: AssignmentDirection): Promise<void> {
    const old = this.clock.now().getTime() - listedAfterMs;
    const due = [...this.pending].filter(([, entry]) => entry.direction === direction && entry.startedAt <= old);
    if (due.length === 0) return;
    const listed = new Set((await this.aws.ssoAdmin.listAssignmentOperations(direction, 'IN_PROGRESS')).map(({ requestId }) => requestId));
    for (const [requestId, { resolve }] of due) {
      if (listed.has(requestId)) continue;
      this.pending.delete(requestId);
      resolve();
    }
  }
}
