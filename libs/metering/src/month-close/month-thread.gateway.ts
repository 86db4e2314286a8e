import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DomainError } from '@orgledger/kernel';
import type { Clock, ErrorDetails } from '@orgledger/kernel';
import type { MonthTask, MonthTasks } from './month-tasks.gateway.js';

/** What the thread opens for itself. */
export interface ThreadFiles {
  readonly eventsFile: string;
  readonly viewsFile: string;
}

export interface TaskRequest {
  readonly id: number;
  readonly task: MonthTask;
  readonly input: Parameters<MonthTasks[MonthTask]>[0];
  /** Milliseconds since 1970 by the process's clock: the thread goes on from there. */
  readonly now: number;
}

export type TaskAnswer =
  | { readonly id: number; readonly result: unknown }
  | {
      readonly id: number;
      readonly error: { readonly code?: string; readonly message: string; readonly details?: ErrorDetails; readonly stack?: string };
    };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const program = join(__dirname, 'month-worker.gateway.js');

/** False where the program runs from its source, as tests do: a thread needs a compiled file. */
export const threadsArePossible = (): boolean => existsSync(program);

/**
 * Month tasks in a thread with store handles of its own, so that this one goes on answering. The thread starts with the first task; when it
 * dies its tasks fail, and the next one starts another.
 */
export class MonthThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private stopped = false;

  readonly tasks: MonthTasks = {
    close: (input) => this.run('close', input) as ReturnType<MonthTasks['close']>,
    restate: (input) => this.run('restate', input) as ReturnType<MonthTasks['restate']>,
    preview: (input) => this.run('preview', input) as ReturnType<MonthTasks['preview']>,
    previewStatement: (input) => this.run('previewStatement', input) as ReturnType<MonthTasks['previewStatement']>,
    verify: (input) => this.run('verify', input) as ReturnType<MonthTasks['verify']>,
    reconcile: (input) => this.run('reconcile', input) as ReturnType<MonthTasks['reconcile']>,
  };

  constructor(
    private readonly files: ThreadFiles,
    private readonly clock: Clock,
  ) {}

  /** Ends the thread where it is: what it was doing goes on from the log at the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.worker?.terminate();
  }

  private run(task: MonthTask, input: TaskRequest['input']): Promise<unknown> {
    if (this.stopped) return Promise.reject(new Error('the process is stopping'));
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      const request: TaskRequest = { id, task, input, now: this.clock.now().getTime() };
      (this.worker ??= this.begin()).postMessage(request);
    });
  }

  private begin(): Worker {
    const worker = new Worker(program, { workerData: this.files });
    worker.on('message', (answer: TaskAnswer) => this.settle(answer));
    worker.once('error', (error: Error) => this.fail(worker, error));
    worker.once('exit', (code) => this.fail(worker, new Error(`the month thread ended with code ${code}`)));
    return worker;
  }

  private settle(answer: TaskAnswer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('result' in answer) waiting?.resolve(answer.result);
    else waiting?.reject(revived(answer.error));
  }

  private fail(worker: Worker, error: Error): void {
    if (this.worker === worker) this.worker = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

const revived = ({ code, message, details, stack }: Extract<TaskAnswer, { error: unknown }>['error']): Error => {
  const error = code === undefined ? new Error(message) : new DomainError(code, message, details);
  if (stack !== undefined) error.stack = stack;
  return error;
};
