import { Command } from '@nestjs/cqrs';
import type { Executed } from '@orgledger/event-store';
import type { RoleMappingCommand } from './role-mapping.commands.js';
import type { RoleMappingEvent } from './role-mapping.events.js';

export class ExecuteRoleMappingCommand extends Command<Executed<RoleMappingEvent>> {
  constructor(readonly command: RoleMappingCommand) {
    super();
  }
}
