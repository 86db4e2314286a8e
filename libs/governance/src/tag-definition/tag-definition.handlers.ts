import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { streams } from '../streams.js';
import { checkOneOf, checkRecord } from '@orgledger/kernel';
import type { TagDefinitionCommand } from './tag-definition.commands.js';
import { tagDefinitionDecider } from './tag-definition.decider.js';
import { tagTargets } from './tag-definition.events.js';
import type { TagDefinitionEvent } from './tag-definition.events.js';

export class ExecuteTagDefinitionCommand extends Command<Executed<TagDefinitionEvent>> {
  constructor(readonly command: TagDefinitionCommand) {
    super();
  }
}

@CommandHandler(ExecuteTagDefinitionCommand)
export class TagDefinitionCommandHandler implements ICommandHandler<ExecuteTagDefinitionCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ command }: ExecuteTagDefinitionCommand): Promise<Executed<TagDefinitionEvent>> {
    const target =
      command.type === 'DeleteTagDefinition'
        ? checkOneOf('target', command.target, tagTargets)
        : checkOneOf('definition.target', checkRecord('definition', command.definition).target, tagTargets);
    return executeCommand(this.store, tagDefinitionDecider, streams.tagDefinitions(target), command);
  }
}
