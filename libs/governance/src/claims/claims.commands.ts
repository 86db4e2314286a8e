import type { DomainCommand } from '@orgledger/kernel';
import type { Completion } from './claims.events.js';

export interface TakeClaim extends DomainCommand {
  readonly type: 'TakeClaim';
  readonly slot: string;
  readonly holder: string;
  readonly completion?: Completion;
}

export interface ReleaseClaim extends DomainCommand {
  readonly type: 'ReleaseClaim';
  readonly slot: string;
  readonly holder: string;
}

/** Refused while a slot is held. */
export interface CloseClaims extends DomainCommand {
  readonly type: 'CloseClaims';
  readonly completion?: Completion;
}

export type ClaimsCommand = TakeClaim | ReleaseClaim | CloseClaims;
