import { Command } from '@nestjs/cqrs';
import type { Executed } from '@orgledger/event-store';
import type { TagDefinitionCommand } from './tag-definition.commands.js';
import type { TagDefinitionEvent } from './tag-definition.events.js';

export class ExecuteTagDefinitionCommand extends Command<Executed<TagDefinitionEvent>> {
  constructor(readonly command: TagDefinitionCommand) {
    super();
  }
}
