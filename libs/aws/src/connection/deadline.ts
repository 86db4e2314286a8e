import { systemClock } from '@orgledger/kernel';

/**
 * Aborts what `work` does after `ms` of wall time, or with `signal`. Wall time, as all of the wire: a product clock that is moved
 * forward must not end the calls that are under way. (AbortSignal.any holds its sources weakly: a timeout in it may never come.)
 */
export const withDeadline = async <Result>(
  ms: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const ended = new AbortController();
  const stop = new AbortController();
  const leave = (): void => stop.abort(signal?.reason);
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  systemClock.wait(ms, ended.signal).then(
    () => stop.abort(new Error(`no answer within ${ms} ms`)),
    () => undefined,
  );
  try {
    return await work(stop.signal);
  } finally {
    signal?.removeEventListener('abort', leave);
    ended.abort();
  }
};
