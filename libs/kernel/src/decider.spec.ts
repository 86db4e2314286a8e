import { given } from '../testing/given.js';
import type { CommandMetadata } from './metadata.js';
import type { Decider, DomainCommand } from './decider.js';
import { DomainError } from './domain-error.js';

const meta: CommandMetadata = {
  commandId: '00000000-0000-4000-8000-000000000001',
  actor: { kind: 'system', id: 'spec' },
  now: '2026-01-01T00:00:00.000Z',
  correlationId: 'c',
};

interface Add extends DomainCommand {
  readonly type: 'Add';
  readonly item: string;
}
interface Added {
  readonly type: 'Added';
  readonly item: string;
}

const pure: Decider<Add, readonly string[], Added> = {
  initial: [],
  decide: (command, state) => {
    if (command.item === '') throw new DomainError('ITEM_EMPTY', 'Name the item.', { field: 'item' });
    return state.includes(command.item) ? [] : [{ type: 'Added', item: command.item }];
  },
  evolve: (state, event) => [...state, event.item],
};

describe('given/when/then', () => {
  it('compares the decided events', () => {
    given(pure, { type: 'Added', item: 'a' }).when({ type: 'Add', item: 'b', meta }).then({ type: 'Added', item: 'b' });
    given(pure, { type: 'Added', item: 'a' }).when({ type: 'Add', item: 'a', meta }).then();
    given(pure).when({ type: 'Add', item: '', meta }).thenRefused('ITEM_EMPTY', 'item');
  });

  it('fails when the decided events differ, or a refusal was expected and none came', () => {
    const attempt = given(pure).when({ type: 'Add', item: 'a', meta });
    expect(() => attempt.then()).toThrow();
    expect(() => attempt.thenRefused('ITEM_EMPTY')).toThrow(/accepted/);
  });

  it('fails when decide mutates the state it was given', () => {
    const mutating: Decider<Add, string[], Added> = {
      initial: [],
      decide: (command, state) => {
        state.push(command.item);
        return [];
      },
      evolve: (state) => state,
    };
    expect(() => given(mutating).when({ type: 'Add', item: 'a', meta }).then()).toThrow(/decide mutated the state/);
  });

  it('fails when evolve mutates the state it was given', () => {
    const mutating: Decider<Add, string[], Added> = { ...pure, initial: [], evolve: (state, event) => (state.push(event.item), state) };
    expect(() => given(mutating, { type: 'Added', item: 'a' }).when({ type: 'Add', item: 'b', meta })).toThrow(/evolve Added mutated the state/);
  });
});
