import { AppendInDoubt, ConcurrencyConflict, fromRecorded, toNewEvent } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { metadataOf, uuidv5 } from '@orgledger/kernel';
import type { CommandMetadata } from '@orgledger/kernel';
import { streams } from '../streams.js';
import { evolveCommitment, nothingObservedOfCommitment, observeCommitment } from './commitment-observation.decider.js';
import type { CommitmentObservation } from './commitment-observation.decider.js';
import type { CommitmentEvent } from './commitment.events.js';

const mostAttempts = 4;

/** Appends those observations of one commitment that differ from what is stored; commitments are few, so each stream is read. */
export const storeCommitment = async (store: EventStore, pulled: readonly CommitmentObservation[], meta: CommandMetadata): Promise<void> => {
  const [first] = pulled;
  if (first === undefined) return;
  const stream = streams.commitment(first.payerAccountId, first.commitmentId);
  for (let attempt = 1; ; attempt += 1) {
    const { events } = await store.readStream(stream);
    const observed = events.map((event) => fromRecorded<CommitmentEvent>(event)).reduce(evolveCommitment, nothingObservedOfCommitment);
    const decided = observeCommitment(pulled, observed);
    if (decided.length === 0) return;
    const newEvents = decided.map((event) =>
      toNewEvent(event, uuidv5(event.pullId, `${event.type} ${event.month} ${event.commitmentId}`), metadataOf(meta)),
    );
    const expected = events.at(-1)?.revision ?? 'no_stream';
    try {
      await store.append(stream, expected, newEvents);
      return;
    } catch (error) {
      if (error instanceof AppendInDoubt) await store.append(stream, expected, newEvents);
      else if (!(error instanceof ConcurrencyConflict) || attempt >= mostAttempts) throw error;
      else continue;
      return;
    }
  }
};
