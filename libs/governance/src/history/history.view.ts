import type { EventStore, Recorded } from '@orgledger/event-store';
import type { GovernanceQueries, HistoryEntry } from '../query-types.js';

const defaultFirst = 50;

/** Reads the stream itself: history is not a read model. */
export const historyQueries = (store: EventStore): Pick<GovernanceQueries, 'history'> => ({
  history: async (stream, { first = defaultFirst, after } = {}) => {
    const before = after === undefined ? undefined : BigInt(after) - 1n;
    if (before !== undefined && before < 0n) return [];
    const { events } = await store.readStream(stream, { direction: 'backward', limit: first, ...(before === undefined ? {} : { from: before }) });
    return events.map(toEntry);
  },
});

const toEntry = ({ stream, revision, position, type, metadata, data }: Recorded): HistoryEntry => ({
  stream,
  revision: String(revision),
  position,
  type,
  at: metadata.at,
  actor: metadata.actor,
  commandId: metadata.commandId,
  ...(metadata.reason === undefined ? {} : { reason: metadata.reason }),
  data: data instanceof Uint8Array ? {} : data,
});
