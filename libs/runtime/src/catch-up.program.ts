import { workerData } from 'node:worker_threads';
import { openSqliteEventStore } from '@orgledger/event-store';
import { systemClock } from '@orgledger/kernel';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import type { CatchUpOrder } from './catch-up-thread.js';
import { readModels } from './read-models.js';

const lookEveryMs = 60_000;

/** Brings projections up to the log over handles of its own, then ends. One that fails is left to the process, which reports it. */
const catchUp = async ({ eventsFile, viewsFile, projections: names }: CatchUpOrder): Promise<void> => {
  const store = openSqliteEventStore({ file: eventsFile });
  const views = openViews({ file: viewsFile });
  const runner = new ProjectionRunner({ store, views, clock: systemClock, projections: readModels.filter(({ name }) => names.includes(name)) });
  await runner.start();
  const failed = (): boolean => runner.status().some(({ state }) => state === 'failed');
  while (!(await runner.waitFor(await store.head(), { timeoutMs: lookEveryMs })) && !failed());
  await runner.stop();
  await views.close();
  await store.close();
};

void catchUp(workerData as CatchUpOrder);
