import type { CommandMetadata, DomainEvent } from '@orgledger/kernel';
import { fromRecorded } from '@orgledger/event-store';
import type { EventStore, Expected } from '@orgledger/event-store';
import { appendEvents, derivedMeta, revisionOf } from '../claims/claim-appends.store.js';
import { streams } from '../streams.js';

/** A number of a platform, drawn for one tenant and never given again. Gaps are possible: a drawn number may never be used. */
export interface TenantNumberDrawn extends DomainEvent {
  readonly type: 'TenantNumberDrawn';
  readonly platformIdentifier: string;
  readonly tenantId: string;
  readonly tenantNumber: number;
}

export interface NextNumber {
  readonly tenantNumber: number;
  readonly expected: Expected;
}

/** The number that the next draw would give, and the revision at which it does. */
export const peekTenantNumber = async (store: EventStore, platform: string): Promise<NextNumber> => {
  const { events } = await store.readStream(streams.numbers(platform), { direction: 'backward', limit: 1 });
  const [last] = events;
  const tenantNumber = last ? fromRecorded<TenantNumberDrawn>(last).tenantNumber + 1 : 1;
  return { tenantNumber, expected: revisionOf(events) };
};

/** Draws what was peeked; a ConcurrencyConflict says that another tenant was first. */
export const drawTenantNumber = async (
  store: EventStore,
  platformIdentifier: string,
  { tenantNumber, expected }: NextNumber,
  tenantId: string,
  meta: CommandMetadata,
): Promise<void> => {
  const stream = streams.numbers(platformIdentifier);
  const drawn: TenantNumberDrawn = { type: 'TenantNumberDrawn', platformIdentifier, tenantId, tenantNumber };
  await appendEvents(store, stream, expected, [drawn], derivedMeta(meta, `draw ${stream} ${tenantNumber}`));
};
