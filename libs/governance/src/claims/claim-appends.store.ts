import { metadataOf, uuidv5 } from '@orgledger/kernel';
import type { CommandMetadata, DomainEvent } from '@orgledger/kernel';
import { AppendInDoubt, ConcurrencyConflict, executeCommand, toNewEvent } from '@orgledger/event-store';
import type { Appended, EventStore, Expected, NewEvent, Recorded, StreamName } from '@orgledger/event-store';
import { claimsDecider } from './claims.decider.js';
import type { Admission, ClaimsEvent } from './claims.events.js';

const conflictRetries = 100;

/** Runs again while other writers are first: many tenants are numbered at once. */
export const retryOnConflict = async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict) || tries >= conflictRetries) throw error;
    }
  }
};

/** Appends the events of a command; when the answer is lost, the very same request once more. */
export const appendEvents = async (
  store: EventStore,
  stream: StreamName,
  expected: Expected,
  events: readonly DomainEvent[],
  meta: CommandMetadata,
): Promise<Appended> => {
  const stored: NewEvent[] = events.map((event, index) => toNewEvent(event, uuidv5(meta.commandId, index), metadataOf(meta)));
  try {
    return await store.append(stream, expected, stored);
  } catch (error) {
    if (!(error instanceof AppendInDoubt)) throw error;
    return store.append(stream, expected, stored);
  }
};

export const revisionOf = (events: readonly Recorded[]): Expected => events.at(-1)?.revision ?? 'no_stream';

/** Metadata of an append that a command makes beside its object's stream: ids of its own, the same cause. */
export const derivedMeta = (meta: CommandMetadata, purpose: string): CommandMetadata => ({
  ...meta,
  commandId: uuidv5(meta.commandId, purpose),
  causationId: meta.commandId,
});

/** Gives a slot back; nothing happens when another holds it. */
export const releaseClaim = async (store: EventStore, { stream, slot, holder }: Admission, meta: CommandMetadata): Promise<void> => {
  await executeCommand(store, claimsDecider, stream, {
    type: 'ReleaseClaim',
    slot,
    holder,
    meta: derivedMeta(meta, `release ${stream} ${slot}`),
  });
};

/** Enters a roster that may be long: only its end is read. False when the roster was closed. A repetition enters twice, which is the same. */
export const admit = async (store: EventStore, { stream, slot, holder }: Admission, meta: CommandMetadata): Promise<boolean> =>
  retryOnConflict(async () => {
    const { events } = await store.readStream(stream, { direction: 'backward', limit: 1 });
    if (events[0]?.type === 'ClaimsClosed') return false;
    const entry: ClaimsEvent = { type: 'ClaimTaken', slot, holder };
    await appendEvents(store, stream, revisionOf(events), [entry], derivedMeta(meta, `admit ${stream} ${slot}`));
    return true;
  });
