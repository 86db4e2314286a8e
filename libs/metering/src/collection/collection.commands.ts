import type { DomainCommand } from '@orgledger/kernel';
import type { Month } from '../month.js';
import type { CollectionEvent } from './collection.events.js';

type Told<Type extends CollectionEvent['type']> = Omit<Extract<CollectionEvent, { readonly type: Type }>, 'type' | 'pullId' | 'payerAccountId'>;

export interface RequestCollection extends DomainCommand {
  readonly type: 'RequestCollection';
  /** UUID made at the edge, the same when the command is repeated. */
  readonly pullId: string;
  readonly payerAccountId: string;
  readonly trigger: 'schedule' | 'request';
  /** Absent: what is due. */
  readonly months?: readonly Month[];
}

export interface StartCollection extends DomainCommand, Told<'CollectionStarted'> {
  readonly type: 'StartCollection';
}

export interface RecordMonth extends DomainCommand, Told<'MonthObserved'> {
  readonly type: 'RecordMonth';
}

export interface CompleteCollection extends DomainCommand, Told<'CollectionCompleted'> {
  readonly type: 'CompleteCollection';
}

export interface FailCollection extends DomainCommand, Told<'CollectionFailed'> {
  readonly type: 'FailCollection';
}

export type CollectionCommand = RequestCollection | StartCollection | RecordMonth | CompleteCollection | FailCollection;
