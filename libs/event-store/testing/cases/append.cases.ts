import { AppendTooLarge, ConcurrencyConflict, InvalidAppend } from '../../src/index.js';
import type { EventData } from '../../src/index.js';
import type { DefineCase } from '../case-table.js';
import { anEvent, someEvents } from '../contract-fixture.js';

export const appendCases = (define: DefineCase): void => {
  define('1. no_stream on a new stream gives revisions 0 to n-1 and a position after the head', async ({ store }) => {
    const before = await store.head();
    const { revision, position, idempotent } = await store.append('thing-a', 'no_stream', someEvents(3));
    expect({ revision, idempotent }).toEqual({ revision: 2n, idempotent: false });
    expect(store.comparePositions(position, before)).toBe(1);
    expect(await store.head()).toBe(position);
    const { events } = await store.readStream('thing-a');
    expect(events.map((event) => event.revision)).toEqual([0n, 1n, 2n]);
    expect(events.at(-1)?.position).toBe(position);
  });

  define('2. no_stream on an existing stream conflicts and names the actual revision', async ({ store }) => {
    await store.append('thing-a', 'no_stream', someEvents(2));
    const conflict = await store.append('thing-a', 'no_stream', [anEvent()]).catch((error: unknown) => error);
    expect(conflict).toBeInstanceOf(ConcurrencyConflict);
    expect(conflict).toMatchObject({ stream: 'thing-a', expected: 'no_stream', actual: 1n });
  });

  define('3. an exact revision appends; a lower and a higher one conflict', async ({ store }) => {
    await store.append('thing-a', 'no_stream', someEvents(2));
    expect((await store.append('thing-a', 1n, [anEvent()])).revision).toBe(2n);
    await expect(store.append('thing-a', 1n, [anEvent()])).rejects.toMatchObject({ name: 'ConcurrencyConflict', actual: 2n });
    await expect(store.append('thing-a', 3n, [anEvent()])).rejects.toMatchObject({ name: 'ConcurrencyConflict', actual: 2n });
    await expect(store.append('thing-b', 0n, [anEvent()])).rejects.toMatchObject({ name: 'ConcurrencyConflict', actual: -1n });
    expect((await store.readStream('thing-a')).events).toHaveLength(3);
  });

  define('4. stream_exists conflicts with -1 on a missing stream and appends to an existing one', async ({ store }) => {
    await expect(store.append('thing-a', 'stream_exists', [anEvent()])).rejects.toMatchObject({ name: 'ConcurrencyConflict', actual: -1n });
    await store.append('thing-a', 'no_stream', [anEvent()]);
    expect((await store.append('thing-a', 'stream_exists', [anEvent()])).revision).toBe(1n);
  });

  define('5. any appends to a missing and to an existing stream', async ({ store }) => {
    expect((await store.append('thing-a', 'any', [anEvent()])).revision).toBe(0n);
    expect((await store.append('thing-a', 'any', someEvents(2))).revision).toBe(2n);
  });

  define('6. an append is atomic: one bad event and nothing is stored', async ({ store }) => {
    const head = await store.head();
    const bad = [
      [anEvent('Happened', { text: 'x'.repeat(2_000_000) }), AppendTooLarge],
      [anEvent('Happened', { n: Number.NaN }), InvalidAppend],
      [anEvent('Happened', { n: 1 }, { id: 'no-uuid' }), InvalidAppend],
      [anEvent('', { n: 1 }), InvalidAppend],
      [anEvent('Happened', { n: 1 }, { schemaVersion: 0 }), InvalidAppend],
    ] as const;
    for (const [event, error] of bad) await expect(store.append('thing-a', 'no_stream', [...someEvents(2), event])).rejects.toBeInstanceOf(error);
    expect(await store.head()).toBe(head);
    expect(await store.readStream('thing-a')).toEqual({ exists: false, events: [] });
  });

  define('7. data and metadata come back as they went in, in text and bytes', async ({ store }) => {
    const earliest = Date.now();
    const data: EventData[] = [
      {},
      { text: 'Zürich 東京 🏔️ \u0000 \u2028 "quoted" \\ ', nothing: null, nested: { list: [[], {}, [null, { deep: null }]] } },
      { big: '9007199254740993', negative: -0.5, tiny: 1e-7, huge: 1.7976931348623157e308, yes: true },
      { text: 'x'.repeat(1_000_000) },
      new Uint8Array(0),
      Uint8Array.from({ length: 1_000 }, (_, index) => index % 256),
    ];
    const sent = data.map((value) => anEvent('Happened', value));
    await store.append('thing-a', 'no_stream', sent);
    const { events } = await store.readStream('thing-a');
    for (const [index, event] of events.entries()) {
      const { id, type, schemaVersion, data: read, metadata } = event;
      expect({ id, type, schemaVersion, data: read, metadata }).toEqual(sent[index]);
      expect(event).toMatchObject({ stream: 'thing-a', revision: BigInt(index) });
      expect(event.created.getTime()).toBeGreaterThanOrEqual(earliest);
      expect(event.created.getTime()).toBeLessThanOrEqual(Date.now());
    }
  });

  define('8. an event over the limit is AppendTooLarge, and the store goes on', async ({ store }) => {
    const tooLarge = await store
      .append('thing-a', 'no_stream', [anEvent('Happened', { text: 'x'.repeat(2_000_000) })])
      .catch((error: unknown) => error);
    expect(tooLarge).toBeInstanceOf(AppendTooLarge);
    expect((await store.append('thing-a', 'no_stream', [anEvent()])).revision).toBe(0n);
  });

  define('9. an empty append, a repeated id and a bad stream name are refused', async ({ store }) => {
    await expect(store.append('thing-a', 'no_stream', [])).rejects.toBeInstanceOf(InvalidAppend);
    const event = anEvent();
    await expect(store.append('thing-a', 'no_stream', [event, event])).rejects.toBeInstanceOf(InvalidAppend);
    for (const name of ['', 'nocategory', '-x', 'x-', '$system-a', 'thing-ä', 'thing-a b', `thing-${'x'.repeat(200)}`, 'thing-a\n'])
      await expect(store.append(name, 'any', [anEvent()])).rejects.toBeInstanceOf(InvalidAppend);
    expect((await store.readStream('thing-a')).exists).toBe(false);
  });
};
