import type { EventMetadata } from '@orgledger/kernel';

/** `category-id`: ASCII, at most 200 characters; the first `-` ends the category; a leading `$` is reserved. */
export type StreamName = string;

/** The revision a stream must have before an append. Revisions start at 0n. `any` is for logs only. */
export type Expected = bigint | 'no_stream' | 'stream_exists' | 'any';

declare const positionBrand: unique symbol;
/** A place in the store's total order. Opaque text: compare with `EventStore.comparePositions`, never by arithmetic. */
export type Position = string & { readonly [positionBrand]: true };

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type EventData = Readonly<Record<string, Json>> | Uint8Array;

export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: EventData;
  readonly metadata: EventMetadata;
}

export interface Recorded extends NewEvent {
  readonly stream: StreamName;
  readonly revision: bigint;
  readonly position: Position;
  readonly created: Date;
}

export interface Appended {
  /** Revision and position of the last event of the append. */
  readonly revision: bigint;
  readonly position: Position;
  /** True when the very same events were there already. */
  readonly idempotent: boolean;
}

export interface AppendOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export type Direction = 'forward' | 'backward';

export interface ReadStreamOptions {
  /** First revision delivered (inclusive); default: the beginning, or the end when backward. */
  readonly from?: bigint;
  readonly direction?: Direction;
  readonly limit?: number;
}

/** Any of the categories, and any of the types; an absent list does not restrict. `streamPrefix` is literal. */
export interface EventFilter {
  readonly categories?: readonly string[];
  readonly types?: readonly string[];
  readonly streamPrefix?: string;
}

export interface ReadAllOptions {
  /** Exclusive in both directions. Default: the start, or the end when backward. */
  readonly after?: Position | 'start' | 'end';
  readonly direction?: Direction;
  readonly limit?: number;
  readonly filter?: EventFilter;
}

export interface StreamSlice {
  readonly exists: boolean;
  readonly events: readonly Recorded[];
}

/** A marker behind everything delivered so far: it may be stored once what came before it has been handled. */
export interface SubscriptionMarker {
  readonly kind: 'checkpoint' | 'caughtUp';
  readonly position: Position;
}

/** `continues`: an upcaster made several events of one stored event, and this is not the last; a checkpoint must not fall between them. */
export interface DeliveredEvent {
  readonly kind: 'event';
  readonly event: Recorded;
  readonly continues?: true;
}

export type Delivery = DeliveredEvent | SubscriptionMarker;

export interface SubscribeOptions {
  readonly after: Position | 'start' | 'end';
  readonly filter?: EventFilter;
  readonly signal: AbortSignal;
}

/** What an adapter can do beyond the weakest store; the contract suite defines its cases by this. */
export interface Capabilities {
  readonly multiStreamAppend: boolean;
  readonly strictIdUniqueness: boolean;
  readonly transactionalProjection: boolean;
  readonly filterOnRead: boolean;
  readonly hardDelete: boolean;
  readonly rewrite: boolean;
  /** Survives its process. */
  readonly durable: boolean;
  /** Several processes may append at once. */
  readonly multiProcess: boolean;
}

/** @source specs/event-store.md §2.2 */
export interface EventStore {
  readonly capabilities: Capabilities;
  /** Atomic. Throws ConcurrencyConflict, StreamDeleted, AppendTooLarge, AppendInDoubt, StoreUnavailable. The same ids at the same explicit revision again: the first answer, `idempotent`. */
  append(stream: StreamName, expected: Expected, events: readonly NewEvent[], options?: AppendOptions): Promise<Appended>;
  /** A missing or soft-deleted stream answers `exists: false`; a tombstoned one throws StreamDeleted. */
  readStream(stream: StreamName, options?: ReadStreamOptions): Promise<StreamSlice>;
  readAll(options?: ReadAllOptions): AsyncIterable<Recorded>;
  /** Catch-up, then live, in position order; ends when the signal aborts. Exactly one `caughtUp`. */
  subscribe(options: SubscribeOptions): AsyncIterable<Delivery>;
  /** Position of the last event, or a position before the first one when the store is empty. */
  head(): Promise<Position>;
  delete(stream: StreamName, expected: Expected, kind: 'soft' | 'tombstone'): Promise<void>;
  comparePositions(a: Position, b: Position): -1 | 0 | 1;
  /** The store's epoch: changes when the log is not the continuation of the one a checkpoint was taken from. */
  identity(): Promise<string>;
  close(): Promise<void>;
}

/** Injection token of the one EventStore of a process. */
export const EVENT_STORE = Symbol('EventStore');
