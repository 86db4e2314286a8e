import { DomainError } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { ClaimsCommand, CloseClaims, ReleaseClaim, TakeClaim } from './claims.commands.js';
import type { ClaimsEvent } from './claims.events.js';

/** What became of a slot, and what was before: so that a roster of thousands is folded without copying it at every event. */
interface SlotChange {
  readonly slot: string;
  /** Undefined once it was given back. */
  readonly holder: string | undefined;
  readonly before: SlotChange | undefined;
}

export interface Claims {
  readonly closed: boolean;
  readonly newest: SlotChange | undefined;
}

export const holderOf = ({ newest }: Claims, slot: string): string | undefined => {
  for (let change = newest; change; change = change.before) if (change.slot === slot) return change.holder;
  return undefined;
};

/** Holder by slot. */
export const holdersOf = ({ newest }: Claims): ReadonlyMap<string, string> => {
  const seen = new Set<string>();
  const holders = new Map<string, string>();
  for (let change = newest; change; change = change.before) {
    if (!seen.has(change.slot) && change.holder !== undefined) holders.set(change.slot, change.holder);
    seen.add(change.slot);
  }
  return holders;
};

const takeClaim = (command: TakeClaim, state: Claims): ClaimsEvent[] => {
  if (state.closed) throw new DomainError('CLAIMS_CLOSED', 'What this belongs to is being deleted.');
  const holder = holderOf(state, command.slot);
  if (holder === command.holder) return [];
  if (holder !== undefined) throw new DomainError('CLAIM_HELD', `${command.slot} is taken by ${holder}.`, { slot: command.slot, holder });
  const { slot, completion } = command;
  return [{ type: 'ClaimTaken', slot, holder: command.holder, ...(completion && { completion }) }];
};

const releaseClaim = (command: ReleaseClaim, state: Claims): ClaimsEvent[] =>
  holderOf(state, command.slot) === command.holder ? [{ type: 'ClaimReleased', slot: command.slot, holder: command.holder }] : [];

const closeClaims = (command: CloseClaims, state: Claims): ClaimsEvent[] => {
  if (state.closed) return [];
  const slots = [...holdersOf(state).keys()];
  if (slots.length > 0) throw new DomainError('CLAIMS_HELD', `Still in use by ${slots.slice(0, 5).join(', ')}.`, { slots });
  return [{ type: 'ClaimsClosed', ...(command.completion && { completion: command.completion }) }];
};

const decide = (command: ClaimsCommand, state: Claims): ClaimsEvent[] => {
  switch (command.type) {
    case 'TakeClaim':
      return takeClaim(command, state);
    case 'ReleaseClaim':
      return releaseClaim(command, state);
    case 'CloseClaims':
      return closeClaims(command, state);
  }
};

const evolve = (state: Claims, event: ClaimsEvent): Claims => {
  switch (event.type) {
    case 'ClaimTaken':
      return { ...state, newest: { slot: event.slot, holder: event.holder, before: state.newest } };
    case 'ClaimReleased':
      return { ...state, newest: { slot: event.slot, holder: undefined, before: state.newest } };
    case 'ClaimsClosed':
      return { ...state, closed: true };
    default:
      return state;
  }
};

export const claimsDecider: Decider<ClaimsCommand, Claims, ClaimsEvent> = { initial: { closed: false, newest: undefined }, decide, evolve };
