import { uuidv5 } from '@orgledger/kernel';
import type { CommandMetadata, Decider, DomainCommand, DomainEvent } from '@orgledger/kernel';
import { executeCommand, UnknownEventType, Upcasting, withUpcasting } from '../../src/index.js';
import type { EventShape, Recorded, Upcaster } from '../../src/index.js';
import type { DefineCase } from '../case-table.js';
import { anEvent, collect, eventsOf, followUntil, isCaughtUp } from '../contract-fixture.js';

const shape = ({ type, schemaVersion, data }: Recorded): EventShape => ({ type, schemaVersion, data });

/** Named v1 { name } -> v2 { names } -> v3, one event per name. */
const namedUpcasters: readonly Upcaster[] = [
  {
    type: 'Named',
    version: 1,
    produces: [{ type: 'Named', version: 2 }],
    upcast: ({ type, data }) => [{ type, schemaVersion: 2, data: { names: [(data as { name: string }).name] } }],
  },
  {
    type: 'Named',
    version: 2,
    produces: [{ type: 'NameGiven', version: 3 }],
    upcast: ({ data }) => (data as { names: string[] }).names.map((name) => ({ type: 'NameGiven', schemaVersion: 3, data: { name } })),
  },
];

interface Order extends DomainCommand {
  readonly type: 'Order';
}
interface Ordered extends DomainEvent {
  readonly type: 'Ordered';
}
const ordering: Decider<Order, null, Ordered> = { initial: null, decide: () => [{ type: 'Ordered' }], evolve: (state) => state };

export const evolutionCases = (define: DefineCase): void => {
  define(
    '52. events stored at version 1 are read at version 3 by load, log and subscription; a gap or a circle is refused at once',
    async ({ store }) => {
      await store.append('thing-a', 'no_stream', [
        anEvent('Named', { name: 'one' }),
        anEvent('Named', { names: ['two', 'three'] }, { schemaVersion: 2 }),
        anEvent('NameGiven', { name: 'four' }, { schemaVersion: 3 }),
        anEvent('Named', { names: [] }, { schemaVersion: 2 }),
      ]);
      const upcast = withUpcasting(store, new Upcasting(namedUpcasters, { NameGiven: 3 }));
      const expected = ['one', 'two', 'three', 'four'].map((name) => ({ type: 'NameGiven', schemaVersion: 3, data: { name } }));
      const filter = { types: ['NameGiven'] };
      expect((await upcast.readStream('thing-a')).events.map(shape)).toEqual(expected);
      expect((await upcast.readStream('thing-a', { direction: 'backward' })).events.map(shape)).toEqual(expected.toReversed());
      expect((await collect(upcast.readAll())).map(shape)).toEqual(expected);
      expect((await collect(upcast.readAll({ filter }))).map(shape)).toEqual(expected);
      expect(await collect(upcast.readAll({ filter: { types: ['Named'] } }))).toEqual([]);
      const deliveries = await followUntil(upcast, { after: 'start', filter }, isCaughtUp);
      expect(eventsOf(deliveries).map(shape)).toEqual(expected);
      expect(deliveries.map((delivery) => (delivery.kind === 'event' ? (delivery.continues ?? false) : delivery.kind))).toEqual([
        false,
        true,
        false,
        false,
        'checkpoint',
        'caughtUp',
      ]);

      await store.append('thing-b', 'no_stream', [anEvent('Unheard', {})]);
      await expect(collect(upcast.readAll())).rejects.toBeInstanceOf(UnknownEventType);

      const [first, second] = namedUpcasters as [Upcaster, Upcaster];
      expect(() => new Upcasting([second], { Named: 3, NameGiven: 3 })).toThrow('no upcaster reads Named version 1');
      expect(() => new Upcasting([first], { NameGiven: 1 })).toThrow('Named version 2, which is neither current nor read');
      expect(() => new Upcasting([first, { ...second, produces: [{ type: 'Named', version: 1 }] }])).toThrow('circle');
      expect(() => new Upcasting([first, second, first])).toThrow('two upcasters read Named version 1');
    },
  );

  define('56. correlation is copied and causation is the trigger, from command to event to reaction', async ({ store }) => {
    const meta: CommandMetadata = {
      commandId: '11111111-1111-4111-8111-111111111111',
      actor: { kind: 'user', id: 'u1' },
      now: '2026-01-01T00:00:00.000Z',
      correlationId: '22222222-2222-4222-8222-222222222222',
    };
    await executeCommand(store, ordering, 'order-a', { type: 'Order', meta });
    const [ordered] = (await store.readStream('order-a')).events;
    expect(ordered?.metadata).toMatchObject({ $correlationId: meta.correlationId, $causationId: meta.commandId, commandId: meta.commandId });
    const trigger = ordered?.id ?? '';
    const reaction = { ...meta, commandId: uuidv5(trigger, 'reaction'), actor: { kind: 'system', id: 'reaction' } as const, causationId: trigger };
    await executeCommand(store, ordering, 'order-b', { type: 'Order', meta: reaction });
    const [reacted] = (await store.readStream('order-b')).events;
    expect(reacted?.metadata).toMatchObject({ $correlationId: meta.correlationId, $causationId: trigger, actor: { kind: 'system', id: 'reaction' } });
  });
};
