import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { SecretUnreadable } from './sealed-secrets.js';
import type { SealedSecrets } from './sealed-secrets.js';

export interface SealedSecretsOptions {
  /** Path of the file of sealed secrets; made when it is not there. */
  readonly file: string;
  /** File with the master key: 32 bytes, base64. Made when it is not there, readable by this user alone. Keep it apart from backups of the data. */
  readonly masterKeyFile: string;
}

const cipher = 'aes-256-gcm';
const [keyBytes, nonceBytes, tagBytes] = [32, 12, 16];

interface SealedRow {
  readonly wrapped_key: Uint8Array;
  readonly sealed: Uint8Array;
}

/** Nonce, ciphertext, tag. `about` is authenticated with it: a row copied under another id does not open. */
const seal = (key: Uint8Array, content: Uint8Array, about: string): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, encryption.update(content), encryption.final(), encryption.getAuthTag()]);
};

const open = (key: Uint8Array, sealed: Uint8Array, about: string): Buffer => {
  const bytes = Buffer.from(sealed);
  const decryption = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes)).setAAD(Buffer.from(about));
  decryption.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  return Buffer.concat([decryption.update(bytes.subarray(nonceBytes, bytes.length - tagBytes)), decryption.final()]);
};

class SqliteSealedSecrets implements SealedSecrets {
  constructor(
    private readonly db: DatabaseSync,
    private readonly masterKeyFile: string,
  ) {}

  put(id: string, secret: string): Promise<void> {
    return this.run(() => {
      const key = randomBytes(keyBytes);
      this.db
        .prepare(
          `INSERT INTO secrets (id, wrapped_key, sealed) VALUES (?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET wrapped_key = excluded.wrapped_key, sealed = excluded.sealed`,
        )
        .run(id, seal(this.masterKey(), key, id), seal(key, Buffer.from(secret, 'utf8'), id));
    });
  }

  get(id: string): Promise<string | undefined> {
    return this.run(() => {
      const row = this.db.prepare('SELECT wrapped_key, sealed FROM secrets WHERE id = ?').get(id) as unknown as SealedRow | undefined;
      if (!row) return undefined;
      try {
        return open(open(this.masterKey(), row.wrapped_key, id), row.sealed, id).toString('utf8');
      } catch {
        throw new SecretUnreadable(id);
      }
    });
  }

  forget(id: string): Promise<boolean> {
    return this.run(() => this.db.prepare('DELETE FROM secrets WHERE id = ?').run(id).changes > 0);
  }

  close(): Promise<void> {
    return this.run(() => this.db.close());
  }

  private masterKey(): Buffer {
    const key = readOrMake(this.masterKeyFile);
    if (key.length !== keyBytes) throw new Error(`${this.masterKeyFile} does not hold a master key: it must be ${keyBytes} bytes in base64.`);
    return key;
  }

  private run<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve) => resolve(work()));
  }
}

/** Two processes that start at once end with one key: the file appears whole, under its name, or it was there. */
const readOrMake = (file: string): Buffer => {
  try {
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
};

export const openSealedSecrets = ({ file, masterKeyFile }: SealedSecretsOptions): SealedSecrets => {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  // A replaced or forgotten secret leaves nothing readable behind in the file.
  db.exec('PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL');
  db.exec('CREATE TABLE IF NOT EXISTS secrets (id TEXT PRIMARY KEY, wrapped_key BLOB NOT NULL, sealed BLOB NOT NULL) STRICT');
  return new SqliteSealedSecrets(db, masterKeyFile);
};
