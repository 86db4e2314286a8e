import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { objectStates } from '../object-states.store.js';
import { streams } from '../streams.js';
import { checkIdentifier } from '@orgledger/kernel';
import type { PlatformCommand } from './platform.commands.js';
import { platformDecider } from './platform.decider.js';
import type { PlatformEvent } from './platform.events.js';

export class ExecutePlatformCommand extends Command<Executed<PlatformEvent>> {
  constructor(readonly command: PlatformCommand) {
    super();
  }
}

@CommandHandler(ExecutePlatformCommand)
export class PlatformCommandHandler implements ICommandHandler<ExecutePlatformCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ command }: ExecutePlatformCommand): Promise<Executed<PlatformEvent>> {
    const stream = streams.platform(checkIdentifier('platformIdentifier', command.platformIdentifier, 32));
    const { tagDefinitions } = objectStates(this.store);
    const definitions = [...(await tagDefinitions('workspace')), ...(await tagDefinitions('project'))];
    return executeCommand(this.store, platformDecider({ tagKeys: definitions.map(({ key }) => key) }), stream, command);
  }
}
