import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface ChildRun {
  /** JSON lines the child has printed so far. */
  readonly lines: readonly unknown[];
  /** How it ended: exit code or signal. */
  readonly ended: Promise<number | string>;
  kill(): void;
}

/** Starts a TypeScript program in a process of its own, with `input` as JSON on its standard input. `killAt`: see kill-at-statement.cjs. */
export const startProgram = (program: string, input: object, killAt?: string): ChildRun => {
  const preloads = [join(__dirname, 'run-typescript.cjs'), ...(killAt === undefined ? [] : [join(__dirname, 'kill-at-statement.cjs')])];
  const child = spawn(process.execPath, [...preloads.flatMap((file) => ['--require', file]), program], {
    env: { ...process.env, ...(killAt !== undefined && { KILL_AT: killAt }) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A child killed early does not read it all.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(input));
  const lines: unknown[] = [];
  let rest = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const complete = (rest + chunk.toString()).split('\n');
    rest = complete.pop() ?? '';
    lines.push(...complete.map((line): unknown => JSON.parse(line)));
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = new Promise<number | string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code !== null && code !== 0) reject(new Error(`${program} ended with ${code}:\n${errors}`));
      else resolve(signal ?? 0);
    });
  });
  return { lines, ended, kill: () => void child.kill('SIGKILL') };
};
