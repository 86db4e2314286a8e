import { DomainError } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { ClaimsCommand, CloseClaims, ReleaseClaim, TakeClaim } from './claims.commands.js';
import type { ClaimsEvent } from './claims.events.js';

export interface Claims {
  readonly closed: boolean;
  /** Holder by slot. */
  readonly holders: Readonly<Record<string, string>>;
}

const takeClaim = (command: TakeClaim, state: Claims): ClaimsEvent[] => {
  if (state.closed) throw new DomainError('CLAIMS_CLOSED', 'What this belongs to is being deleted.');
  const holder = state.holders[command.slot];
  if (holder === command.holder) return [];
  if (holder !== undefined) throw new DomainError('CLAIM_HELD', `${command.slot} is taken by ${holder}.`, { slot: command.slot, holder });
  const { slot, completion } = command;
  return [{ type: 'ClaimTaken', slot, holder: command.holder, ...(completion && { completion }) }];
};

const releaseClaim = (command: ReleaseClaim, state: Claims): ClaimsEvent[] =>
  state.holders[command.slot] === command.holder ? [{ type: 'ClaimReleased', slot: command.slot, holder: command.holder }] : [];

const closeClaims = (command: CloseClaims, state: Claims): ClaimsEvent[] => {
  if (state.closed) return [];
  const slots = Object.keys(state.holders);
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

const without = (holders: Claims['holders'], slot: string): Claims['holders'] =>
  Object.fromEntries(Object.entries(holders).filter(([held]) => held !== slot));

const evolve = (state: Claims, event: ClaimsEvent): Claims => {
  switch (event.type) {
    case 'ClaimTaken':
      return { ...state, holders: { ...state.holders, [event.slot]: event.holder } };
    case 'ClaimReleased':
      return { ...state, holders: without(state.holders, event.slot) };
    case 'ClaimsClosed':
      return { ...state, closed: true };
    default:
      return state;
  }
};

export const claimsDecider: Decider<ClaimsCommand, Claims, ClaimsEvent> = { initial: { closed: false, holders: {} }, decide, evolve };
