import { StreamDeleted } from '../../src/index.js';
import type { EventStore, Position, ReadAllOptions, Recorded, StreamSlice } from '../../src/index.js';
import type { DefineCase } from '../case-table.js';
import { anEvent, collect, someEvents } from '../contract-fixture.js';

const numbers = (events: readonly Recorded[]): number[] => events.map(({ data }) => (data as { n: number }).n);

const numbersOf = async (store: EventStore, options: ReadAllOptions): Promise<number[]> => numbers(await collect(store.readAll(options)));

const positionAt = ({ events }: StreamSlice, index: number): Position => {
  const event = events[index];
  if (!event) throw new Error(`there is no event ${index}`);
  return event.position;
};

const streamsOf = async (store: EventStore, filter: ReadAllOptions['filter']): Promise<string[]> =>
  (await collect(store.readAll(filter ? { filter } : {}))).map(({ stream }) => stream);

const appendMany = async (store: EventStore, stream: string, count: number, type = 'Happened'): Promise<void> => {
  const events = someEvents(count, type);
  for (let start = 0; start < count; start += 500)
    await store.append(stream, start === 0 ? 'no_stream' : BigInt(start - 1), events.slice(start, start + 500));
};

export const readCases = (define: DefineCase): void => {
  define('29. reads go both ways, from the middle, with a limit; after is exclusive both ways', async ({ store }) => {
    await store.append('thing-a', 'no_stream', someEvents(5));
    const read = async (options: Parameters<EventStore['readStream']>[1]): Promise<number[]> =>
      numbers((await store.readStream('thing-a', options)).events);
    expect(await read({})).toEqual([0, 1, 2, 3, 4]);
    expect(await read({ from: 2n, limit: 2 })).toEqual([2, 3]);
    expect(await read({ direction: 'backward' })).toEqual([4, 3, 2, 1, 0]);
    expect(await read({ direction: 'backward', from: 2n, limit: 2 })).toEqual([2, 1]);
    expect(await store.readStream('thing-a', { from: 9n })).toEqual({ exists: true, events: [] });
    const third = positionAt(await store.readStream('thing-a'), 2);
    expect(await numbersOf(store, {})).toEqual([0, 1, 2, 3, 4]);
    expect(await numbersOf(store, { after: third })).toEqual([3, 4]);
    expect(await numbersOf(store, { after: third, limit: 1 })).toEqual([3]);
    expect(await numbersOf(store, { after: third, direction: 'backward' })).toEqual([1, 0]);
    expect(await numbersOf(store, { direction: 'backward', limit: 2 })).toEqual([4, 3]);
    expect(await numbersOf(store, { after: 'end' })).toEqual([]);
    expect(await numbersOf(store, { after: 'start', direction: 'backward' })).toEqual([]);
  });

  define('30. a missing and a soft-deleted stream do not exist; a tombstoned one is StreamDeleted for good', async ({ store }) => {
    expect(await store.readStream('thing-a')).toEqual({ exists: false, events: [] });
    await store.append('thing-a', 'no_stream', someEvents(2));
    await store.delete('thing-a', 1n, 'soft');
    expect(await store.readStream('thing-a')).toEqual({ exists: false, events: [] });
    await store.append('thing-b', 'no_stream', someEvents(2));
    await expect(store.delete('thing-b', 0n, 'tombstone')).rejects.toMatchObject({ name: 'ConcurrencyConflict', actual: 1n });
    await store.delete('thing-b', 1n, 'tombstone');
    await expect(store.readStream('thing-b')).rejects.toBeInstanceOf(StreamDeleted);
    for (const expected of ['any', 'no_stream', 1n] as const)
      await expect(store.append('thing-b', expected, [anEvent()])).rejects.toBeInstanceOf(StreamDeleted);
  });

  define('31. after a soft delete no_stream appends, and revisions go on', async ({ store }) => {
    await store.append('thing-a', 'no_stream', someEvents(2));
    await store.delete('thing-a', 1n, 'soft');
    await expect(store.append('thing-a', 'stream_exists', [anEvent()])).rejects.toMatchObject({ actual: -1n });
    const again = [anEvent('Happened', { n: 7 })];
    expect((await store.append('thing-a', 'no_stream', again)).revision).toBe(2n);
    expect(await store.append('thing-a', 'no_stream', again)).toMatchObject({ revision: 2n, idempotent: true });
    const { exists, events } = await store.readStream('thing-a');
    expect({ exists, numbers: numbers(events) }).toEqual({ exists: true, numbers: [7] });
  });

  define('32. filters are literal: category, type, prefix', async ({ store }) => {
    const names = ['team-a', 'teams-a', 'team-ab', 'team_-a', 'teamx-a', 'te%m-a', 'acme.team-a', 'acmeteam-a'];
    for (const name of names) await store.append(name, 'no_stream', [anEvent(name.startsWith('team') ? 'Joined' : 'Left', { n: 0 })]);
    expect(await streamsOf(store, undefined)).toEqual(names);
    expect(await streamsOf(store, { categories: ['team'] })).toEqual(['team-a', 'team-ab']);
    expect(await streamsOf(store, { categories: ['team_', 'te%m'] })).toEqual(['team_-a', 'te%m-a']);
    expect(await streamsOf(store, { streamPrefix: 'acme.' })).toEqual(['acme.team-a']);
    expect(await streamsOf(store, { streamPrefix: 'team_' })).toEqual(['team_-a']);
    expect(await streamsOf(store, { streamPrefix: 'te%' })).toEqual(['te%m-a']);
    expect(await streamsOf(store, { types: ['Left'] })).toEqual(['te%m-a', 'acme.team-a', 'acmeteam-a']);
    expect(await streamsOf(store, { types: ['Left'], categories: ['team', 'te%m'] })).toEqual(['te%m-a']);
    expect(await streamsOf(store, { categories: [] })).toEqual([]);
  });

  define(
    '33. 10,000 events in pages of 7 equal one read, also while others append',
    async ({ store }) => {
      await appendMany(store, 'thing-a', 10_000);
      const whole = (await collect(store.readAll())).map(({ id }) => id);
      const paged: string[] = [];
      let after: Position | 'start' = 'start';
      for (let page = 0; ; page += 1) {
        if (page % 100 === 0) await store.append(`other-${page}`, 'no_stream', [anEvent()]);
        const events: Recorded[] = await collect(store.readAll({ after, limit: 7, filter: { categories: ['thing'] } }));
        paged.push(...events.map(({ id }) => id));
        if (events.length < 7) break;
        after = events.at(-1)?.position ?? after;
      }
      expect(paged).toEqual(whole);
    },
    { timeoutMs: 60_000 },
  );

  define('34. a reader that stops early holds nothing open', async ({ store }) => {
    await appendMany(store, 'thing-a', 2_000);
    for (let reader = 0; reader < 200; reader += 1)
      for await (const event of store.readAll()) {
        expect(event.revision).toBe(0n);
        break;
      }
    expect((await store.append('thing-a', 1_999n, [anEvent()])).revision).toBe(2_000n);
    await store.close();
  });
};
