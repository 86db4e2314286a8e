import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteEventStore } from '@orgledger/event-store';
import { DomainError, systemClock } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { openViews } from '@orgledger/projections';
import { monthTasks } from './month-tasks.gateway.js';
import type { TaskAnswer, TaskRequest, ThreadFiles } from './month-thread.gateway.js';

/** The process's clock as it was when the task came; from there on the wall's pace. */
class TaskClock implements Clock {
  private offset = 0;

  set(now: number): void {
    this.offset = now - systemClock.now().getTime();
  }

  now(): Date {
    return new Date(systemClock.now().getTime() + this.offset);
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.wait(ms, signal);
  }
}

const errorOf = (error: unknown): Extract<TaskAnswer, { error: unknown }>['error'] =>
  error instanceof DomainError
    ? { code: error.code, message: error.message, details: error.details }
    : error instanceof Error
      ? { message: error.message, ...(error.stack === undefined ? {} : { stack: error.stack }) }
      : { message: String(error) };

/** Body of the month thread: one task after the other, over handles of its own. */
export const serveMonthTasks = (port: NonNullable<typeof parentPort>, files: ThreadFiles): void => {
  const clock = new TaskClock();
  const store = openSqliteEventStore({ file: files.eventsFile, clock });
  const tasks = monthTasks(store, openViews({ file: files.viewsFile }), clock);
  let last: Promise<void> = Promise.resolve();
  port.on('message', ({ id, task, input, now }: TaskRequest) => {
    last = last.then(async () => {
      clock.set(now);
      const answer = await tasks[task](input as never).then(
        (result): TaskAnswer => ({ id, result }),
        (error: unknown): TaskAnswer => ({ id, error: errorOf(error) }),
      );
      port.postMessage(answer);
    });
  });
};

if (parentPort) serveMonthTasks(parentPort, workerData as ThreadFiles);
