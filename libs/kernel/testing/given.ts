import { isDeepStrictEqual } from 'node:util';
import { fold } from '../src/decider.js';
import type { Decider, DomainCommand, DomainEvent } from '../src/decider.js';
import { DomainError } from '../src/domain-error.js';

interface Outcome<Event> {
  /** Exactly these events. */
  then(...events: Event[]): void;
  /** A DomainError with this code, and this field where one is named. */
  thenRefused(code: string, field?: string): void;
}

/** Given past events, when a command arrives, then exactly these events or this refusal. Fails when `decide` or `evolve` mutated the state it was given. */
export const given = <Command extends DomainCommand, State, Event extends DomainEvent>(
  decider: Decider<Command, State, Event>,
  ...history: Event[]
) => ({
  when(command: Command): Outcome<Event> {
    const state = fold(guarded(decider), history);
    const attempt = (): readonly Event[] => unchanged('decide', state, () => decider.decide(command, state));
    return {
      then: (...events) => {
        const decided = attempt();
        expect(decided).toEqual(events);
        fold(guarded({ ...decider, initial: state }), decided);
      },
      thenRefused: (code, field) => {
        const refusal = thrownBy(attempt);
        expect(refusal).toBeInstanceOf(DomainError);
        expect({ code: (refusal as DomainError).code, ...(field === undefined ? {} : { field: (refusal as DomainError).field }) }).toEqual({
          code,
          ...(field === undefined ? {} : { field }),
        });
      },
    };
  },
});

const thrownBy = (attempt: () => unknown): unknown => {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  throw new Error('expected a refusal, but the command was accepted');
};

const guarded = <State, Event extends DomainEvent>(decider: { initial: State; evolve(state: State, event: Event): State }) => ({
  initial: decider.initial,
  evolve: (state: State, event: Event) => unchanged(`evolve ${event.type}`, state, () => decider.evolve(state, event)),
});

const unchanged = <Result>(what: string, state: unknown, run: () => Result): Result => {
  const before = structuredClone(state);
  try {
    return run();
  } finally {
    if (!isDeepStrictEqual(structuredClone(state), before)) throw new Error(`${what} mutated the state it was given`);
  }
};
