import type { DeliveryOutcome } from '../message/notification.commands.js';
import type { Message } from '../message/notification.events.js';

/** What goes out. `notificationId` is the same at every attempt: receivers drop what they have seen. `sentAt`: ISO 8601 UTC. */
export interface Outgoing extends Message {
  readonly notificationId: string;
  readonly requestedAt: string;
  readonly sentAt: string;
}

export const failed = (code: string, message: string, remedy: string, permanent = false): DeliveryOutcome => ({
  kind: 'failed',
  permanent,
  code,
  message,
  remedy,
});
