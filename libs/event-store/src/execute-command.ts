import { fold, metadataOf, uuidv5 } from '@orgledger/kernel';
import type { Decider, DomainCommand, DomainEvent } from '@orgledger/kernel';
import { AppendInDoubt, ConcurrencyConflict } from './errors.js';
import { fromRecorded, toNewEvent } from './envelope.js';
import type { Appended, EventStore, Position, StreamName } from './port.js';

/** What a command did. `position` is undefined when it changed nothing; `repeated` when this commandId had been carried out before. */
export interface Executed<Event> {
  readonly stream: StreamName;
  readonly position: Position | undefined;
  readonly events: readonly Event[];
  readonly repeated: boolean;
}

const conflictRetries = 3;

/**
 * Load, fold, decide, append. A commandId whose events are in the stream answers with their position and decides nothing;
 * a conflict starts over, at most three times; an append in doubt repeats the very same request, once, and is never re-read.
 * @source architecture, "How one change travels", 2
 */
export const executeCommand = async <Command extends DomainCommand, State, Event extends DomainEvent>(
  store: EventStore,
  decider: Decider<Command, State, Event>,
  stream: StreamName,
  command: Command,
): Promise<Executed<Event>> => {
  for (let attempt = 0; ; attempt += 1) {
    const { exists, events: history } = await store.readStream(stream);
    const done = history.filter((event) => event.metadata.commandId === command.meta.commandId);
    const lastDone = done.at(-1);
    if (lastDone) return { stream, position: lastDone.position, events: done.map((event) => fromRecorded<Event>(event)), repeated: true };

    const state = fold(
      decider,
      history.map((event) => fromRecorded<Event>(event)),
    );
    const decided = decider.decide(command, state);
    if (decided.length === 0) return { stream, position: undefined, events: [], repeated: false };

    const metadata = metadataOf(command.meta);
    const newEvents = decided.map((event, index) => toNewEvent(event, uuidv5(command.meta.commandId, index), metadata));
    const expected = exists ? (history.at(-1)?.revision ?? 'no_stream') : 'no_stream';
    try {
      const { position } = await appendOnceInDoubt(() => store.append(stream, expected, newEvents));
      return { stream, position, events: decided, repeated: false };
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict) || attempt >= conflictRetries) throw error;
    }
  }
};

const appendOnceInDoubt = async (append: () => Promise<Appended>): Promise<Appended> => {
  try {
    return await append();
  } catch (error) {
    if (!(error instanceof AppendInDoubt)) throw error;
    return append();
  }
};
