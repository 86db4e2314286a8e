import type { DomainCommand } from '@orgledger/kernel';
import type { Message } from './notification.events.js';

export interface RequestNotification extends DomainCommand, Message {
  readonly type: 'RequestNotification';
  readonly notificationId: string;
  readonly targetId: string;
  readonly causeId: string;
}

/** Of the dispatcher: `attempt` is the one it has seen last plus one. */
export interface StartAttempt extends DomainCommand {
  readonly type: 'StartAttempt';
  readonly notificationId: string;
  readonly attempt: number;
  readonly openUntil: string;
}

export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly answer: string }
  /** `permanent`: another try would end the same until somebody does what `remedy` says. */
  | { readonly kind: 'failed'; readonly permanent: boolean; readonly code: string; readonly message: string; readonly remedy: string };

export interface EndAttempt extends DomainCommand {
  readonly type: 'EndAttempt';
  readonly notificationId: string;
  readonly attempt: number;
  readonly outcome: DeliveryOutcome;
  /** When to try again after the first failure, the second and so on; after the last one it is a dead letter. ISO 8601 UTC. */
  readonly retryAt: readonly string[];
}

export interface RetryNotification extends DomainCommand {
  readonly type: 'RetryNotification';
  readonly notificationId: string;
}

export type NotificationCommand = RequestNotification | StartAttempt | EndAttempt | RetryNotification;
