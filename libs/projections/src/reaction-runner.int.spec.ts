import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryEventStore } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { anEvent, someEvents } from '@orgledger/event-store/testing';
import type { Clock } from '@orgledger/kernel';
import { systemClock } from '@orgledger/kernel';
import { openViews, ReactionRunner } from './index.js';
import type { Reaction, ReactionStatus, ViewsDatabase } from './index.js';

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};

describe('ReactionRunner', () => {
  let directory: string;
  let store: EventStore;
  let views: ViewsDatabase;
  const started: ReactionRunner[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'orgledger-reactions-'));
    store = createMemoryEventStore();
    views = openViews({ file: join(directory, 'views.sqlite') });
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((runner) => runner.stop()));
    await views.close();
    rmSync(directory, { recursive: true });
  });

  const start = async (reaction: Omit<Reaction, 'name' | 'filter'>, more: { clock?: Clock; onFailure?: (status: ReactionStatus) => void } = {}) => {
    const reactions = [{ name: 'healing', filter: { categories: ['thing'] }, ...reaction }];
    const runner = new ReactionRunner({ store, views, clock: systemClock, reactions, ...more });
    started.push(runner);
    await runner.start();
    return runner;
  };

  it('goes on after a restart where it had finished', async () => {
    await store.append('thing-a', 'no_stream', someEvents(5));
    const seen: bigint[] = [];
    const handle = ({ revision }: { revision: bigint }): Promise<void> => {
      seen.push(revision);
      return Promise.resolve();
    };
    const first = await start({ handle });
    await until(() => first.status()[0]?.state === 'live');
    await first.stop();
    await store.append('thing-a', 4n, someEvents(2));
    await start({ handle });
    await until(() => seen.length === 7);
    expect(seen).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n]);
  });

  it('repeats a failing handler with growing waits, reports each attempt and skips nothing', async () => {
    const waits: number[] = [];
    const clock: Clock = { now: () => systemClock.now(), wait: (ms) => Promise.resolve(void waits.push(ms)) };
    const reports: ReactionStatus[] = [];
    const handled: bigint[] = [];
    let failures = 4;
    await store.append('thing-a', 'no_stream', someEvents(3));
    const runner = await start(
      {
        handle: ({ revision }) => {
          if (revision === 1n && failures-- > 0) return Promise.reject(new Error('not now'));
          handled.push(revision);
          return Promise.resolve();
        },
      },
      { clock, onFailure: (status) => reports.push(status) },
    );
    await until(() => handled.length === 3);
    expect(handled).toEqual([0n, 1n, 2n]);
    expect(waits.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
    expect(reports.map(({ state, error }) => [state, error?.attempts, error?.message])).toEqual([1, 2, 3, 4].map((n) => ['retrying', n, 'not now']));
    await until(() => runner.status()[0]?.state === 'live');
    expect(runner.status()[0]?.error).toBeUndefined();
  });

  it('handles an event again when the process ended before its position was stored', async () => {
    await store.append('thing-a', 'no_stream', someEvents(1));
    let entered = 0;
    const first = await start({
      handle: (_, signal) => {
        entered += 1;
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
      },
    });
    await until(() => entered === 1);
    await first.stop();
    await start({
      handle: () => {
        entered += 1;
        return Promise.resolve();
      },
    });
    await until(() => entered === 2);
    expect(entered).toBe(2);
  });

  it('may begin at the end of the log', async () => {
    await store.append('thing-a', 'no_stream', someEvents(5));
    const seen: string[] = [];
    await start({
      from: 'end',
      handle: ({ stream }) => {
        seen.push(stream);
        return Promise.resolve();
      },
    });
    await store.append('thing-b', 'no_stream', [anEvent()]);
    await until(() => seen.length > 0);
    expect(seen).toEqual(['thing-b']);
  });
});
