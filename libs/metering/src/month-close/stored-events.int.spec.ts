import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMemoryEventStore, fromRecorded, toNewEvent, Upcasting } from '@orgledger/event-store';
import type { Recorded } from '@orgledger/event-store';
import { fold, uuidv5 } from '@orgledger/kernel';
import type { DomainEvent } from '@orgledger/kernel';
import { meteringEventCatalogue } from '../event-catalogue.js';
import { monthDecider } from './month.decider.js';
import type { MonthEvent } from './month.events.js';

const upcasting = new Upcasting([], meteringEventCatalogue);
const metadata = {
  $correlationId: 'c',
  $causationId: 'c',
  commandId: 'c',
  actor: { kind: 'system', id: 's' },
  at: '2026-04-08T04:00:00.000Z',
} as const;
const namespace = '3f8f4df0-6b1e-5c5e-a3c6-5f2f1b8c9d10';

const goldenOf = (type: string): DomainEvent => {
  const { data } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'golden', `${type}.v1.json`), 'utf8')) as { readonly data: object };
  return { type, ...data };
};

/** As they come out of a store, through upcasting. */
const load = async (types: readonly string[]): Promise<readonly DomainEvent[]> => {
  const store = createMemoryEventStore();
  const events = types.map((type, index) => toNewEvent(goldenOf(type), uuidv5(namespace, index), metadata));
  await store.append('golden-1', 'no_stream', events);
  const { events: stored } = await store.readStream('golden-1');
  return stored.flatMap((event): readonly Recorded[] => upcasting.apply(event)).map((event) => fromRecorded<DomainEvent>(event));
};

const lives: Readonly<Record<string, readonly string[]>> = {
  'closed, restated and reopened': ['MonthCloseRequested', 'MonthCloseStarted', 'MonthClosed', 'MonthRestated', 'MonthReopened'],
  blocked: ['MonthCloseRequested', 'MonthCloseBlocked'],
  abandoned: ['MonthCloseStarted', 'MonthCloseAbandoned'],
};

describe('stored events of months and statements', () => {
  it.each(Object.entries(lives))('of a month that is %s still move its state', async (_, types) => {
    const events = (await load(types)) as readonly MonthEvent[];
    events.forEach((event, index) => {
      const before = fold(monthDecider, events.slice(0, index));
      expect({ type: event.type, moved: JSON.stringify(monthDecider.evolve(before, event)) !== JSON.stringify(before) }).toEqual({
        type: event.type,
        moved: true,
      });
    });
  });

  it.each(['StatementFinalised', 'StatementLinesFinalised', 'StatementPaymentMethodAssigned'])('%s reads as it was written', async (type) => {
    expect(await load([type])).toEqual([goldenOf(type)]);
  });
});
