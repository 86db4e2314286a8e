import type { DomainEvent, EventMetadata } from '@orgledger/kernel';
import type { NewEvent, Recorded } from './port.js';

/** The stored form of a domain event: `type` beside its data. */
export const toNewEvent = (event: DomainEvent, id: string, metadata: EventMetadata, schemaVersion = 1): NewEvent => {
  const { type, ...data } = event;
  return { id, type, schemaVersion, data: data, metadata };
};

/** The domain event of a recorded one. The caller names the union it expects; deciders ignore types they do not know. */
export const fromRecorded = <Event extends DomainEvent>(recorded: Recorded): Event =>
  Object.assign({}, recorded.data, { type: recorded.type }) as DomainEvent as Event;
