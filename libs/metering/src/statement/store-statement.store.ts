import { AppendInDoubt, ConcurrencyConflict, toNewEvent } from '@orgledger/event-store';
import type { EventStore, Expected, NewEvent } from '@orgledger/event-store';
import { uuidv5 } from '@orgledger/kernel';
import type { EventMetadata } from '@orgledger/kernel';
import { streams } from '../streams.js';
import type { StatementEvent } from './statement.events.js';
import type { Statement, StatementLine } from './statement.js';
import { hashOfStatement } from './statement-hash.store.js';

export interface Closing {
  readonly closeId: string;
  readonly version: number;
  readonly metadata: EventMetadata;
}

/** Characters of lines in one event: with the rest of it well below what every store takes. */
const charactersPerEvent = 400_000;
const tries = 5;

/**
 * Stores one statement of a closing in its stream and answers its hash. Its event ids are drawn from the closing, so whoever repeats it,
 * after a crash or beside another closer, finds it stored.
 */
export const storeStatement = async (store: EventStore, closing: Closing, statement: Statement): Promise<string> => {
  const hash = hashOfStatement(statement);
  const stream = streams.statement(statement.payerAccountId, statement.month, statement.holder.tenantId);
  const events = eventsOf(closing, statement, hash);
  let expected: Expected = 'no_stream';
  if (closing.version > 1) {
    const known = await look(store, stream, events);
    if (known === 'stored') return hash;
    expected = known;
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      await appendOnceInDoubt(store, stream, expected, events);
      return hash;
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict) || attempt === tries) throw error;
      const known = await look(store, stream, events);
      if (known === 'stored') return hash;
      expected = known;
    }
  }
};

const look = async (store: EventStore, stream: string, events: readonly NewEvent[]): Promise<'stored' | Expected> => {
  const { events: stored } = await store.readStream(stream);
  if (stored.some(({ id }) => id === events[0]?.id)) return 'stored';
  return stored.at(-1)?.revision ?? 'no_stream';
};

const appendOnceInDoubt = async (store: EventStore, stream: string, expected: Expected, events: readonly NewEvent[]): Promise<void> => {
  try {
    await store.append(stream, expected, events);
  } catch (error) {
    if (!(error instanceof AppendInDoubt)) throw error;
    await store.append(stream, expected, events);
  }
};

const eventsOf = ({ closeId, version, metadata }: Closing, statement: Statement, hash: string): readonly NewEvent[] => {
  const [first = [], ...rest] = linesByEvent(statement.lines);
  const finalised: StatementEvent = {
    type: 'StatementFinalised',
    closeId,
    version,
    statement: { ...statement, lines: first },
    hash,
    parts: rest.length + 1,
  };
  const more = rest.map((lines, index): StatementEvent => ({ type: 'StatementLinesFinalised', closeId, version, part: index + 2, lines }));
  return [finalised, ...more].map((event, index) => toNewEvent(event, uuidv5(closeId, `${statement.holder.tenantId} ${index + 1}`), metadata));
};

/** Most statements have few lines; only accounts of nobody in their thousands make one that needs several events. */
const linesByEvent = (lines: readonly StatementLine[]): readonly (readonly StatementLine[])[] => {
  if (lines.length < 400) return [lines];
  const parts: StatementLine[][] = [[]];
  let characters = 0;
  for (const line of lines) {
    characters += JSON.stringify(line).length;
    if (characters > charactersPerEvent) {
      parts.push([]);
      characters = 0;
    }
    parts.at(-1)?.push(line);
  }
  return parts;
};
