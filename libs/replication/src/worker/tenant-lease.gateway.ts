import type { Clock } from '@orgledger/kernel';
import type { ReplicationQueue } from '../queue/queue.store.js';

const leaseMs = 20_000;

/** Holds a tenant for one worker while `work` runs; when the lease is lost, `work` is aborted. Answers undefined when another worker has it. */
export const whileLeased = async <Result>(
  queue: ReplicationQueue,
  clock: Clock,
  lease: { readonly tenantId: string; readonly owner: string; readonly signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> => {
  const { tenantId, owner, signal } = lease;
  const take = (): Promise<boolean> => {
    const now = clock.now();
    return queue.lease(tenantId, owner, now.toISOString(), new Date(now.getTime() + leaseMs).toISOString());
  };
  if (!(await take())) return undefined;
  const lost = new AbortController();
  const ended = new AbortController();
  const renewing = (async () => {
    while (!ended.signal.aborted) {
      await clock.wait(leaseMs / 3, ended.signal);
      if (!(await take())) lost.abort(new Error(`the lease on tenant ${tenantId} was lost`));
    }
  })().catch(() => undefined);
  try {
    return await work(AbortSignal.any([signal, lost.signal]));
  } finally {
    ended.abort();
    await renewing;
    await queue.release(tenantId, owner);
  }
};
