import { given } from '@orgledger/kernel/testing';
import { notificationDecider } from './notification.decider.js';
import type { DeliveryOutcome, NotificationCommand } from './notification.commands.js';
import type { NotificationEvent } from './notification.events.js';

const notificationId = '0190d3a0-0000-5000-8000-000000000001';
const targetId = '0190d3a0-0000-7000-8000-000000000002';
const now = '2026-03-02T08:00:00.000Z';
const meta = { commandId: notificationId, actor: { kind: 'system', id: 's' }, now, correlationId: notificationId } as const;
const message = { topic: 't', subject: 's', text: 'x', data: {} };

const requested: NotificationEvent = { type: 'NotificationRequested', notificationId, targetId, causeId: 'c', ...message };
const started = (attempt: number, openUntil = '2026-03-02T08:02:00.000Z'): NotificationEvent => ({
  type: 'NotificationAttemptStarted',
  notificationId,
  attempt,
  openUntil,
});
const missed = (attempt: number, retryAt: string): NotificationEvent => ({
  type: 'NotificationAttemptFailed',
  notificationId,
  attempt,
  code: 'X',
  message: 'm',
  retryAt,
});
const start = (attempt: number): NotificationCommand => ({
  type: 'StartAttempt',
  notificationId,
  attempt,
  openUntil: '2026-03-02T08:02:00.000Z',
  meta,
});
const retryAt = ['2026-03-02T08:01:00.000Z', '2026-03-02T08:05:00.000Z'];
const end = (attempt: number, outcome: DeliveryOutcome): NotificationCommand => ({
  type: 'EndAttempt',
  notificationId,
  attempt,
  outcome,
  retryAt,
  meta,
});
const failure = (permanent: boolean): DeliveryOutcome => ({ kind: 'failed', permanent, code: 'X', message: 'm', remedy: 'r' });
const delivered: DeliveryOutcome = { kind: 'delivered', answer: '204' };

describe('a notification', () => {
  it('is asked for once, whoever repeats it', () => {
    given(notificationDecider)
      .when({ ...message, type: 'RequestNotification', notificationId, targetId, causeId: 'c', meta })
      .then(requested);
    given(notificationDecider, requested)
      .when({ ...message, type: 'RequestNotification', notificationId, targetId, causeId: 'c', meta })
      .then();
  });

  it('is tried by one at a time, and again when an attempt counts as lost', () => {
    given(notificationDecider, requested).when(start(1)).then(started(1));
    given(notificationDecider, requested, started(1)).when(start(1)).then();
    given(notificationDecider, requested, started(1)).when(start(2)).then();
    given(notificationDecider, requested, started(1, now)).when(start(2)).then(started(2));
    given(notificationDecider, requested, started(1), missed(1, '2026-03-02T08:00:00.001Z')).when(start(2)).then();
    given(notificationDecider, requested, started(1), missed(1, now)).when(start(2)).then(started(2));
  });

  it('waits longer after each failure, then becomes a dead letter; at once when another try would end the same', () => {
    given(notificationDecider, requested, started(1))
      .when(end(1, failure(false)))
      .then(missed(1, retryAt[0]!));
    given(notificationDecider, requested, missed(1, now), started(2))
      .when(end(2, failure(false)))
      .then(missed(2, retryAt[1]!));
    const dead = (attempt: number) => ({ type: 'NotificationDeadLettered', notificationId, attempt, code: 'X', message: 'm', remedy: 'r' }) as const;
    given(notificationDecider, requested, missed(1, now), missed(2, now), started(3))
      .when(end(3, failure(false)))
      .then(dead(3));
    given(notificationDecider, requested, started(1))
      .when(end(1, failure(true)))
      .then(dead(1));
  });

  it('counts as delivered even when the attempt had been given up for lost; a late failure says nothing', () => {
    given(notificationDecider, requested, started(1, now), started(2))
      .when(end(1, delivered))
      .then({ type: 'NotificationDelivered', notificationId, attempt: 1, answer: '204' });
    given(notificationDecider, requested, started(1, now), started(2))
      .when(end(1, failure(true)))
      .then();
    given(notificationDecider, requested, started(1), { type: 'NotificationDelivered', notificationId, attempt: 1, answer: '204' })
      .when(end(2, delivered))
      .then();
  });

  it('is retried by a person from a dead letter, with new waits', () => {
    const dead: NotificationEvent = { type: 'NotificationDeadLettered', notificationId, attempt: 1, code: 'X', message: 'm', remedy: 'r' };
    const again: NotificationEvent = { type: 'NotificationRetryRequested', notificationId };
    given(notificationDecider, requested, started(1), dead).when({ type: 'RetryNotification', notificationId, meta }).then(again);
    given(notificationDecider, requested, started(1), dead).when(start(2)).then();
    given(notificationDecider, requested, started(1), dead, again).when(start(2)).then(started(2));
    given(notificationDecider, requested, started(1), dead, again, started(2))
      .when(end(2, failure(false)))
      .then(missed(2, retryAt[0]!));
    given(notificationDecider).when({ type: 'RetryNotification', notificationId, meta }).thenRefused('NOTIFICATION_NOT_FOUND', 'notificationId');
  });
});
