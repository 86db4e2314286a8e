import { executeCommand } from '@orgledger/event-store';
import type { EventStore, Recorded } from '@orgledger/event-store';
import { uuidv5 } from '@orgledger/kernel';
import { streams } from '../streams.js';
import { notificationDecider } from './notification.decider.js';
import type { Message } from './notification.events.js';

/**
 * Asks for one message to each target, once for each `cause`: ids follow from the two, so that a reaction may see its event again.
 * What is stored is sent by the dispatcher, at least once.
 */
export const requestNotifications = async (store: EventStore, cause: Recorded, targetIds: readonly string[], message: Message): Promise<void> => {
  for (const targetId of new Set(targetIds)) {
    const notificationId = uuidv5(cause.id, targetId);
    const meta = {
      commandId: uuidv5(notificationId, 'request'),
      actor: { kind: 'system', id: 'notification' },
      now: cause.metadata.at,
      correlationId: cause.metadata.$correlationId,
      causationId: cause.id,
    } as const;
    const command = { type: 'RequestNotification', notificationId, targetId, causeId: cause.id, ...message, meta } as const;
    await executeCommand(store, notificationDecider, streams.notification(notificationId), command);
  }
};
