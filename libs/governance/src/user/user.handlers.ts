import { Command } from '@nestjs/cqrs';
import type { Executed } from '@orgledger/event-store';
import type { UserCommand } from './user.commands.js';
import type { UserEvent } from './user.events.js';

export class ExecuteUserCommand extends Command<Executed<UserEvent>> {
  constructor(readonly command: UserCommand) {
    super();
  }
}
