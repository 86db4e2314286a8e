import { ConcurrencyConflict } from '../../src/index.js';
import type { EventStore, Recorded } from '../../src/index.js';
import type { DefineCase } from '../case-table.js';
import { anEvent, collect, eventsOf, followUntil, required, someEvents } from '../contract-fixture.js';
import type { ProcessRequest } from '../contract-fixture.js';

const writers = Array.from({ length: 50 }, (_, index) => index);

const incrementOnce = async (store: EventStore): Promise<void> => {
  for (;;) {
    const { events } = await store.readStream('thing-a', { direction: 'backward', limit: 1 });
    const last = events[0];
    const n = (last?.data as { n: number } | undefined)?.n ?? 0;
    try {
      await store.append('thing-a', last?.revision ?? 'no_stream', [anEvent('Counted', { n: n + 1 })]);
      return;
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict)) throw error;
      for (let turns = Math.random() * 20; turns > 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }
};

const expectDense = (events: readonly Recorded[]): void => {
  const next = new Map<string, bigint>();
  for (const { stream, revision } of events) {
    expect([stream, revision]).toEqual([stream, next.get(stream) ?? 0n]);
    next.set(stream, revision + 1n);
  }
};

export const concurrencyCases = (define: DefineCase): void => {
  define('19. of 50 writers that expect the same revision one succeeds and 49 conflict', async ({ store }) => {
    await store.append('thing-a', 'no_stream', [anEvent()]);
    const outcomes = await Promise.allSettled(writers.map(() => store.append('thing-a', 0n, [anEvent()])));
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(49);
    for (const error of refused) expect(error).toMatchObject({ name: 'ConcurrencyConflict', actual: 1n });
    expect((await store.readStream('thing-a')).events).toHaveLength(2);
  });

  define('20. 50 writers make 20 increments each and none is lost', async ({ store }) => {
    await Promise.all(
      writers.map(async () => {
        for (let turn = 0; turn < 20; turn += 1) await incrementOnce(store);
      }),
    );
    const { events } = await store.readStream('thing-a');
    expect(events.map(({ data }) => (data as { n: number }).n)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1));
  });

  define('21. 50 writers with any leave dense revisions', async ({ store }) => {
    await Promise.all(writers.map(() => store.append('thing-a', 'any', someEvents(2))));
    const { events } = await store.readStream('thing-a');
    expect(events).toHaveLength(100);
    expectDense(events);
  });

  define(
    '22. three processes append to 200 streams: all is there, dense per stream, and a reader at the tail skips nothing',
    async ({ store, appendInProcess }) => {
      const requests = (writer: number): ProcessRequest[] =>
        Array.from({ length: 200 }, (_, stream) => ({ stream: `thing-${stream}`, expected: 'any', events: [anEvent('Happened', { writer })] }));
      const following = followUntil(store, { after: 'start' }, (found) => eventsOf(found).length >= 600);
      const children = [0, 1, 2].map((writer) => required(appendInProcess, 'appendInProcess')(requests(writer), 8));
      await Promise.all(children.map(({ ended }) => ended));
      const stored = await collect(store.readAll());
      expect(stored).toHaveLength(600);
      expectDense(stored);
      expect(eventsOf(await following).map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
      for (const { lines } of children) expect(lines).toHaveLength(200);
    },
    { needs: ({ multiProcess }) => multiProcess },
  );

  define('24. the order of a stream in the whole log is the order of its revisions', async ({ store }) => {
    await Promise.all(writers.map((_, index) => store.append(`thing-${index % 5}`, 'any', someEvents(3))));
    const stored = await collect(store.readAll());
    expect(stored).toHaveLength(150);
    expectDense(stored);
    for (const [index, event] of stored.entries())
      if (index > 0) expect(store.comparePositions(event.position, stored[index - 1]?.position ?? event.position)).toBe(1);
  });

  define(
    '25. conflicts and undone transactions do not hold up the tail',
    async ({ store }) => {
      await store.append('thing-a', 'no_stream', [anEvent('Happened', { n: 0 }, { id: '00000000-0000-4000-8000-000000000000' })]);
      const following = followUntil(store, { after: 'start' }, (found) => eventsOf(found).length === 21);
      for (let n = 0; n < 10; n += 1) {
        // The second append's id is taken, so what it wrote is undone; the first conflicts; the third must come through at once.
        const outcomes = await Promise.allSettled([
          store.append('thing-a', 'no_stream', [anEvent()]),
          store.append('thing-a', BigInt(n), [anEvent(), anEvent('Happened', { n: 0 }, { id: '00000000-0000-4000-8000-000000000000' })]),
          store.append(`thing-b${n}`, 'no_stream', [anEvent()]),
          store.append('thing-a', BigInt(n), [anEvent()]),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
      }
      const appended = Date.now();
      expect(eventsOf(await following)).toHaveLength(21);
      expect(Date.now() - appended).toBeLessThan(1_000);
    },
    { needs: ({ strictIdUniqueness }) => strictIdUniqueness },
  );

  define(
    '28. two processes on one file: no lock error escapes and no write is lost',
    async ({ store, appendInProcess }) => {
      const requests = (writer: string): ProcessRequest[] =>
        Array.from({ length: 150 }, (_, n) => ({ stream: `thing-${writer}`, expected: n === 0 ? 'no_stream' : String(n - 1), events: [anEvent()] }));
      const children = ['a', 'b'].map((writer) => required(appendInProcess, 'appendInProcess')(requests(writer), 1));
      for (let n = 0n; n < 150n; n += 1n) await store.append('thing-c', n === 0n ? 'no_stream' : n - 1n, [anEvent()]);
      await Promise.all(children.map(({ ended }) => ended));
      for (const writer of ['a', 'b', 'c']) expect((await store.readStream(`thing-${writer}`)).events).toHaveLength(150);
    },
    { needs: ({ multiProcess }) => multiProcess },
  );
};
