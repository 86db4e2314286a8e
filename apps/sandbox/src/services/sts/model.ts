import type { Tag } from '../iam/model.js';

/** Temporary credentials and what is bound to them. Times are ms of sandbox time. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly token: string;
  readonly accountId: string;
  readonly expiresAt: number;
  readonly issuedAt: number;
  /** A role's session, or a user's own (GetSessionToken). */
  readonly holder: { readonly kind: 'role' | 'user'; readonly name: string; readonly id: string; readonly arn: string };
  readonly sessionName: string;
  readonly sourceIdentity?: string;
  readonly tags: readonly Tag[];
  readonly transitiveTagKeys: readonly string[];
  /** Session policies as one document; absent when none were passed. */
  readonly policy?: string;
}

export interface StsState {
  /** When expired sessions were last forgotten. */
  sweptAt: number;
  readonly sessions: Record<string, Session>;
  /** Public keys of OIDC issuers, by issuer URL, given through the control API. */
  readonly issuers: Record<string, readonly Record<string, unknown>[]>;
}
