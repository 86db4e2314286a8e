import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { InvalidPosition } from '../../src/index.js';
import type { Delivery, Position } from '../../src/index.js';
import type { DefineCase } from '../case-table.js';
import { anEvent, collect, eventsOf, followUntil, isCaughtUp, positionOf, someEvents } from '../contract-fixture.js';

const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
};

export const subscriptionCases = (define: DefineCase): void => {
  define('35. catch-up goes over into live without gap or duplicate, with one caughtUp', async ({ store }) => {
    await store.append('thing-a', 'no_stream', someEvents(200));
    const following = followUntil(
      store,
      { after: 'start' },
      (found) => eventsOf(found).length === 1_200 && found.some(({ kind }) => kind === 'caughtUp'),
    );
    for (let n = 0; n < 1_000; n += 1) {
      if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      await store.append('thing-b', 'any', [anEvent()]);
    }
    const deliveries = await following;
    const stored = (await collect(store.readAll())).map(({ id }) => id);
    expect(eventsOf(deliveries).map(({ id }) => id)).toEqual(stored);
    expect(deliveries.filter(({ kind }) => kind === 'caughtUp')).toHaveLength(1);
  });

  define('36. resuming from any delivered position gives exactly the rest', async ({ store }) => {
    await store.append('thing-a', 'no_stream', someEvents(12));
    await store.append('other-a', 'no_stream', someEvents(5));
    const all = eventsOf(await followUntil(store, { after: 'start' }, isCaughtUp));
    expect(all).toHaveLength(17);
    for (const [index, { position }] of all.entries()) {
      const rest = eventsOf(await followUntil(store, { after: position }, isCaughtUp));
      expect(rest.map(({ id }) => id)).toEqual(all.slice(index + 1).map(({ id }) => id));
    }
    expect(eventsOf(await followUntil(store, { after: 'end' }, isCaughtUp))).toEqual([]);
  });

  define(
    '37. a filter that matches nothing in 10,000 events still moves its checkpoint, and a restart does not read them again',
    async ({ store }) => {
      for (let start = 0; start < 10_000; start += 500) await store.append('other-a', start === 0 ? 'no_stream' : BigInt(start - 1), someEvents(500));
      const filter = { categories: ['thing'] };
      const deliveries = await followUntil(store, { after: 'start', filter }, isCaughtUp);
      expect(eventsOf(deliveries)).toEqual([]);
      const caughtUp = deliveries.at(-1);
      expect(caughtUp && positionOf(caughtUp)).toBe(await store.head());
      const resumed = await followUntil(store, { after: await store.head(), filter }, isCaughtUp);
      expect(resumed.map(({ kind }) => kind)).toEqual(['caughtUp']);
      // Live too: what the filter passes over is seen as passed.
      const live = followUntil(store, { after: await store.head(), filter }, (found) => found.at(-1)?.kind === 'checkpoint');
      const { position } = await store.append('other-a', 9_999n, [anEvent()]);
      const marker = (await live).at(-1);
      expect(marker && positionOf(marker)).toBe(position);
    },
  );

  define('38. a marker never stands before an event it covers, however slow the consumer', async ({ store }) => {
    for (let n = 0; n < 40; n += 1) await store.append(`${n % 3 === 0 ? 'thing' : 'other'}-${n}`, 'no_stream', [anEvent()]);
    const filter = { categories: ['thing'] };
    const expected = (await collect(store.readAll({ filter }))).map(({ position }) => position);
    const stop = new AbortController();
    const seen: Position[] = [];
    for await (const delivery of store.subscribe({ after: 'start', filter, signal: stop.signal })) {
      await new Promise((resolve) => setImmediate(resolve));
      if (delivery.kind === 'event') seen.push(delivery.event.position);
      const covered = expected.filter((position) => store.comparePositions(position, positionOf(delivery)) <= 0);
      expect(seen).toEqual(covered);
      if (delivery.kind === 'caughtUp') stop.abort();
    }
    expect(seen).toEqual(expected);
  });

  define('39. a subscription that broke goes on from the committed checkpoint and loses nothing', async ({ store, reopen }) => {
    await store.append('thing-a', 'no_stream', someEvents(20));
    let committed: Position | 'start' = 'start';
    const handled: string[] = [];
    const first = await followUntil(store, { after: committed }, (found) => eventsOf(found).length === 7);
    for (const event of eventsOf(first).slice(0, 5)) {
      handled.push(event.id);
      committed = event.position;
    }
    if (reopen) await store.close();
    const restarted = reopen ? reopen() : store;
    await restarted.append('thing-a', 19n, [anEvent()]);
    handled.push(...eventsOf(await followUntil(restarted, { after: committed }, isCaughtUp)).map(({ id }) => id));
    expect(handled).toEqual((await restarted.readStream('thing-a')).events.map(({ id }) => id));
  });

  define('40. a throwing handler ends its subscription, and the event comes again', async ({ store }) => {
    await store.append('thing-a', 'no_stream', someEvents(3));
    let committed: Position | 'start' = 'start';
    const stop = new AbortController();
    const failing = async (): Promise<void> => {
      for await (const delivery of store.subscribe({ after: 'start', signal: stop.signal })) {
        if (delivery.kind === 'event' && delivery.event.revision === 1n) throw new Error('handler failed');
        committed = positionOf(delivery);
      }
    };
    await expect(failing()).rejects.toThrow('handler failed');
    const again = eventsOf(await followUntil(store, { after: committed }, isCaughtUp));
    expect(again.map(({ revision }) => revision)).toEqual([1n, 2n]);
  });

  define('41. a slow consumer does not make the store read ahead without bound', async ({ store }) => {
    const text = 'x'.repeat(4_000);
    for (let n = 0; n < 80; n += 1)
      await store.append(
        `thing-${n}`,
        'no_stream',
        Array.from({ length: 100 }, () => anEvent('Happened', { text: `${n}${text}` })),
      );
    const stop = new AbortController();
    const deliveries = store.subscribe({ after: 'start', signal: stop.signal })[Symbol.asyncIterator]();
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let taken = 0; taken < 100; taken += 1) expect((await deliveries.next()).value).toMatchObject({ kind: 'event' } satisfies Partial<Delivery>);
    await new Promise((resolve) => setTimeout(resolve, 50));
    collectGarbage();
    // All 8,000 events would be 32 MB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(12_000_000);
    stop.abort();
    await deliveries.return?.();
  });

  define('42. a position of another store, or no position at all, is InvalidPosition', async ({ store }) => {
    await store.append('thing-a', 'no_stream', [anEvent()]);
    for (const after of ['9'.repeat(16).padStart(19, '0'), 'garbage', '', '-1', '1.5'] as Position[]) {
      await expect(collect(store.readAll({ after }))).rejects.toBeInstanceOf(InvalidPosition);
      await expect(followUntil(store, { after }, isCaughtUp)).rejects.toBeInstanceOf(InvalidPosition);
    }
    expect(await store.identity()).toMatch(/^[0-9a-f-]{36}$/);
    expect(await store.identity()).toBe(await store.identity());
  });
};
