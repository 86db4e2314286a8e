import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SandboxIdentity } from '../../../apps/sandbox/src/sandbox.js';

const unhurried = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unhurried(member)]));
  return 'rate' in members ? { ...members, rate: 1e6, burst: 1e6 } : members;
};

/** CPU seconds of a process, user and system. Linux counts in hundredths of a second. */
const cpuSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

export interface MeasuredSandbox {
  readonly identity: SandboxIdentity;
  /** CPU seconds of the sandbox's process so far. */
  readonly cpu: () => number;
  readonly control: <T>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<T>;
}

/** A sandbox of its own process whose quotas hurry nobody, for as long as the work takes. */
export const withSandbox = async (options: readonly string[], work: (sandbox: MeasuredSandbox) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-bench-'));
  const quotas = join(folder, 'quotas.json');
  writeFileSync(quotas, JSON.stringify(unhurried(JSON.parse(readFileSync(join(process.cwd(), 'config/aws-quotas.json'), 'utf8')))));
  const child = spawn(process.execPath, ['dist/apps/sandbox/src/main.js', '--port', '0', '--quotas', quotas, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
    const identity = JSON.parse(line) as SandboxIdentity;
    await work({
      identity,
      cpu: () => cpuSeconds(child.pid ?? 0),
      control: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
        const answer = await fetch(`${identity.endpoint}/_sandbox${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
        if (!answer.ok) throw new Error(await answer.text());
        return (await answer.json()) as T;
      },
    });
  } finally {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
};
