import type { Delivery, EventStore, ReadAllOptions, Recorded, SubscribeOptions } from '../port.js';
import type { Upcasting } from './upcasting.js';

/** The store as today's program reads it: every way to an event goes through the upcasters. `limit` counts stored events. */
export const withUpcasting = (store: EventStore, upcasting: Upcasting): EventStore => ({
  capabilities: store.capabilities,
  append: (...request) => store.append(...request),
  readStream: async (...request) => {
    const { exists, events } = await store.readStream(...request);
    return { exists, events: events.flatMap((event) => inOrder(upcasting.apply(event), request[1]?.direction)) };
  },
  readAll: (options) => readAll(store, upcasting, options),
  subscribe: (options) => subscribe(store, upcasting, options),
  head: () => store.head(),
  delete: (...request) => store.delete(...request),
  comparePositions: (a, b) => store.comparePositions(a, b),
  identity: () => store.identity(),
  close: () => store.close(),
});

const inOrder = (events: readonly Recorded[], direction: 'forward' | 'backward' = 'forward'): readonly Recorded[] =>
  direction === 'forward' ? events : events.toReversed();

const asked = (events: readonly Recorded[], types: readonly string[] | undefined): readonly Recorded[] =>
  types ? events.filter(({ type }) => types.includes(type)) : events;

async function* readAll(store: EventStore, upcasting: Upcasting, options: ReadAllOptions = {}): AsyncGenerator<Recorded> {
  const filter = upcasting.storedFilter(options.filter);
  for await (const event of store.readAll({ ...options, ...(filter && { filter }) }))
    yield* inOrder(asked(upcasting.apply(event), options.filter?.types), options.direction);
}

async function* subscribe(store: EventStore, upcasting: Upcasting, options: SubscribeOptions): AsyncGenerator<Delivery> {
  const filter = upcasting.storedFilter(options.filter);
  for await (const delivery of store.subscribe({ ...options, ...(filter && { filter }) })) {
    if (delivery.kind !== 'event') {
      yield delivery;
      continue;
    }
    const events = asked(upcasting.apply(delivery.event), options.filter?.types);
    // Nothing is left of it: its position is passed all the same.
    if (events.length === 0) yield { kind: 'checkpoint', position: delivery.event.position };
    for (const [index, event] of events.entries())
      yield index < events.length - 1 ? { kind: 'event', event, continues: true } : { kind: 'event', event };
  }
}
