import { InvalidPosition } from '../errors.js';
import type { Delivery, EventFilter, Position, ReadAllOptions, Recorded, SubscribeOptions } from '../port.js';
import { fromPosition, toPosition } from './position.js';

/** `complete`: the range holds nothing more that matches. */
export interface ScannedPage {
  readonly events: readonly Recorded[];
  readonly complete: boolean;
}

/** What an adapter whose positions are numbers must offer to be read and followed. Ranges: `after` exclusive, `until` inclusive. */
export interface LogSource {
  /** Positions looked at in one read: bounds the time of a read whose filter matches nothing. */
  readonly scanWindow: number;
  /** Highest place ever given out; final: nothing is ever stored at or below it later. */
  last(): number;
  /** Events of the range that match, ascending or descending, at most `limit`, and fewer when they are large. */
  scan(after: number, until: number, filter: EventFilter | undefined, limit: number, direction: 'forward' | 'backward'): ScannedPage;
  /** A number that grows with every change; taken before a read and given to `changed` after it. */
  generation(): number;
  /** Resolves when `generation()` is above `seen`, or the signal aborts. Rejects when the store is closed. */
  changed(seen: number, signal: AbortSignal): Promise<void>;
}

const pageSize = 500;

const placeOf = (position: Position | 'start' | 'end', last: number): number =>
  position === 'start' ? 0 : position === 'end' ? last : fromPosition(position, last);

/** Reads in pages, so that a reader who stops early holds nothing open. Forward ends where the log ended when reading began. */
export async function* readLog(log: LogSource, options: ReadAllOptions): AsyncGenerator<Recorded> {
  const { direction = 'forward', filter } = options;
  const last = log.last();
  const forward = direction === 'forward';
  const start = placeOf(options.after ?? (forward ? 'start' : 'end'), last);
  // Backward from 'end' includes the last event; from an explicit position it excludes that one.
  let low = forward ? start : 0;
  let high = forward ? last : options.after === undefined || options.after === 'end' ? last : start - 1;
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  while (low < high && left > 0) {
    const [after, until] = forward ? [low, Math.min(low + log.scanWindow, high)] : [Math.max(high - log.scanWindow, low), high];
    const limit = Math.min(pageSize, left);
    const { events: page, complete } = log.scan(after, until, filter, limit, direction);
    const end = page.at(-1);
    const full = !complete && end !== undefined;
    if (forward) low = full ? Number(end.position) : until;
    else high = full ? Number(end.position) - 1 : after;
    left -= page.length;
    yield* page;
    if (low < high && left > 0) await nextTurn();
  }
}

/** Catch-up, then live. A page is read only when the consumer has taken the one before. Markers stand behind what they cover. */
export async function* followLog(log: LogSource, options: SubscribeOptions): AsyncGenerator<Delivery> {
  const { filter, signal } = options;
  let cursor = placeOf(options.after, log.last());
  let caughtUp = false;
  while (!signal.aborted) {
    const seen = log.generation();
    const last = log.last();
    if (cursor > last)
      throw new InvalidPosition(`the event store ended at ${toPosition(last)}, before position ${toPosition(cursor)} that was read from it`);
    if (cursor === last) {
      if (caughtUp) {
        await log.changed(seen, signal);
        continue;
      }
      caughtUp = true;
      yield { kind: 'caughtUp', position: toPosition(cursor) };
      continue;
    }
    const until = Math.min(cursor + log.scanWindow, last);
    const { events: page, complete } = log.scan(cursor, until, filter, pageSize, 'forward');
    for (const event of page) {
      yield { kind: 'event', event };
      // The consumer may have aborted while it held the event.
      if (aborted(signal)) return;
    }
    const delivered = page.at(-1);
    cursor = !complete && delivered ? Number(delivered.position) : until;
    if (delivered === undefined || Number(delivered.position) < cursor) yield { kind: 'checkpoint', position: toPosition(cursor) };
    if (cursor < last) await nextTurn();
  }
}

/** Reads are synchronous: between two pages the rest of the process gets its turn. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const aborted = (signal: AbortSignal): boolean => signal.aborted;
