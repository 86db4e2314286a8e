import { readFileSync } from 'node:fs';
import { openSqliteEventStore } from '@orgledger/event-store';
import { systemClock } from '@orgledger/kernel';
import { openViews, ProjectionRunner } from '../../src/index.js';
import { totalsProjection } from '../totals-projection.js';

interface Input {
  readonly events: string;
  readonly views: string;
  readonly version: number;
  readonly factor: number;
  /** Keep on after the end of the log was reached. */
  readonly stay: boolean;
}

const input = JSON.parse(readFileSync(0, 'utf8')) as Input;

const run = async (): Promise<void> => {
  const store = openSqliteEventStore({ file: input.events });
  const views = openViews({ file: input.views });
  const projections = [totalsProjection(input.version, input.factor)];
  const runner = new ProjectionRunner({ store, views, clock: systemClock, projections, takeoverMs: 500 });
  await runner.start();
  const isVisible = await runner.waitFor(await store.head(), { timeoutMs: 20_000 });
  process.stdout.write(`${JSON.stringify({ visible: isVisible, status: runner.status() })}\n`);
  if (input.stay) return;
  await runner.stop();
  await views.close();
  await store.close();
};

void run();
