import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessKey } from '../../test/support/apply-policies.js';
import type { Calendar } from './calendar.js';

/** What the quickstart must remember to go on with the same data. The folder is readable by its owner only. */
export interface LabMemory {
  readonly apiKey?: string;
  readonly credentials?: AccessKey;
  readonly metering?: AccessKey;
  readonly calendar?: Calendar;
}

/** The folder of one quickstart: the sandbox's organisation, the platform's data, and the keys between them. */
export const openLabFolder = (folder: string, fresh: boolean) => {
  if (fresh) rmSync(folder, { recursive: true, force: true });
  const resumed = existsSync(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const memoryFile = join(folder, 'lab.json');
  const read = (): LabMemory => (existsSync(memoryFile) ? (JSON.parse(readFileSync(memoryFile, 'utf8')) as LabMemory) : {});
  return {
    resumed,
    sandboxState: join(folder, 'sandbox.json'),
    platformData: join(folder, 'platform'),
    read,
    remember: (more: LabMemory): void => writeFileSync(memoryFile, JSON.stringify({ ...read(), ...more }), { mode: 0o600 }),
  };
};
