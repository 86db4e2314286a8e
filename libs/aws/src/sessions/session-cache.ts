import type { Clock } from '@orgledger/kernel';
import { renewBeforeMs } from './session.js';
import type { Session } from './session.js';

interface Cached {
  readonly session: Promise<Session>;
  readonly accountId: string | undefined;
  usableUntil: number;
  made?: Session;
}

/** The caller may leave; the session goes on being made for the others. */
const unlessAborted = <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });

/** Sessions until five minutes before they expire. Whoever asks while one is being made waits for that one. */
export class SessionCache {
  private readonly cached = new Map<string, Cached>();

  constructor(private readonly clock: Clock) {}

  async get(id: string, accountId: string | undefined, signal: AbortSignal | undefined, make: () => Promise<Session>): Promise<Session> {
    signal?.throwIfAborted();
    const { session } = this.usable(id) ?? this.start(id, accountId, make);
    return signal === undefined ? session : unlessAborted(session, signal);
  }

  /** Only this session: a newer one that somebody else has had made already stays. */
  discard(id: string, session: Session): void {
    if (this.cached.get(id)?.made === session) this.cached.delete(id);
  }

  /** Without an account: all. */
  discardAccount(accountId: string | undefined): void {
    for (const [id, entry] of this.cached) if (accountId === undefined || entry.accountId === accountId) this.cached.delete(id);
  }

  private usable(id: string): Cached | undefined {
    const entry = this.cached.get(id);
    return entry !== undefined && entry.usableUntil > this.clock.now().getTime() ? entry : undefined;
  }

  private start(id: string, accountId: string | undefined, make: () => Promise<Session>): Cached {
    this.dropExpired();
    const entry: Cached = { session: make(), accountId, usableUntil: Infinity };
    this.cached.set(id, entry);
    entry.session.then(
      (made) => {
        entry.made = made;
        if (made.expiresAt !== undefined) entry.usableUntil = made.expiresAt - renewBeforeMs;
      },
      () => {
        if (this.cached.get(id) === entry) this.cached.delete(id);
      },
    );
    return entry;
  }

  private dropExpired(): void {
    const now = this.clock.now().getTime();
    for (const [id, entry] of this.cached) if (entry.usableUntil <= now) this.cached.delete(id);
  }
}
