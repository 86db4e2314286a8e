import { ConcurrencyConflict, InvalidAppend, StreamDeleted } from '../errors.js';
import type { Expected, StreamName } from '../port.js';

/** Where a stream stands. `revision` is -1 before the first event; `firstVisible` is above 0 after a soft delete. */
export interface StreamHead {
  readonly revision: number;
  readonly firstVisible: number;
  readonly tombstoned: boolean;
}

export interface StoredId {
  readonly id: string;
  readonly place: number;
}

export type AppendDecision = { readonly kind: 'append' } | { readonly kind: 'same'; readonly revision: number; readonly place: number };

export const streamExists = (head: StreamHead): boolean => head.revision >= head.firstVisible;

/**
 * Whether an append with these ids goes ahead, was made before, or conflicts. An explicit revision below the current one is compared
 * event by event with what stands there; at the current revision ids are not looked at.
 * @source specs/event-store.md §1.2, rules 1 and 2 (EventStoreDB IndexWriter.CheckCommit)
 */
export const decideAppend = (
  stream: StreamName,
  expected: Expected,
  ids: readonly string[],
  head: StreamHead,
  storedFrom: (revision: number, count: number) => readonly StoredId[],
): AppendDecision => {
  if (head.tombstoned) throw new StreamDeleted(stream);
  if (typeof expected === 'bigint' && expected < 0n)
    throw new InvalidAppend(`append to ${stream}: a revision is 0 or more; say 'no_stream' for none`);
  if (expected === 'any') return { kind: 'append' };
  const conflict = (): ConcurrencyConflict => new ConcurrencyConflict(stream, expected, streamExists(head) ? BigInt(head.revision) : -1n);
  if (expected === 'stream_exists') {
    if (!streamExists(head)) throw conflict();
    return { kind: 'append' };
  }
  const after = expected === 'no_stream' ? head.firstVisible - 1 : Number(expected);
  if (after === head.revision) return { kind: 'append' };
  if (after > head.revision) throw conflict();
  const stored = storedFrom(after + 1, ids.length);
  const last = stored.at(-1);
  if (!last || stored.length < ids.length || stored.some(({ id }, index) => id !== ids[index])) throw conflict();
  return { kind: 'same', revision: after + ids.length, place: last.place };
};
