import { randomUUID } from 'node:crypto';
import type { Delivery, EventData, EventStore, NewEvent, Position, Recorded, SubscribeOptions } from '../src/index.js';
import type { ChildRun } from './processes/child-run.js';

/** One empty store per test. What only some stores can do is optional; the adapter's capabilities say which cases need it. */
export interface ContractFixture {
  readonly store: EventStore;
  /** Durable stores: another handle on the same log, as after a restart or in another process. */
  readonly reopen?: () => EventStore;
  /** Stores for several processes: appends in a process of its own. `killAt` as in processes/kill-at-statement.cjs. */
  readonly appendInProcess?: (requests: readonly ProcessRequest[], concurrency: number, killAt?: string) => ChildRun;
  /** Embedded stores: the file. */
  readonly file?: string;
  readonly cleanUp: () => Promise<void>;
}

export interface ProcessRequest {
  readonly stream: string;
  readonly expected: string;
  readonly events: readonly NewEvent[];
}

export type ContractFactory = () => Promise<ContractFixture>;

export const anEvent = (type = 'Happened', data: EventData = { n: 1 }, more: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type,
  schemaVersion: 1,
  data,
  metadata: {
    $correlationId: 'c',
    $causationId: 'c',
    commandId: randomUUID(),
    actor: { kind: 'system', id: 'contract' },
    at: '2026-01-01T00:00:00.000Z',
  },
  ...more,
});

export const someEvents = (count: number, type = 'Happened'): NewEvent[] => Array.from({ length: count }, (_, n) => anEvent(type, { n }));

export const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};

/** Follows until `enough` says so. */
export const followUntil = async (
  store: EventStore,
  options: Omit<SubscribeOptions, 'signal'>,
  enough: (deliveries: readonly Delivery[]) => boolean,
): Promise<Delivery[]> => {
  const stop = new AbortController();
  const found: Delivery[] = [];
  for await (const delivery of store.subscribe({ ...options, signal: stop.signal })) {
    found.push(delivery);
    if (enough(found)) stop.abort();
  }
  return found;
};

export const eventsOf = (deliveries: readonly Delivery[]): Recorded[] =>
  deliveries.flatMap((delivery) => (delivery.kind === 'event' ? [delivery.event] : []));

export const positionOf = (delivery: Delivery): Position => (delivery.kind === 'event' ? delivery.event.position : delivery.position);

export const isCaughtUp = (deliveries: readonly Delivery[]): boolean => deliveries.at(-1)?.kind === 'caughtUp';

export const required = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Error(`the fixture gives no ${what}, which the adapter's capabilities promise`);
  return value;
};
