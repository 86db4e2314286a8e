import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type QuotaTable = Readonly<Record<string, unknown>>;

/** Reads `config/aws-quotas.json` from the nearest folder above this file that holds it: sources and build differ in depth. */
export const readQuotaTable = (from = __dirname): QuotaTable => {
  const file = join(from, 'config', 'aws-quotas.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as QuotaTable;
  if (dirname(from) === from) throw new Error('config/aws-quotas.json was not found above the sandbox. Run it from the repository.');
  return readQuotaTable(dirname(from));
};
