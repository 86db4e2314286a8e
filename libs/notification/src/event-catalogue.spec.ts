import { join } from 'node:path';
import { describeStoredEvents } from '@orgledger/event-store/testing';
import { notificationEventCatalogue } from './event-catalogue.js';
import { notificationDecider } from './message/notification.decider.js';
import { targetDecider } from './target/target.decider.js';

const target = targetDecider({ loopbackAllowed: false, personKnown: true });

describeStoredEvents('notification', {
  catalogue: notificationEventCatalogue,
  folder: join(__dirname, '..', 'golden'),
  lives: {
    target: [target, ['NotificationTargetAdded', 'NotificationTargetChanged', 'NotificationTargetRemoved']],
    delivered: [notificationDecider, ['NotificationRequested', 'NotificationAttemptStarted', 'NotificationAttemptFailed', 'NotificationDelivered']],
    'dead letter': [
      notificationDecider,
      ['NotificationRequested', 'NotificationAttemptStarted', 'NotificationDeadLettered', 'NotificationRetryRequested'],
    ],
  },
  onlyTold: ['NotificationTargetSecretReplaced'],
});
