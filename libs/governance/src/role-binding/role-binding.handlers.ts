import { Command } from '@nestjs/cqrs';
import type { Executed } from '@orgledger/event-store';
import type { RoleBindingCommand } from './role-binding.commands.js';
import type { RoleBindingEvent } from './role-binding.events.js';

export class ExecuteRoleBindingCommand extends Command<Executed<RoleBindingEvent>> {
  constructor(readonly command: RoleBindingCommand) {
    super();
  }
}
