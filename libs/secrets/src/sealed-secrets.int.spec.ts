import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSealedSecrets, SecretUnreadable } from './index.js';
import type { SealedSecrets } from './index.js';

describe('sealed secrets', () => {
  let directory: string;
  let secrets: SealedSecrets;
  const files = () => ({ file: join(directory, 'secrets.sqlite'), masterKeyFile: join(directory, 'secrets.key') });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'orgledger-secrets-'));
    secrets = openSealedSecrets(files());
  });
  afterEach(async () => {
    await secrets.close();
    rmSync(directory, { recursive: true });
  });

  it('give back what was put last, and nothing once forgotten', async () => {
    await secrets.put('a', 'first secret');
    await secrets.put('a', 'second secret');
    await secrets.put('b', 'other secret');
    expect([await secrets.get('a'), await secrets.get('b'), await secrets.get('c')]).toEqual(['second secret', 'other secret', undefined]);
    expect([await secrets.forget('a'), await secrets.forget('a'), await secrets.get('a')]).toEqual([true, false, undefined]);
  });

  it('are not readable in the file, even after they were replaced', async () => {
    await secrets.put('a', 'a-very-telling-secret');
    await secrets.put('a', 'another-telling-secret');
    const content = readFileSync(files().file).toString('latin1');
    expect(content).not.toContain('telling');
    expect(statSync(files().masterKeyFile).mode & 0o077).toBe(0);
  });

  it('are shared by the processes of one installation', async () => {
    const other = openSealedSecrets(files());
    await other.put('a', 'from the other process');
    expect(await secrets.get('a')).toBe('from the other process');
    await other.close();
  });

  it('do not open with another master key, and say what to do', async () => {
    await secrets.put('a', 'secret');
    writeFileSync(files().masterKeyFile, Buffer.alloc(32, 7).toString('base64'));
    await expect(secrets.get('a')).rejects.toThrow(SecretUnreadable);
    await expect(secrets.get('a')).rejects.toThrow('restore the master key');
    writeFileSync(files().masterKeyFile, 'short');
    await expect(secrets.put('b', 'secret')).rejects.toThrow('does not hold a master key');
  });
});
