import { DomainError } from '@orgledger/kernel';
import type { Decider } from '@orgledger/kernel';
import type { EndAttempt, NotificationCommand, RequestNotification, StartAttempt } from './notification.commands.js';
import type { NotificationEvent } from './notification.events.js';

export type Notification =
  | { readonly status: 'none' }
  | {
      readonly status: 'waiting' | 'sending' | 'delivered' | 'deadLetter';
      readonly attempt: number;
      /** Failures since it was asked for: what the next wait grows with. */
      readonly failures: number;
      /** When it is due, or when an open attempt counts as lost. */
      readonly until: string;
    };

const request = ({ notificationId, targetId, causeId, topic, subject, text, data }: RequestNotification, state: Notification): NotificationEvent[] =>
  state.status === 'none' ? [{ type: 'NotificationRequested', notificationId, targetId, causeId, topic, subject, text, data }] : [];

const start = ({ notificationId, attempt, openUntil, meta }: StartAttempt, state: Notification): NotificationEvent[] => {
  const free = state.status === 'waiting' || state.status === 'sending';
  if (!free || attempt !== state.attempt + 1 || state.until > meta.now) return [];
  return [{ type: 'NotificationAttemptStarted', notificationId, attempt, openUntil }];
};

const end = ({ notificationId, attempt, outcome, retryAt }: EndAttempt, state: Notification): NotificationEvent[] => {
  // An attempt that was given up for lost and still ends: what it says of delivery counts, its failure does not.
  if (state.status === 'none' || state.status === 'delivered') return [];
  if (outcome.kind === 'delivered') return [{ type: 'NotificationDelivered', notificationId, attempt, answer: outcome.answer }];
  if (state.status !== 'sending' || state.attempt !== attempt) return [];
  const { code, message, remedy } = outcome;
  const next = outcome.permanent ? undefined : retryAt[state.failures];
  if (next === undefined) return [{ type: 'NotificationDeadLettered', notificationId, attempt, code, message, remedy }];
  return [{ type: 'NotificationAttemptFailed', notificationId, attempt, code, message, retryAt: next }];
};

const retry = (notificationId: string, state: Notification): NotificationEvent[] => {
  if (state.status === 'none')
    throw new DomainError('NOTIFICATION_NOT_FOUND', `There is no notification ${notificationId}: list them and choose one.`, {
      field: 'notificationId',
    });
  if (state.status === 'delivered')
    throw new DomainError('NOTIFICATION_DELIVERED', 'The notification has been delivered: there is nothing to try again.', {
      field: 'notificationId',
    });
  return state.status === 'sending' ? [] : [{ type: 'NotificationRetryRequested', notificationId }];
};

const evolve = (state: Notification, event: NotificationEvent): Notification => {
  if (event.type === 'NotificationRequested') return { status: 'waiting', attempt: 0, failures: 0, until: '' };
  if (state.status === 'none') return state;
  switch (event.type) {
    case 'NotificationAttemptStarted':
      return { ...state, status: 'sending', attempt: event.attempt, until: event.openUntil };
    case 'NotificationDelivered':
      return { ...state, status: 'delivered' };
    case 'NotificationAttemptFailed':
      return { ...state, status: 'waiting', failures: state.failures + 1, until: event.retryAt };
    case 'NotificationDeadLettered':
      return { ...state, status: 'deadLetter', failures: 0 };
    case 'NotificationRetryRequested':
      return { ...state, status: 'waiting', failures: 0, until: '' };
    default:
      return state;
  }
};

export const notificationDecider: Decider<NotificationCommand, Notification, NotificationEvent> = {
  initial: { status: 'none' },
  decide: (command, state) => {
    switch (command.type) {
      case 'RequestNotification':
        return request(command, state);
      case 'StartAttempt':
        return start(command, state);
      case 'EndAttempt':
        return end(command, state);
      case 'RetryNotification':
        return retry(command.notificationId, state);
    }
  },
  evolve,
};
