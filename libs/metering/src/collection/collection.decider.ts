import { DomainError } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import { addMonths, isMonth, monthOf } from '../month.js';
import type { Month } from '../month.js';
import type { CollectionCommand, RequestCollection } from './collection.commands.js';
import type { CollectionEvent } from './collection.events.js';

/** Cost Explorer shows so many months before the current one at most. @source specs/chargeback.md §2.6 */
const mostMonthsBack = 13;

export type Collection =
  | { readonly status: 'none' }
  | {
      /** `waiting`: it failed and goes on by itself. */
      readonly status: 'requested' | 'started' | 'waiting' | 'ended';
      readonly pullId: string;
      readonly payerAccountId: string;
      readonly trigger: 'schedule' | 'request';
      readonly wanted: readonly Month[] | undefined;
      /** Fixed when it started. */
      readonly months: readonly Month[] | undefined;
      readonly skipped: readonly string[];
      readonly observed: readonly Month[];
      readonly failures: number;
    };

const request = ({ pullId, payerAccountId, trigger, months, meta }: RequestCollection): CollectionEvent => {
  const current = monthOf(meta.now);
  const first = addMonths(current, -mostMonthsBack);
  for (const month of months ?? [])
    if (!isMonth(month) || month < first || month > current)
      throw new DomainError(
        'MONTH_OUT_OF_RANGE',
        `Cost Explorer shows the months from ${first} to ${current}; ${JSON.stringify(month)} is none of them.`,
        {
          field: 'months',
        },
      );
  if (months?.length === 0)
    throw new DomainError('FIELD_REQUIRED', 'Name at least one month, or leave months out to read what is due.', { field: 'months' });
  return { type: 'CollectionRequested', pullId, payerAccountId, trigger, ...(months ? { months: [...new Set(months)].sort().reverse() } : {}) };
};

const decide = (command: CollectionCommand, collection: Collection): readonly CollectionEvent[] => {
  if (command.type === 'RequestCollection') return collection.status === 'none' ? [request(command)] : [];
  if (collection.status === 'none' || collection.status === 'ended') return [];
  const { pullId, payerAccountId } = collection;
  const of = { pullId, payerAccountId };
  switch (command.type) {
    case 'StartCollection': {
      const { months, skipped, checks } = command;
      return collection.months === undefined ? [{ type: 'CollectionStarted', ...of, months, skipped, checks }] : [];
    }
    case 'RecordMonth': {
      const { type: _, meta: __, ...observed } = command;
      return collection.observed.includes(command.month) ? [] : [{ type: 'MonthObserved', ...of, ...observed }];
    }
    case 'CompleteCollection':
      return [{ type: 'CollectionCompleted', ...of, cost: command.cost, findings: command.findings }];
    case 'FailCollection': {
      const { type: _, meta: __, ...failed } = command;
      return [{ type: 'CollectionFailed', ...of, ...failed }];
    }
  }
};

const evolve = (collection: Collection, event: CollectionEvent): Collection => {
  if (event.type === 'CollectionRequested') {
    const { pullId, payerAccountId, trigger, months } = event;
    return { status: 'requested', pullId, payerAccountId, trigger, wanted: months, months: undefined, skipped: [], observed: [], failures: 0 };
  }
  if (collection.status === 'none') return collection;
  switch (event.type) {
    case 'CollectionStarted':
      return { ...collection, status: 'started', months: event.months, skipped: event.skipped };
    case 'MonthObserved':
      return { ...collection, observed: [...collection.observed, event.month] };
    case 'CollectionCompleted':
      return { ...collection, status: 'ended' };
    case 'CollectionFailed':
      return { ...collection, status: event.retryAt === undefined ? 'ended' : 'waiting', failures: collection.failures + 1 };
    default:
      return collection;
  }
};

export const collectionDecider: Decider<CollectionCommand, Collection, CollectionEvent> = { initial: { status: 'none' }, decide, evolve };
