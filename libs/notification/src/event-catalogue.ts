import type { NotificationEvent } from './message/notification.events.js';
import type { TargetEvent } from './target/target.events.js';

/** Every event type that notification stores, with its current version. A golden file for each proves that what was stored can still be read. */
export const notificationEventCatalogue: Readonly<Record<(NotificationEvent | TargetEvent)['type'], number>> = {
  NotificationTargetAdded: 1,
  NotificationTargetChanged: 1,
  NotificationTargetSecretReplaced: 1,
  NotificationTargetRemoved: 1,
  NotificationRequested: 1,
  NotificationAttemptStarted: 1,
  NotificationDelivered: 1,
  NotificationAttemptFailed: 1,
  NotificationDeadLettered: 1,
  NotificationRetryRequested: 1,
};
