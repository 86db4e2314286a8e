import type { CommandMetadata } from './metadata.js';

/** What happened: a plain readonly record. `type` is in the past tense; the rest is stored as the event's data. */
export interface DomainEvent {
  readonly type: string;
}

/** What is asked, with who asks and when. */
export interface DomainCommand {
  readonly type: string;
  readonly meta: CommandMetadata;
}

/**
 * An aggregate or process as three pure parts. `decide` returns the events of a command, `[]` when all is already so,
 * and throws `DomainError` when a rule is broken. `evolve` is total: an unknown event leaves the state unchanged.
 */
export interface Decider<Command extends DomainCommand, State, Event extends DomainEvent> {
  readonly initial: State;
  decide(command: Command, state: State): readonly Event[];
  evolve(state: State, event: Event): State;
}

export const fold = <State, Event extends DomainEvent>(
  decider: { readonly initial: State; evolve(state: State, event: Event): State },
  events: Iterable<Event>,
): State => {
  let state = decider.initial;
  for (const event of events) state = decider.evolve(state, event);
  return state;
};
