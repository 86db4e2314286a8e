import { Inject } from '@nestjs/common';
import { Command, CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { EVENT_STORE, executeCommand } from '@orgledger/event-store';
import type { EventStore, Executed } from '@orgledger/event-store';
import { streams } from '../streams.js';
import { checkIdentifier } from '@orgledger/kernel';
import type { ProjectRoleCommand } from './project-role.commands.js';
import { projectRoleDecider } from './project-role.decider.js';
import type { ProjectRoleEvent } from './project-role.events.js';

export class ExecuteProjectRoleCommand extends Command<Executed<ProjectRoleEvent>> {
  constructor(readonly command: ProjectRoleCommand) {
    super();
  }
}

@CommandHandler(ExecuteProjectRoleCommand)
export class ProjectRoleCommandHandler implements ICommandHandler<ExecuteProjectRoleCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ command }: ExecuteProjectRoleCommand): Promise<Executed<ProjectRoleEvent>> {
    const stream = streams.projectRole(checkIdentifier('roleIdentifier', command.roleIdentifier, 32));
    return executeCommand(this.store, projectRoleDecider, stream, command);
  }
}
