/**
 * Secrets that people gave once: written, used by workers, never shown, and kept outside the events. Each is encrypted with a key of its
 * own, which is encrypted with the installation's master key.
 */
export interface SealedSecrets {
  /** Adds the secret or replaces the one under this id. */
  put(id: string, secret: string): Promise<void>;
  /** Undefined when there is none. Throws SecretUnreadable when the master key is not the one it was sealed with. */
  get(id: string): Promise<string | undefined>;
  /** True when there was one. */
  forget(id: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Injection token of the one SealedSecrets of a process. */
export const SEALED_SECRETS = Symbol('SealedSecrets');

export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';

  constructor(id: string) {
    super(`The secret ${id} cannot be decrypted: restore the master key that it was sealed with, or enter the secret again.`);
  }
}
