import { ScaledClock, systemClock } from '@orgledger/kernel';
import type { Clock, ClockScale } from '@orgledger/kernel';
import { withDeadline } from '../connection/deadline.js';

/** The sandbox's clock cannot be followed. The message says what to set instead. */
export class SandboxClockError extends Error {
  override readonly name = 'SandboxClockError';
}

export interface FollowedClock {
  readonly clock: Clock;
  /** Stops following; waits under way go on by the last known line. */
  close(): void;
}

const answerTimeoutMs = 5_000;

/** True for addresses of this machine only: nobody else's clock may steer the product's deadlines. */
export const isLoopback = (endpoint: string): boolean => {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
};

const readLine = (answer: unknown, endpoint: string): ClockScale => {
  const { origin, wallOrigin, scale } = Object(answer) as Record<string, unknown>;
  if (typeof origin !== 'number' || typeof wallOrigin !== 'number' || typeof scale !== 'number' || !(scale > 0))
    throw new SandboxClockError(`${endpoint} answered something else than a clock. Set ORGLEDGER_AWS_ENDPOINT to a running sandbox, or unset it.`);
  return { origin, wallOrigin, scale };
};

const fetchLine = async (endpoint: string, stop: AbortSignal): Promise<ClockScale> => {
  try {
    return await withDeadline(answerTimeoutMs, stop, async (signal) => {
      const answer = await fetch(new URL('/_sandbox/clock', endpoint), { signal });
      return readLine(answer.ok ? await answer.json() : undefined, endpoint);
    });
  } catch (cause) {
    if (cause instanceof SandboxClockError) throw cause;
    throw new SandboxClockError(`The sandbox at ${endpoint} does not answer. Start it, or unset ORGLEDGER_AWS_ENDPOINT to use AWS itself.`, {
      cause,
    });
  }
};

/**
 * A clock that shows the sandbox's time and follows when that is moved or runs faster, at the latest `pollMs` of wall time later.
 * Throws SandboxClockError when the endpoint is not on this machine, or nobody answers there. @source specs/sandbox.md "Control"
 */
export const connectSandboxClock = async (endpoint: string, pollMs = 250): Promise<FollowedClock> => {
  if (!isLoopback(endpoint))
    throw new SandboxClockError(`${endpoint} is not on this machine, so its clock is not followed. Time comes from a sandbox on 127.0.0.1 only.`);
  const stop = new AbortController();
  let known = await fetchLine(endpoint, stop.signal);
  const clock = new ScaledClock(known);
  const follow = async (): Promise<void> => {
    for (;;) {
      await systemClock.wait(pollMs, stop.signal);
      // A sandbox that does not answer now keeps the time it had: its clock is a line, not a heartbeat.
      const line = await fetchLine(endpoint, stop.signal).catch(() => known);
      if (line.origin === known.origin && line.wallOrigin === known.wallOrigin && line.scale === known.scale) continue;
      known = line;
      clock.follow(line);
    }
  };
  // Ends by the abort of `close`, and by nothing else.
  follow().catch(() => undefined);
  return { clock, close: () => stop.abort() };
};
