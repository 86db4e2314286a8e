import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** What the thread opens for itself, and the projections that it brings up to the log. */
export interface CatchUpOrder {
  readonly eventsFile: string;
  readonly viewsFile: string;
  readonly projections: readonly string[];
}

const program = join(__dirname, 'catch-up.program.js');

/** False where the program runs from its source, as tests do: a thread needs a compiled file. */
export const canCatchUpInThread = (): boolean => existsSync(program);

/** Resolves when the thread has brought the projections up to the log, or `signal` has ended it; rejects when it dies. Where it stopped, another goes on. */
export const catchUpInThread = (order: CatchUpOrder, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: order });
    const end = (): void => void worker.terminate();
    signal.addEventListener('abort', end, { once: true });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', end);
      if (code === 0 || signal.aborted) resolve();
      else reject(new Error(`the thread that brings read models up to the log ended with code ${code}`));
    });
  });
