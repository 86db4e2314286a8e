import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface StartedChild<Ready> {
  readonly process: ChildProcess;
  /** The first line of JSON that the child printed. */
  readonly ready: Ready;
  /** Exit code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
  /** Everything on its standard error so far. */
  readonly log: () => string;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface ChildOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly nodeArguments?: readonly string[];
  /** Where its standard error goes beside `log()`. */
  readonly onLog?: (text: string) => void;
}

const keptLog = 200_000;

/** Starts a built program of this project with Node and waits for its first line of JSON; rejects with its log when it ends before. */
export const startChild = async <Ready>(
  script: string,
  scriptArguments: readonly string[],
  options: ChildOptions = {},
): Promise<StartedChild<Ready>> => {
  const child = spawn(process.execPath, [...(options.nodeArguments ?? []), script, ...scriptArguments], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutAmbientAws(process.env), ...options.env },
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log = (log + chunk).slice(-keptLog);
    options.onLog?.(chunk);
  });
  const exited = new Promise<number | NodeJS.Signals>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code ?? 0)));
  const ready = await new Promise<Ready>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as Ready);
    });
    child.once('error', reject);
    void exited.then((how) => reject(new Error(`${script} ended (${how}) before it was ready:\n${log}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return { process: child, ready, exited, log: () => log, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
};

const withoutAmbientAws = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')));
