import { createHash, timingSafeEqual } from 'node:crypto';
import { isUuid } from '@orgledger/kernel';
import type { Decider, DomainCommand, DomainEvent } from '@orgledger/kernel';
import type { PlatformRole } from '../permissions.js';

export interface ApiKeyCreated extends DomainEvent {
  readonly type: 'ApiKeyCreated';
  readonly keyId: string;
  /** SHA-256 of the secret, hex. Right for 32 random bytes; a password would need a slow hash. */
  readonly secretHash: string;
  readonly role: PlatformRole;
}

export interface ApiKeyRevoked extends DomainEvent {
  readonly type: 'ApiKeyRevoked';
  readonly keyId: string;
}

export type ApiKeyEvent = ApiKeyCreated | ApiKeyRevoked;

export type ApiKeyCommand = DomainCommand &
  (
    | { readonly type: 'CreateApiKey'; readonly keyId: string; readonly secretHash: string; readonly role: PlatformRole }
    | { readonly type: 'RevokeApiKey'; readonly keyId: string }
  );

export type ApiKey =
  | { readonly status: 'none' }
  | { readonly status: 'active'; readonly keyId: string; readonly secretHash: string; readonly role: PlatformRole }
  | { readonly status: 'revoked' };

export const apiKeyDecider: Decider<ApiKeyCommand, ApiKey, ApiKeyEvent> = {
  initial: { status: 'none' },
  decide: (command, state) => {
    switch (command.type) {
      case 'CreateApiKey':
        // Whoever comes second must not learn a secret that opens nothing: only the creating command's caller gets events.
        return state.status === 'none' ? [{ type: 'ApiKeyCreated', keyId: command.keyId, secretHash: command.secretHash, role: command.role }] : [];
      case 'RevokeApiKey':
        return state.status === 'active' ? [{ type: 'ApiKeyRevoked', keyId: command.keyId }] : [];
    }
  },
  evolve: (state, event): ApiKey => {
    switch (event.type) {
      case 'ApiKeyCreated':
        return { status: 'active', keyId: event.keyId, secretHash: event.secretHash, role: event.role };
      case 'ApiKeyRevoked':
        return { status: 'revoked' };
      default:
        return state;
    }
  },
};

export const apiKeyStream = (keyId: string): string => `apikey-${keyId}`;

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** `orgledger_<key id>_<secret>`: the prefix lets secret scanners find a leaked key, the id finds its stream. */
export const formatApiKey = (keyId: string, secret: string): string => `orgledger_${keyId}_${secret}`;

export const parseApiKey = (text: string): { readonly keyId: string; readonly secret: string } | undefined => {
  const [, keyId = '', secret = ''] = /^orgledger_([0-9a-f-]{36})_([\w-]{43})$/.exec(text) ?? [];
  return isUuid(keyId) ? { keyId, secret } : undefined;
};

/** Compares in constant time. */
export const opens = (key: ApiKey, secret: string): boolean =>
  key.status === 'active' && timingSafeEqual(Buffer.from(key.secretHash, 'hex'), createHash('sha256').update(secret).digest());
