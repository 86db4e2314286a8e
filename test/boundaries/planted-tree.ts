import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const root = join(__dirname, '..', '..');

/** A small tree elsewhere, under the project's own rule files, with the given files planted in it. Removed by `remove`. */
export const plantTree = (files: Readonly<Record<string, string>>): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'orgledger-planted-'));
  for (const name of ['tsconfig.json', '.dependency-cruiser.cjs', 'eslint.config.mjs', 'package.json']) cpSync(join(root, name), join(path, name));
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
