import type { CommandMetadata, Decider, DomainCommand, DomainEvent } from '@orgledger/kernel';
import { AppendInDoubt, ConcurrencyConflict, createMemoryEventStore, executeCommand } from './index.js';
import type { EventStore } from './index.js';
import { anEvent } from '../testing/contract-fixture.js';

interface Add extends DomainCommand {
  readonly type: 'Add';
  readonly amount: number;
}
interface Added extends DomainEvent {
  readonly type: 'Added';
  readonly amount: number;
  readonly total: number;
}

const adding: Decider<Add, number, Added> = {
  initial: 0,
  decide: ({ amount }, total) => (amount === 0 ? [] : [{ type: 'Added', amount, total: total + amount }]),
  evolve: (total, { amount }) => total + amount,
};

const meta = (commandId: string): CommandMetadata => ({
  commandId,
  actor: { kind: 'user', id: 'u1' },
  now: '2026-01-01T00:00:00.000Z',
  correlationId: commandId,
});
const first = '11111111-1111-4111-8111-111111111111';
const second = '22222222-2222-4222-8222-222222222222';

const totals = async (store: EventStore): Promise<unknown[]> => (await store.readStream('sum-a')).events.map(({ data }) => data);

describe('executeCommand', () => {
  it('decides on the folded stream and appends', async () => {
    const store = createMemoryEventStore();
    await executeCommand(store, adding, 'sum-a', { type: 'Add', amount: 2, meta: meta(first) });
    const { repeated, events, position } = await executeCommand(store, adding, 'sum-a', { type: 'Add', amount: 3, meta: meta(second) });
    expect({ repeated, events }).toEqual({ repeated: false, events: [{ type: 'Added', amount: 3, total: 5 }] });
    expect(position).toBe(await store.head());
  });

  it('carries out a commandId once, however often it comes and whatever came between', async () => {
    const store = createMemoryEventStore();
    const command: Add = { type: 'Add', amount: 2, meta: meta(first) };
    const original = await executeCommand(store, adding, 'sum-a', command);
    await executeCommand(store, adding, 'sum-a', { type: 'Add', amount: 3, meta: meta(second) });
    expect(await executeCommand(store, adding, 'sum-a', command)).toEqual({ ...original, repeated: true });
    expect(await totals(store)).toHaveLength(2);
  });

  it('appends nothing for a command that changes nothing', async () => {
    const store = createMemoryEventStore();
    expect(await executeCommand(store, adding, 'sum-a', { type: 'Add', amount: 0, meta: meta(first) })).toMatchObject({
      position: undefined,
      events: [],
    });
    expect((await store.readStream('sum-a')).exists).toBe(false);
  });

  it('starts over on a conflict and decides on what is there then', async () => {
    const store = createMemoryEventStore();
    const disturbed = disturbing(store, 3);
    const { events } = await executeCommand(disturbed, adding, 'sum-a', { type: 'Add', amount: 1, meta: meta(first) });
    expect(events).toEqual([{ type: 'Added', amount: 1, total: 31 }]);
  });

  it('gives up after three repetitions', async () => {
    const store = createMemoryEventStore();
    const disturbed = disturbing(store, 4);
    await expect(executeCommand(disturbed, adding, 'sum-a', { type: 'Add', amount: 1, meta: meta(first) })).rejects.toBeInstanceOf(
      ConcurrencyConflict,
    );
    expect(await totals(store)).toHaveLength(4);
  });

  it.each([true, false])('repeats the very same append once when it is in doubt (stored: %p)', async (stored) => {
    const store = createMemoryEventStore();
    const requests: unknown[][] = [];
    const doubtful: EventStore = Object.assign(Object.create(store) as EventStore, {
      append: async (...request: Parameters<EventStore['append']>) => {
        requests.push(request);
        if (requests.length > 1) return store.append(...request);
        if (stored) await store.append(...request);
        throw new AppendInDoubt('no answer');
      },
    });
    const { repeated } = await executeCommand(doubtful, adding, 'sum-a', { type: 'Add', amount: 1, meta: meta(first) });
    expect(repeated).toBe(false);
    expect(requests).toHaveLength(2);
    expect(requests[1]).toEqual(requests[0]);
    expect(await totals(store)).toHaveLength(1);
  });

  it('reports an append that stays in doubt', async () => {
    const store = createMemoryEventStore();
    const lost: EventStore = Object.assign(Object.create(store) as EventStore, { append: () => Promise.reject(new AppendInDoubt('no answer')) });
    await expect(executeCommand(lost, adding, 'sum-a', { type: 'Add', amount: 1, meta: meta(first) })).rejects.toBeInstanceOf(AppendInDoubt);
  });
});

/** Another writer is faster, `times` times. */
const disturbing = (store: EventStore, times: number): EventStore => {
  let left = times;
  return Object.assign(Object.create(store) as EventStore, {
    append: async (...[stream, ...rest]: Parameters<EventStore['append']>) => {
      left -= 1;
      if (left >= 0) await store.append(stream, 'any', [anEvent('Added', { amount: 10, total: 0 })]);
      return store.append(stream, ...rest);
    },
  });
};
