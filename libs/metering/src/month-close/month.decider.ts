import { checkText, DomainError, equalJson } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { CompleteMonthClose, MonthCommand, RequestMonthClose, RestateMonth, StartMonthClose } from './month.commands.js';
import type { MonthEvent, Posting } from './month.events.js';

type Started = Extract<MonthEvent, { type: 'MonthCloseStarted' }>;
type Closed = Extract<MonthEvent, { type: 'MonthClosed' }>;
type Restated = Omit<Extract<MonthEvent, { type: 'MonthRestated' }>, 'type' | 'part' | 'parts'>;

/** A closing with what it fixed. */
export interface FixedClosing {
  readonly closeId: string;
  readonly version: number;
  readonly started: Started;
}

/** One payer's month. `reopened` is set from a reopening to the next closing: the statements of the last version still stand meanwhile. */
export interface BillMonth {
  /** Asked for, neither blocked nor started. */
  readonly requested?: { readonly closeId: string; readonly trigger: 'schedule' | 'request' };
  readonly closing?: FixedClosing;
  /** Why the last attempt did not go ahead. */
  readonly blocked?: Extract<MonthEvent, { type: 'MonthCloseBlocked' }>;
  readonly closed?: FixedClosing & { readonly event: Closed };
  readonly restated?: Restated;
  readonly reopened: boolean;
}

export const monthIsClosed = (month: BillMonth): boolean => month.closed !== undefined && !month.reopened;

const of = ({ payerAccountId, month }: MonthCommand) => ({ payerAccountId, month });

const request = (command: RequestMonthClose, month: BillMonth): readonly MonthEvent[] => {
  if (monthIsClosed(month) || month.requested !== undefined || month.closing !== undefined) return [];
  return [{ type: 'MonthCloseRequested', ...of(command), closeId: command.closeId, trigger: command.trigger }];
};

const start = (command: StartMonthClose, month: BillMonth): readonly MonthEvent[] => {
  if (month.closing?.closeId === command.closeId) return [];
  if (month.closing)
    throw new DomainError('MONTH_CLOSING', `The closing ${month.closing.closeId} of ${command.month} is under way: it goes on where it stopped.`, {
      closeId: month.closing.closeId,
    });
  if (monthIsClosed(month)) throw new DomainError('MONTH_CLOSED', `${command.month} is closed. Reopen it to close it again.`, { field: 'month' });
  const { meta: _, type: __, ...fixed } = command;
  return [{ type: 'MonthCloseStarted', ...fixed, version: (month.closed?.version ?? 0) + 1 }];
};

const complete = (command: CompleteMonthClose, month: BillMonth): readonly MonthEvent[] => {
  const { closeId, figures, digest, checks } = command;
  if (month.closed?.closeId === closeId) return [];
  if (month.closing?.closeId !== closeId)
    throw new DomainError(
      'CLOSE_STALE',
      `The closing ${closeId} of ${command.month} was abandoned: its statements do not count. Close the month again.`,
    );
  return [{ type: 'MonthClosed', ...of(command), closeId, version: month.closing.version, figures, digest, checks }];
};

const restate = (command: RestateMonth, month: BillMonth): readonly MonthEvent[] => {
  // Closed again, or reopened, while it was recomputed: the answer is about statements that stand no more.
  if (!monthIsClosed(month) || month.closed?.version !== command.version) return [];
  const { costsDigest, inputsDigest, total, parts } = command;
  const differences = parts.flat();
  if (equalJson(differences, month.restated?.differences ?? [])) return [];
  const number = (month.restated?.number ?? 0) + 1;
  return parts.map((part, index) => ({
    type: 'MonthRestated',
    ...of(command),
    number,
    costsDigest,
    inputsDigest,
    total,
    differences: part,
    part: index + 1,
    parts: parts.length,
  }));
};

const decide = (command: MonthCommand, month: BillMonth): readonly MonthEvent[] => {
  switch (command.type) {
    case 'RequestMonthClose':
      return request(command, month);
    case 'BlockMonthClose':
      // Somebody else went ahead, or answered.
      if (month.closing || monthIsClosed(month) || month.requested?.closeId !== command.closeId) return [];
      return [{ type: 'MonthCloseBlocked', ...of(command), closeId: command.closeId, checks: command.checks }];
    case 'StartMonthClose':
      return start(command, month);
    case 'AbandonMonthClose':
      if (month.closing?.closeId !== command.closeId) return [];
      return [{ type: 'MonthCloseAbandoned', ...of(command), closeId: command.closeId, message: command.message }];
    case 'CompleteMonthClose':
      return complete(command, month);
    case 'RestateMonth':
      return restate(command, month);
    case 'ReopenMonth': {
      const reason = checkText('reason', command.reason, { max: 500 });
      if (month.reopened) return [];
      if (!month.closed)
        throw new DomainError('MONTH_NOT_CLOSED', `${command.month} is not closed, so there is nothing to reopen.`, { field: 'month' });
      return [{ type: 'MonthReopened', ...of(command), version: month.closed.version, reason }];
    }
  }
};

const without = <Key extends keyof BillMonth>(month: BillMonth, ...keys: readonly Key[]): Omit<BillMonth, Key> => {
  const copy = { ...month };
  for (const key of keys) Reflect.deleteProperty(copy, key);
  return copy;
};

const evolve = (month: BillMonth, event: MonthEvent): BillMonth => {
  switch (event.type) {
    case 'MonthCloseRequested':
      return { ...month, requested: { closeId: event.closeId, trigger: event.trigger } };
    case 'MonthCloseBlocked':
      return { ...without(month, 'requested'), blocked: event };
    case 'MonthCloseStarted':
      return { ...without(month, 'requested', 'blocked'), closing: { closeId: event.closeId, version: event.version, started: event } };
    case 'MonthCloseAbandoned':
      return without(month, 'closing');
    case 'MonthClosed': {
      if (!month.closing) return month;
      return { ...without(month, 'closing', 'restated'), closed: { ...month.closing, event }, reopened: false };
    }
    case 'MonthRestated': {
      const { type: _, part, parts: __, ...restated } = event;
      const before: readonly Posting[] = part > 1 ? (month.restated?.differences ?? []) : [];
      return { ...month, restated: { ...restated, differences: [...before, ...event.differences] } };
    }
    case 'MonthReopened':
      return { ...month, reopened: true };
    default:
      return month;
  }
};

export const monthDecider: Decider<MonthCommand, BillMonth, MonthEvent> = { initial: { reopened: false }, decide, evolve };
