import type { CommandMetadata, DomainEvent } from '@orgledger/kernel';

/** A roster that an object also enters: refused for good once the roster is closed. */
export interface Admission {
  readonly stream: string;
  readonly slot: string;
  readonly holder: string;
}

/**
 * The second append that a claim was taken for, exactly as it will be: whoever finds it missing appends it.
 * Both the command's handler and the healing subscription do so, and come to the same events.
 */
export interface Completion {
  readonly stream: string;
  readonly events: readonly DomainEvent[];
  readonly meta: CommandMetadata;
  /** Made before it. */
  readonly admissions?: readonly Admission[];
}

/** A claim stream gives each slot to one holder at a time, until it is closed for good. */
export type ClaimsEvent =
  | { readonly type: 'ClaimTaken'; readonly slot: string; readonly holder: string; readonly completion?: Completion }
  | { readonly type: 'ClaimReleased'; readonly slot: string; readonly holder: string }
  | { readonly type: 'ClaimsClosed'; readonly completion?: Completion };
