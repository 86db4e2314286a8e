import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { checkUuid } from '@orgledger/kernel';
import { streams } from '../streams.js';
import type { NotificationCommand } from './notification.commands.js';
import { notificationDecider } from './notification.decider.js';
import type { NotificationEvent } from './notification.events.js';

export class ExecuteNotificationCommand extends Command<Executed<NotificationEvent>> {
  constructor(readonly command: NotificationCommand) {
    super();
  }
}

@CommandHandler(ExecuteNotificationCommand)
export class NotificationCommandHandler implements ICommandHandler<ExecuteNotificationCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ command }: ExecuteNotificationCommand): Promise<Executed<NotificationEvent>> {
    const notificationId = checkUuid('notificationId', command.notificationId);
    return executeCommand(this.store, notificationDecider, streams.notification(notificationId), { ...command, notificationId });
  }
}
