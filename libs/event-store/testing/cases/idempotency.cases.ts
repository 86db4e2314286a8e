import { ConcurrencyConflict } from '../../src/index.js';
import type { DefineCase } from '../case-table.js';
import { anEvent, collect, required, someEvents } from '../contract-fixture.js';

export const idempotencyCases = (define: DefineCase): void => {
  define('10. the same ids at the same revision twice are stored once and answered alike', async ({ store }) => {
    await store.append('thing-a', 'no_stream', [anEvent()]);
    const events = someEvents(2);
    const first = await store.append('thing-a', 0n, events);
    expect(await store.append('thing-a', 0n, events)).toEqual({ ...first, idempotent: true });
    const created = someEvents(2);
    const second = await store.append('thing-b', 'no_stream', created);
    expect(await store.append('thing-b', 'no_stream', created)).toEqual({ ...second, idempotent: true });
    expect(await collect(store.readAll())).toHaveLength(5);
  });

  define(
    '11. the same ids are recognised after a hundred later events and a restart',
    async ({ store, reopen }) => {
      const events = someEvents(2);
      const first = await store.append('thing-a', 'no_stream', events);
      for (let revision = 1n; revision < 101n; revision += 1n) await store.append('thing-a', revision, [anEvent()]);
      await store.close();
      const restarted = required(reopen, 'reopen')();
      expect(await restarted.append('thing-a', 'no_stream', events)).toEqual({ ...first, idempotent: true });
      expect((await restarted.readStream('thing-a')).events).toHaveLength(102);
    },
    { needs: ({ durable }) => durable },
  );

  define('12. a partial overlap conflicts and writes nothing', async ({ store }) => {
    const [a, b, c] = [anEvent(), anEvent(), anEvent()];
    await store.append('thing-a', 'no_stream', [a, b]);
    for (const overlap of [[a, c], [a, b, c], [c, b], [b]])
      await expect(store.append('thing-a', 'no_stream', overlap)).rejects.toBeInstanceOf(ConcurrencyConflict);
    expect((await store.readStream('thing-a')).events.map(({ id }) => id)).toEqual([a.id, b.id]);
  });

  define('13. the same ids in another order conflict', async ({ store }) => {
    const [a, b] = [anEvent(), anEvent()];
    await store.append('thing-a', 'no_stream', [a, b]);
    await expect(store.append('thing-a', 'no_stream', [b, a])).rejects.toBeInstanceOf(ConcurrencyConflict);
    expect((await store.readStream('thing-a')).events.map(({ id }) => id)).toEqual([a.id, b.id]);
  });

  define('14. one id may stand in two streams', async ({ store }) => {
    const event = anEvent();
    await store.append('thing-a', 'no_stream', [event]);
    expect((await store.append('thing-b', 'no_stream', [event])).idempotent).toBe(false);
    expect((await collect(store.readAll())).map(({ stream, id }) => [stream, id])).toEqual([
      ['thing-a', event.id],
      ['thing-b', event.id],
    ]);
  });

  for (const [number, when, storedBefore] of [
    ['15', 'after', true],
    ['16', 'before', false],
  ] as const)
    define(
      `${number}. killed just ${when} the commit: repeating the same append leaves one copy`,
      async ({ store, appendInProcess }) => {
        await store.append('thing-a', 'no_stream', [anEvent()]);
        const events = someEvents(3);
        const child = required(appendInProcess, 'appendInProcess')([{ stream: 'thing-a', expected: '0', events }], 1, `commit:${when}:1`);
        expect(await child.ended).toBe('SIGKILL');
        expect(child.lines).toEqual([]);
        expect((await store.readStream('thing-a')).events).toHaveLength(storedBefore ? 4 : 1);
        expect(await store.append('thing-a', 0n, events)).toMatchObject({ revision: 3n, idempotent: storedBefore });
        expect((await store.readStream('thing-a', { from: 1n })).events.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      },
      { needs: ({ multiProcess }) => multiProcess },
    );
};
