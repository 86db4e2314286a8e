import type { CallObserver } from '../connection/call-observer.js';
import type { AccessKey } from '../connection/client-pool.js';

/** Credentials as a value, with the account they belong to. */
export interface Session {
  readonly key: AccessKey;
  /** undefined for the platform's own credentials: nobody has asked AWS whose they are. */
  readonly accountId: string | undefined;
  /** ms since 1970 by the product's clock; undefined for keys that do not expire. */
  readonly expiresAt: number | undefined;
}

/** For whom a session is made, if it has to be made. */
export interface SessionScope {
  readonly runId: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly observer: CallObserver | undefined;
}

/** Somebody to call AWS as. */
export interface Principal {
  readonly accountId: string | undefined;
  readonly quotaAccount: string;
  session(scope: SessionScope): Promise<Session>;
  /** AWS refused this session as expired: the next one is made anew. */
  discard(session: Session): void;
}

/** Left over when a session is taken for used up, in ms. */
export const renewBeforeMs = 5 * 60_000;
