import { join } from 'node:path';
import type { OnModuleDestroy } from '@nestjs/common';
import type { EventStore } from '@orgledger/event-store';
import type { Clock } from '@orgledger/kernel';
import type { ViewsDatabase } from '@orgledger/projections';
import { monthTasks } from './month-tasks.gateway.js';
import type { MonthTasks } from './month-tasks.gateway.js';
import { MonthThread, threadsArePossible } from './month-thread.gateway.js';

/** Injection token of MonthWork. */
export const MONTH_WORK = Symbol('MonthWork');

/** The month tasks of a process: in a thread over the files of its data folder, or in this one where there is no folder or no compiled program. */
export class MonthWork implements OnModuleDestroy {
  readonly tasks: MonthTasks;
  private readonly thread: MonthThread | undefined;

  constructor(store: EventStore, views: ViewsDatabase, clock: Clock, dataDir?: string) {
    this.thread =
      dataDir !== undefined && threadsArePossible()
        ? new MonthThread({ eventsFile: join(dataDir, 'events.sqlite'), viewsFile: join(dataDir, 'views.sqlite') }, clock)
        : undefined;
    this.tasks = this.thread?.tasks ?? monthTasks(store, views, clock);
  }

  async onModuleDestroy(): Promise<void> {
    await this.thread?.stop();
  }
}
